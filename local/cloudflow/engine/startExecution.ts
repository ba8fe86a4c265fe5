import { isTooDeep } from "../../../flowlang/dataSize.ts";
import { isObject, type Json } from "../../../flowlang/json.ts";
import { limits } from "../../../flowlang/limits.ts";
import type { StartCommand } from "./command.ts";
import type { Engine } from "./engine.ts";
import { refusals } from "./refusals.ts";
import type { ExecutionRecord } from "./state.ts";

/** What flows, executions and schedules may be called (cloudflow.md §8.1). */
export const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,127}$/;

/** Running executions that the service allows at once (cloudflow.md §8.4). */
export const MAX_RUNNING = 10_000;

/**
 * Starts an execution, or finds the running one of that name. Rejects with `CloudError`: FlowNotExists,
 * ExecutionAlreadyExists, InvalidArgument, EntityTooLarge.
 */
export async function startExecution(
  engine: Engine,
  start: Omit<StartCommand, "kind" | "execution">,
): Promise<ExecutionRecord> {
  if (!NAME.test(start.name.replace(/:[0-9a-f-]{36}$/, ""))) {
    throw refusals.invalidArgument(`ExecutionName ${start.name} does not match ${NAME.source}.`);
  }
  if (Buffer.byteLength(start.input) > limits.dataBytes) throw refusals.tooLarge(limits.dataBytes);
  const input = parse(start.input);
  if (!isObject(input) || isTooDeep(input)) throw refusals.invalidArgument("Input must be the JSON text of an object.");
  const { record } = await engine.submit({ ...start, kind: "start", execution: engine.nextExecution() });
  if (record === undefined) throw new TypeError("a start without an execution");
  return record;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw refusals.invalidArgument("Input is not JSON.");
  }
}

import { deployedHere } from "../../deployment/deployedHere.ts";
import { cliMessage } from "../../deployment/language.ts";
import { readRendered } from "../../deployment/readRendered.ts";
import { operations } from "../../functions/registry.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { Session } from "../../shared/platform/session.ts";
import { labelOf } from "../columns.ts";
import type { Connection } from "../connection.ts";
import { type OutputOptions, printAnswer } from "../output.ts";
import { asWaitLoop } from "./asWaitLoop.ts";
import { costOf, type RunCost } from "./costOf.ts";
import { type MeasuredRun, measureRun } from "./measureRun.ts";

/** `albflow cost <operation>`. Throws `AlbflowError` NotFound for an operation or an execution that there is not. */
export async function printCost(
  operation: string,
  { execution, connection, ...output }: OutputOptions & { execution?: string; connection?: Connection },
): Promise<void> {
  if (operations[operation] === undefined) {
    throw new AlbflowError("NotFound", reason("operation-unknown", { operation, known: Object.keys(operations) }));
  }
  const run =
    execution === undefined || connection === undefined
      ? await measureRun(operation)
      : await readRun(operation, execution, connection.session);
  const measured = costOf(run.events, memoryOf);
  const loop = asWaitLoop(run.events, memoryOf);
  const asked = connection === undefined ? output : { ...output, connection };
  await printAnswer({ operation, execution: run.execution, measured, asWaitLoop: loop }, asked, () => [
    cliMessage("run-cost", { flow: run.flow, execution: run.execution, seconds: measured.seconds.toFixed(1) }),
    "                       transitions  invocations  GB-seconds",
    row(labelOf("as measured", 23), measured),
    row(labelOf("if the flow waited", 23), loop),
  ]);
}

async function readRun(operation: string, execution: string, session: Session): Promise<MeasuredRun> {
  const flow = `${deployedHere(session.accountId).target.prefix}-${operation}`;
  return { flow, execution, events: await openCloudFlow(session).history(flow, execution) };
}

function row(name: string, { transitions, invocations, gbSeconds }: RunCost): string {
  const numbers = [
    String(transitions).padStart(11),
    String(invocations).padStart(13),
    gbSeconds.toFixed(2).padStart(12),
  ];
  return `${name}${numbers.join("")}`;
}

/** A function's memory in MiB, as s.yaml says; its default where it says nothing (functionCompute.md §3). */
function memoryOf(functionName: string): number {
  const found = Object.values(readRendered("").resources).find(({ props }) => props.functionName === functionName);
  return Number(found?.props.memorySize ?? 512);
}

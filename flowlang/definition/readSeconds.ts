import { expressionEnvironment } from "../environment.ts";
import type { Frame } from "../execution.ts";
import { FlowError } from "../flowError.ts";
import type { Machine } from "../machine.ts";
import type { Range } from "./fields.ts";
import type { Seconds } from "./flow.ts";
import type { StateReader } from "./stateReader.ts";

/** Reads `<field>` or `<field>.$`; undefined when there is neither. Both at once are refused. */
export function readSeconds(reader: StateReader, field: string, range: Range): Seconds | undefined {
  const name = `${field}.$`;
  const computed = reader.fields.entry(name);
  const written = reader.fields.entry(field);
  if (computed !== undefined && written !== undefined) {
    reader.sink.add("flow-seconds-twice", computed.keyAt, { field });
  }
  if (computed === undefined) return written && (reader.fields.integer(field, range) ?? range.least);
  const evaluate = reader.expression(name, { output: false });
  return evaluate === undefined ? range.least : { field: name, range, evaluate };
}

/** The seconds for this frame. Throws `FlowError` when an expression gives none in range (cloudflow.md A18). */
export function secondsOf(machine: Machine, frame: Frame, stateName: string, seconds: Seconds): number {
  if (typeof seconds === "number") return seconds;
  const { field, range, evaluate } = seconds;
  const value = evaluate(expressionEnvironment(machine.execution, frame, stateName));
  if (typeof value === "number" && Number.isInteger(value) && value >= range.least && value <= range.most) return value;
  throw new FlowError(
    "FnF.RuntimeError",
    `State "${stateName}", ${field}: ${JSON.stringify(value)} is no integer from ${range.least} to ${range.most}.`,
  );
}

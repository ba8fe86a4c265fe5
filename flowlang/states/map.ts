import { ensureSize } from "../dataSize.ts";
import type { MapState, StateScope } from "../definition/flow.ts";
import { readRecovery, recoveryFields } from "../definition/readRecovery.ts";
import type { StateReader } from "../definition/stateReader.ts";
import { expressionEnvironment } from "../environment.ts";
import type { Frame } from "../execution.ts";
import { FlowError } from "../flowError.ts";
import { openFrame } from "../frames.ts";
import { isObject, type Json, type JsonObject, kindOf } from "../json.ts";
import { limits } from "../limits.ts";
import type { StateType } from "../machine.ts";
import { emit, leave, type Machine } from "../machine.ts";

const NO_SCOPE: StateScope = { startAt: -1, states: [] };

/** Runs its processor once for each element of an array; the result is `{"Items":[…]}` in order (cloudflow.md §5, A17). */
export const map: StateType<MapState> = {
  fields: {
    ItemsPath: "required",
    Processor: "required",
    MaxConcuccency: "optional",
    MaxConcurrency: "optional",
    ...recoveryFields,
  },
  leaves: "nextOrEnd",
  read(base, reader) {
    const processor = reader.fields.entry("Processor");
    return {
      ...base,
      type: "Map",
      items: reader.expression("ItemsPath", { output: false }) ?? (() => []),
      processor: (processor && reader.scope(processor.value, "Processor")) ?? NO_SCOPE,
      concurrency: readConcurrency(reader),
      ...readRecovery(reader),
    };
  },
  run(machine, frame, state) {
    const items = itemsOf(state, state.items(expressionEnvironment(machine.execution, frame, state.name)));
    emit(machine, frame, "StepStarted", {});
    frame.waiting = { for: "children", until: undefined, results: [], left: items.length, items, next: 0 };
    const first = Math.min(state.concurrency, items.length);
    const children = Array.from({ length: first }, () => openNext(machine, frame, state)).filter(
      (c) => c !== undefined,
    );
    machine.ready.push(...children.reverse());
    if (items.length === 0) finish(machine, frame, state, []);
  },
  childEnded(machine, frame, state, child, output) {
    const { waiting } = frame;
    if (waiting?.for !== "children") return;
    frame.lastEvent = child.lastEvent;
    emit(machine, frame, "IterationExited", { index: child.index });
    waiting.results[child.index] = output;
    waiting.left -= 1;
    if (waiting.left === 0) return finish(machine, frame, state, waiting.results);
    const next = openNext(machine, frame, state);
    if (next !== undefined) machine.ready.push(next);
  },
};

/** The tables of the documentation misspell the field, its prose does not; the table's spelling wins (A17). */
function readConcurrency({ fields }: StateReader): number {
  const range = { least: 1, most: limits.mapConcurrency };
  const misspelt = fields.integer("MaxConcuccency", range);
  const spelt = fields.integer("MaxConcurrency", range);
  return misspelt ?? spelt ?? limits.mapConcurrency;
}

function itemsOf({ name }: MapState, value: Json): JsonObject[] {
  const where = `State "${name}", ItemsPath`;
  if (!Array.isArray(value)) {
    throw new FlowError("FnF.RuntimeError", `${where}: the value is ${kindOf(value)}, not an array.`);
  }
  return value.map((item, index) => {
    if (isObject(item)) return item;
    throw new FlowError("FnF.RuntimeError", `${where}: element ${index} is ${kindOf(item)}, not an object.`);
  });
}

function openNext(machine: Machine, frame: Frame, state: MapState): Frame | undefined {
  const { waiting } = frame;
  if (waiting?.for !== "children") return undefined;
  const index = waiting.next;
  const item = waiting.items[index];
  if (item === undefined) return undefined;
  waiting.next += 1;
  const child = openFrame(machine, frame, index, state.processor.startAt, item);
  child.lastEvent = emit(machine, frame, "IterationEntered", { index });
  return child;
}

function finish(machine: Machine, frame: Frame, state: MapState, results: Json[]) {
  const result = { Items: results };
  ensureSize(result, () => `State "${state.name}", output`);
  emit(machine, frame, "StepSucceeded", { output: result });
  leave(machine, frame, state, result);
}

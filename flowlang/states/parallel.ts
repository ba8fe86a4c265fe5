import { ensureSize } from "../dataSize.ts";
import type { ParallelState } from "../definition/flow.ts";
import { readRecovery, recoveryFields } from "../definition/readRecovery.ts";
import { openFrame } from "../frames.ts";
import type { JsonObject } from "../json.ts";
import { limits } from "../limits.ts";
import type { StateType } from "../machine.ts";
import { emit, leave } from "../machine.ts";

/** Runs all branches on the same input and waits for all; the result is `{"Branch0":…,"Branch1":…}` (cloudflow.md §5). */
export const parallel: StateType<ParallelState> = {
  fields: { Branches: "required", ...recoveryFields },
  leaves: "nextOrEnd",
  read: (base, reader) => ({
    ...base,
    type: "Parallel",
    branches: (reader.fields.list("Branches", { least: 1, most: limits.branches }) ?? [])
      .map((source, index) => reader.scope(source, `Branches[${index}]`))
      .filter((scope) => scope !== undefined),
    ...readRecovery(reader),
  }),
  run(machine, frame, { branches }) {
    emit(machine, frame, "StepStarted", {});
    const left = branches.length;
    frame.waiting = { for: "children", until: undefined, results: [], left, items: [], next: 0 };
    const children = branches.map(({ startAt }, index) => {
      const child = openFrame(machine, frame, index, startAt, frame.input);
      child.lastEvent = emit(machine, frame, "BranchEntered", { index });
      return child;
    });
    machine.ready.push(...children.reverse());
  },
  childEnded(machine, frame, state, child, output) {
    const { waiting } = frame;
    if (waiting?.for !== "children") return;
    frame.lastEvent = child.lastEvent;
    emit(machine, frame, "BranchExited", { index: child.index });
    waiting.results[child.index] = output;
    waiting.left -= 1;
    if (waiting.left > 0) return;
    const result: JsonObject = {};
    for (const [index, branch] of waiting.results.entries()) result[`Branch${index}`] = branch;
    ensureSize(result, () => `State "${state.name}", output`);
    emit(machine, frame, "StepSucceeded", { output: result });
    leave(machine, frame, state, result);
  },
};

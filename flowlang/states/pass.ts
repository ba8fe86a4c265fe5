import type { PassState } from "../definition/flow.ts";
import type { StateType } from "../machine.ts";
import { leave } from "../machine.ts";

/** Its output is its input, as the constructors have shaped it (cloudflow.md §5). */
export const pass: StateType<PassState> = {
  fields: {},
  leaves: "nextOrEnd",
  read: (base) => ({ ...base, type: "Pass" }),
  run: (machine, frame, state) => leave(machine, frame, state, frame.input),
};

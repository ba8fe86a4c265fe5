import type { StateBase } from "../definition/flow.ts";
import { leave } from "../machine.ts";
import type { StateType } from "./registry.ts";

export interface SucceedState extends StateBase {
  type: "Succeed";
}

/** Ends its scope early; control goes on in the enclosing one. A literal `End: true` is tolerated (cloudflow.md §5). */
export const succeed: StateType<SucceedState> = {
  fields: {},
  leaves: "end",
  read: (base) => ({ ...base, type: "Succeed" }),
  run: (machine, frame, state) => leave(machine, frame, state, frame.input),
};

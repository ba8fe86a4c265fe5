import type { SucceedState } from "../definition/flow.ts";
import type { StateType } from "../machine.ts";
import { leave } from "../machine.ts";

/** Ends its scope early; control goes on in the enclosing one. A literal `End: true` is tolerated (cloudflow.md §5). */
export const succeed: StateType<SucceedState> = {
  fields: {},
  leaves: "end",
  read: (base) => ({ ...base, type: "Succeed" }),
  run: (machine, frame, state) => leave(machine, frame, state, frame.input),
};

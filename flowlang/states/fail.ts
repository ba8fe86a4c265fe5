import type { FailState } from "../definition/flow.ts";
import type { StateType } from "../machine.ts";
import { emit, end } from "../machine.ts";

/** Ends the whole execution with its error, from inside a Parallel or Map too; no Catch sees it (cloudflow.md A15). */
export const fail: StateType<FailState> = {
  fields: { Code: "optional", Detail: "optional" },
  leaves: "end",
  read: (base, { fields }) => ({
    ...base,
    type: "Fail",
    code: fields.text("Code") ?? "",
    detail: fields.text("Detail") ?? "",
  }),
  run(machine, frame, { code, detail }) {
    emit(machine, frame, "StepFailed", { error: code, cause: detail });
    end(machine, "Failed", "ExecutionFailed", { Code: code, Detail: detail });
  },
};

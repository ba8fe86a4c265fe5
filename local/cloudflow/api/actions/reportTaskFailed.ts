import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, textUpTo } from "../apiCall.ts";
import { reportTask } from "../reportTask.ts";

export const reportTaskFailed: ApiAction = {
  requires: ["TaskToken", "Error"],
  resource: () => "*",
  run(call) {
    const fault = { Code: textUpTo(call, "Error", 128), Detail: textUpTo(call, "Cause", 4096) };
    if (fault.Code === "") throw refusals.invalidArgument("Error must have 1 to 128 characters.");
    return reportTask(call, (attempt) => ({ kind: "taskFailed", attempt, fault }));
  },
};

import { isTooDeep } from "../../../../flowlang/dataSize.ts";
import { limits } from "../../../../flowlang/limits.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, json, required } from "../apiCall.ts";
import { reportTask } from "../reportTask.ts";

export const reportTaskSucceeded: ApiAction = {
  requires: ["TaskToken", "Output"],
  resource: () => "*",
  run(call) {
    const text = required(call, "Output");
    if (Buffer.byteLength(text) > limits.dataBytes) throw refusals.tooLarge(limits.dataBytes);
    const output = json(text, "Output");
    if (isTooDeep(output)) throw refusals.invalidArgument(`Output is nested deeper than ${limits.dataDepth} levels.`);
    return reportTask(call, (attempt) => ({ kind: "taskSucceeded", attempt, output }));
  },
};

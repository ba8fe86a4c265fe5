import { isEnded } from "../../../../flowlang/execution.ts";
import { lookUpExecution } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, flowResource, required, textUpTo } from "../apiCall.ts";
import { executionAnswer } from "../describe.ts";

/** The answer still says Running, with the time of the stop (cloudflow.md §8.1). An ended one is refused (A22). */
export const stopExecution: ApiAction = {
  requires: ["FlowName", "ExecutionName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const { engine, context } = call;
    const record = lookUpExecution(engine.state, required(call, "FlowName"), required(call, "ExecutionName"));
    const fault = { Code: textUpTo(call, "Error", 128), Detail: textUpTo(call, "Cause", 4096) };
    if (isEnded(record.execution)) {
      const { name, status } = record.execution;
      throw refusals.invalidArgument(`Execution ${name} has already ended: it is ${status}.`);
    }
    await engine.submit({
      kind: "trigger",
      at: context.clock.now(),
      execution: record.id,
      trigger: { kind: "stop", fault },
    });
    return { ...executionAnswer(record), Status: "Running", RoleArn: record.flow.roleArn };
  },
};

import { uuidFrom } from "../../../../flowlang/random.ts";
import { flowNamed } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import * as engine from "../../engine/startExecution.ts";
import { type ApiAction, flowResource, jsonObjectText, optional, required, requiredName } from "../apiCall.ts";
import { describeStarted } from "../describe.ts";

/** The name is the idempotency key: running, that execution is returned; ended, it is refused (cloudflow.md §8.1). */
export const startExecution: ApiAction = {
  requires: ["FlowName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const flow = flowNamed(call.engine.state, required(call, "FlowName"));
    if (flow.mode !== "Standard") throw refusals.wrongMode("Express");
    const { executions, ended } = call.engine.state;
    if (executions.size - ended.length >= engine.MAX_RUNNING) throw refusals.throttled("StartExecution");
    const callbackToken = optional(call, "CallbackFnFTaskToken");
    const running = flow.executions.get(optional(call, "ExecutionName") ?? "");
    const isOther = running !== undefined && running.inputText !== jsonObjectText(call, "Input");
    if (isOther && call.context.realities?.is("same-name-other-input", "refused") === true) {
      throw refusals.executionExists(flow.name, running.execution.name);
    }
    const record = await engine.startExecution(call.engine, {
      at: call.context.clock.now(),
      flow: flow.name,
      name:
        optional(call, "ExecutionName") === undefined
          ? uuidName(call.context.random)
          : requiredName(call, "ExecutionName"),
      input: jsonObjectText(call, "Input"),
      ...(callbackToken === undefined ? {} : { callbackToken }),
    });
    return describeStarted(record);
  },
};

/** A generated name must be a name, so it cannot begin with a digit. */
function uuidName(random: () => number): string {
  return `execution-${uuidFrom(random)}`;
}

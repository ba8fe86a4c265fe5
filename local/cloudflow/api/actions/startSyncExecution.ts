import { uuidFrom } from "../../../../flowlang/random.ts";
import { flowNamed } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import * as engine from "../../engine/startExecution.ts";
import { type ApiAction, flowResource, jsonObjectText, optional, required, requiredName } from "../apiCall.ts";
import { executionAnswer } from "../describe.ts";
import { waitForEnd } from "../waitForEnd.ts";

/** Runs an Express flow and answers when it has ended; its name gets a uuid of its own (cloudflow.md §8.1). */
export const startSyncExecution: ApiAction = {
  requires: ["FlowName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const flow = flowNamed(call.engine.state, required(call, "FlowName"));
    if (flow.mode !== "Express") throw refusals.wrongMode("Standard");
    const name = optional(call, "ExecutionName") === undefined ? "execution" : requiredName(call, "ExecutionName");
    const record = await engine.startExecution(call.engine, {
      at: call.context.clock.now(),
      flow: flow.name,
      name: `${name}:${uuidFrom(call.context.random)}`,
      input: jsonObjectText(call, "Input"),
    });
    await waitForEnd(call.engine, record, call.clock, record.program.timeout * 1000);
    const { error } = record.execution;
    const { FlowDefinition: _, Input: __, ...shown } = executionAnswer(record);
    return { ...shown, ErrorCode: error?.Code ?? "", ErrorMessage: error?.Detail ?? "" };
  },
};

import { lookUpExecution } from "../../engine/lookUp.ts";
import { type ApiAction, flowResource, integer, required } from "../apiCall.ts";
import * as describe from "../describe.ts";
import { waitForEnd } from "../waitForEnd.ts";

/** With `WaitTimeSeconds` it answers as soon as the execution has ended, or when that time is over. */
export const describeExecution: ApiAction = {
  requires: ["FlowName", "ExecutionName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const seconds = integer(call, "WaitTimeSeconds", { least: 0, most: 60, absent: 0 });
    const record = lookUpExecution(call.engine.state, required(call, "FlowName"), required(call, "ExecutionName"));
    await waitForEnd(call.engine, record, call.clock, seconds * 1000);
    return describe.executionAnswer(record);
  },
};

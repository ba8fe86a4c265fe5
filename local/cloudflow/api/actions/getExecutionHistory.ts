import { executionNamed } from "../../engine/lookUp.ts";
import { type ApiAction, flowResource, integer, required } from "../apiCall.ts";
import { describeEvent } from "../describe.ts";

/** `NextToken` is the id of the event with which the next page begins (cloudflow.md §8.1). */
export const getExecutionHistory: ApiAction = {
  requires: ["FlowName", "ExecutionName"],
  resource: flowResource("FlowName"),
  run(call) {
    const { history } = executionNamed(call.engine.state, required(call, "FlowName"), required(call, "ExecutionName"));
    const limit = integer(call, "Limit", { least: 1, most: 999, absent: 60 });
    const first = integer(call, "NextToken", { least: 1, most: Number.MAX_SAFE_INTEGER, absent: 1 }) - 1;
    const next = history[first + limit];
    const events = history.slice(first, first + limit).map(describeEvent);
    return { Events: events, ...(next === undefined ? {} : { NextToken: String(next.id) }) };
  },
};

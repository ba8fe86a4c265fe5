import { lookUpExecution } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, flowResource, integer, required } from "../apiCall.ts";
import { eventAnswer } from "../describe.ts";
import { documentedHistory } from "../documentedHistory.ts";

/** `NextToken` is the id of the event with which the next page begins (cloudflow.md §8.1). */
export const getExecutionHistory: ApiAction = {
  requires: ["FlowName", "ExecutionName"],
  resource: flowResource("FlowName"),
  run(call) {
    const record = lookUpExecution(call.engine.state, required(call, "FlowName"), required(call, "ExecutionName"));
    const history = call.history === "documented" ? documentedHistory(record.history) : record.history;
    const isGone = call.context.realities?.is("history-age", "gone before its execution") === true;
    if (isGone) return { Events: [] };
    const limit = integer(call, "Limit", { least: 1, most: 999, absent: 60 });
    const first = integer(call, "NextToken", { least: 1, most: Number.MAX_SAFE_INTEGER, absent: 1 }) - 1;
    // A token beyond the last event is no event's: what the service says to it is not documented, so it is refused.
    if (first >= history.length && first > 0) throw refusals.invalidArgument(`NextToken "${first + 1}" is no event.`);
    const next = history[first + limit];
    const events = history.slice(first, first + limit).map(eventAnswer);
    return { Events: events, ...(next === undefined ? {} : { NextToken: String(next.id) }) };
  },
};

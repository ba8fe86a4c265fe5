import { flowNamed } from "../../engine/lookUp.ts";
import { refusals } from "../../engine/refusals.ts";
import { type ApiAction, type CloudFlowCall, flowResource, integer, optional, page, required } from "../apiCall.ts";
import { executionAnswer } from "../describe.ts";

const STATUSES = ["Starting", "Running", "Stopped", "Succeeded", "Failed", "TimedOut"];

/** The newest first or by name (`Readings`), filtered by status, start time and beginning of the name. */
export const listExecutions: ApiAction = {
  requires: ["FlowName"],
  resource: flowResource("FlowName"),
  run(call) {
    const { executions } = flowNamed(call.engine.state, required(call, "FlowName"));
    const limit = integer(call, "Limit", { least: 1, most: 99, absent: 60 });
    const most = Number.MAX_SAFE_INTEGER;
    const before = call.listOrder === "name" ? most : integer(call, "NextToken", { least: 0, most, absent: most });
    const status = optional(call, "Status");
    if (status !== undefined && !STATUSES.includes(status)) {
      throw refusals.invalidArgument(`Status "${status}" is none of ${STATUSES.join(", ")}.`);
    }
    const prefix = optional(call, "ExecutionNamePrefix") ?? "";
    const begin = time(call, "StartedTimeBegin") ?? Number.NEGATIVE_INFINITY;
    const end = time(call, "StartedTimeEnd") ?? Number.POSITIVE_INFINITY;
    const byName = call.listOrder === "name";
    const ordered = [...executions.values()].reverse();
    if (byName) ordered.sort((one, other) => (one.execution.name < other.execution.name ? -1 : 1));
    const after = byName ? (optional(call, "NextToken") ?? "") : "";
    const found = ordered.filter(({ id, execution }) => {
      const { startedAt, name } = execution;
      const fits = status === undefined || execution.status === status;
      return (
        fits &&
        (byName ? name >= after : id < before) &&
        name.startsWith(prefix) &&
        startedAt >= begin &&
        startedAt <= end
      );
    });
    if (byName) {
      const following = found[limit]?.execution.name;
      const Executions = found.slice(0, limit).map(executionAnswer);
      return { Executions, ...(following === undefined ? {} : { NextToken: following }) };
    }
    const { items, ...next } = page(found, limit, ({ id }) => String(id));
    return { Executions: items.map(executionAnswer), ...next };
  },
};

function time(call: CloudFlowCall, name: string): number | undefined {
  const text = optional(call, name);
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  throw refusals.invalidArgument(`${name} "${text}" is no time such as 2026-11-22T15:51:56Z.`);
}

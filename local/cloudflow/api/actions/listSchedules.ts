import { flowNamed } from "../../engine/lookUp.ts";
import { type ApiAction, flowResource, integer, optional, page, required } from "../apiCall.ts";
import { scheduleAnswer } from "../describe.ts";

/** In the order of their names. */
export const listSchedules: ApiAction = {
  requires: ["FlowName"],
  resource: flowResource("FlowName"),
  run(call) {
    const { schedules } = flowNamed(call.engine.state, required(call, "FlowName"));
    const limit = integer(call, "Limit", { least: 1, most: 1_000, absent: 60 });
    const after = optional(call, "NextToken") ?? "";
    const found = [...schedules.values()].filter(({ name }) => name > after);
    found.sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...next } = page(found, limit, ({ name }) => name);
    return { Schedules: items.map(scheduleAnswer), ...next };
  },
};

import { type ApiAction, integer, optional, page } from "../apiCall.ts";
import { flowAnswer } from "../describe.ts";

/** In the order of their names. */
export const listFlows: ApiAction = {
  requires: [],
  resource: () => "flow/*",
  run(call) {
    const limit = integer(call, "Limit", { least: 1, most: 999, absent: 60 });
    const after = optional(call, "NextToken") ?? "";
    const flows = [...call.engine.state.flows.values()].filter(({ name }) => name > after);
    flows.sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...next } = page(flows, limit, ({ name }) => name);
    return { Flows: items.map(flowAnswer), ...next };
  },
};

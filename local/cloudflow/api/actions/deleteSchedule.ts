import { type ApiAction, flowResource, required } from "../apiCall.ts";

export const deleteSchedule: ApiAction = {
  requires: ["FlowName", "ScheduleName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const [flow, name] = [required(call, "FlowName"), required(call, "ScheduleName")];
    await call.engine.submit({ kind: "deleteSchedule", at: call.context.clock.now(), flow, name });
    return {};
  },
};

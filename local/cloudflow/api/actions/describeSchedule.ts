import { scheduleNamed } from "../../engine/lookUp.ts";
import { type ApiAction, flowResource, required } from "../apiCall.ts";
import * as describe from "../describe.ts";

export const describeSchedule: ApiAction = {
  requires: ["FlowName", "ScheduleName"],
  resource: flowResource("FlowName"),
  run(call) {
    const { state } = call.engine;
    return describe.scheduleAnswer(scheduleNamed(state, required(call, "FlowName"), required(call, "ScheduleName")));
  },
};

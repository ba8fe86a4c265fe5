import { parseCron } from "../../engine/cron.ts";
import { type ApiAction, flag, flowResource, optional, required } from "../apiCall.ts";
import { scheduleAnswer } from "../describe.ts";
import { payloadText } from "../payloadText.ts";

/** What is not given stays as it is. */
export const updateSchedule: ApiAction = {
  requires: ["FlowName", "ScheduleName"],
  resource: flowResource("FlowName"),
  async run(call) {
    const changes = {
      cron: optional(call, "CronExpression"),
      payload: payloadText(call),
      description: optional(call, "Description"),
      enabled: flag(call, "Enable"),
    };
    if (changes.cron !== undefined) parseCron(changes.cron);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const { schedule } = await call.engine.submit({
      kind: "updateSchedule",
      at: call.context.clock.now(),
      flow: required(call, "FlowName"),
      name: required(call, "ScheduleName"),
      ...given,
    });
    return schedule === undefined ? {} : scheduleAnswer(schedule);
  },
};

import { uuidFrom } from "../../../../flowlang/random.ts";
import { parseCron } from "../../engine/cron.ts";
import { type ApiAction, flag, flowResource, optional, required, requiredName } from "../apiCall.ts";
import { scheduleAnswer } from "../describe.ts";
import { payloadText } from "../payloadText.ts";

export const createSchedule: ApiAction = {
  requires: ["FlowName", "ScheduleName", "CronExpression"],
  resource: flowResource("FlowName"),
  async run(call) {
    const cron = required(call, "CronExpression");
    parseCron(cron);
    const { schedule } = await call.engine.submit({
      kind: "createSchedule",
      at: call.context.clock.now(),
      id: uuidFrom(call.context.random),
      flow: required(call, "FlowName"),
      name: requiredName(call, "ScheduleName"),
      cron,
      payload: payloadText(call) ?? "",
      description: optional(call, "Description") ?? "",
      enabled: flag(call, "Enable") ?? true,
    });
    return schedule === undefined ? {} : scheduleAnswer(schedule);
  },
};

import { asText } from "../../rest/asText.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { TriggerRecord } from "../state.ts";
import { readSchedule } from "./schedule.ts";

/** Fires an enabled timer trigger until it is stopped. */
export function startTimerTrigger(
  serviceContext: FcServiceContext,
  functionName: string,
  trigger: TriggerRecord,
): () => void {
  const { clock } = serviceContext.context;
  const { enable = true, cronExpression } = trigger.triggerConfig;
  if (enable !== true) return () => {};
  const schedule = readSchedule(asText(cronExpression), trigger.modifiedAt);
  let cancel = () => {};
  const arm = () => {
    const next = schedule.next(clock.now());
    if (next === undefined) return;
    cancel = clock.after(next - clock.now(), () => {
      serviceContext.enqueue({ functionName, qualifier: trigger.qualifier, body: timerEvent(trigger, next) });
      arm();
    });
  };
  arm();
  return () => cancel();
}

/** What a function gets from a timer (alb.md §10.3): the payload is always text. */
export function timerEvent({ triggerName, triggerConfig }: TriggerRecord, at: number): Buffer {
  const { payload = "" } = triggerConfig;
  const triggerTime = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
  const text = typeof payload === "string" ? payload : JSON.stringify(payload);
  return Buffer.from(JSON.stringify({ triggerTime, triggerName, payload: text }));
}

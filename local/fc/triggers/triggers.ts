import { asText } from "../../rest/asText.ts";
import type { LogReader } from "../../sls/reader.ts";
import type { FcServiceContext } from "../serviceContext.ts";
import type { TriggerRecord } from "../state.ts";
import { checkEventBridgeTrigger } from "./eventBridgeTrigger.ts";
import { checkHttpTrigger } from "./httpTrigger.ts";
import { checkLogTrigger, startLogTrigger } from "./logTrigger.ts";
import { readSchedule } from "./schedule.ts";
import { startTimerTrigger } from "./timerTrigger.ts";

/** What runs by itself because of triggers: timers and readers of logs. */
interface Triggers {
  /** Brings what runs in line with a function's triggers, after they or the function have changed. */
  refresh(functionName: string): void;
  /** Begins the triggers of every function anew. */
  refreshAll: () => void;
  close(): void;
}

/** Throws `CloudError` InvalidArgument when a trigger's configuration does not fit its type. */
export function checkTrigger(trigger: TriggerRecord): void {
  CHECKS[trigger.triggerType](trigger);
}

const CHECKS: Record<TriggerRecord["triggerType"], (trigger: TriggerRecord) => void> = {
  http: checkHttpTrigger,
  timer: ({ triggerConfig, createdAt }) => void readSchedule(asText(triggerConfig.cronExpression), createdAt),
  log: checkLogTrigger,
  eventbridge: checkEventBridgeTrigger,
};

/** Starts the triggers of every function of the cloud. Without a `reader` there are no log triggers. */
export function createTriggers(
  serviceContext: FcServiceContext,
  logs: { reader: LogReader; endpoint: string } | undefined,
): Triggers {
  const stops = new Map<string, (() => void)[]>();

  function start(functionName: string, trigger: TriggerRecord): (() => void)[] {
    if (trigger.triggerType === "timer") return [startTimerTrigger(serviceContext, functionName, trigger)];
    if (trigger.triggerType !== "log" || logs === undefined) return [];
    return [startLogTrigger(serviceContext, functionName, trigger, logs.reader, logs.endpoint)];
  }

  function refresh(functionName: string) {
    for (const stop of stops.get(functionName) ?? []) stop();
    const triggers = serviceContext.state.functions.get(functionName)?.triggers ?? [];
    stops.set(
      functionName,
      triggers.flatMap((trigger) => start(functionName, trigger)),
    );
  }

  function close() {
    for (const stop of [...stops.values()].flat()) stop();
    stops.clear();
  }

  function refreshAll() {
    close();
    for (const functionName of serviceContext.state.functions.keys()) refresh(functionName);
  }

  refreshAll();
  return { refresh, refreshAll, close };
}

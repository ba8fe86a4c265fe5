import type { Realities } from "../../realities/realities.ts";
import { asText } from "../../rest/asText.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { TriggerRecord } from "../state.ts";
import { type CloudEvent, matchEvent } from "./matchEvent.ts";

/**
 * What a function gets of an event through its EventBridge trigger; undefined when it gets nothing. The streaming mode sends
 * events as an array (functionCompute.md A5, open.md O41).
 */
export function eventBridgeEvent(
  { triggerConfig }: TriggerRecord,
  event: CloudEvent,
  realities?: Pick<Realities, "is">,
): Buffer | undefined {
  const { triggerEnable = true, eventRuleFilterPattern, eventSinkConfig } = triggerConfig;
  if (triggerEnable !== true || !matchEvent(patternOf(eventRuleFilterPattern), event)) return undefined;
  const { deliveryOption } = (eventSinkConfig ?? {}) as {
    deliveryOption?: { eventSchema?: string; mode?: string };
  };
  const sent = deliveryOption?.eventSchema === "RawData" ? (event.data ?? {}) : event;
  const isStreamed = deliveryOption?.mode === "event-streaming";
  const isArray = isStreamed && realities?.is("event-by-eventbridge/shape", "one object") !== true;
  return Buffer.from(JSON.stringify(isArray ? [sent] : sent));
}

/** Throws `CloudError` InvalidArgument when the filter is not JSON. */
export function checkEventBridgeTrigger({ triggerConfig }: TriggerRecord): void {
  refuseCrowded(patternOf(triggerConfig.eventRuleFilterPattern));
}

/** A rule of EventBridge may have five values for a field (real-cloud.md FR4). */
function refuseCrowded(pattern: unknown): void {
  if (Array.isArray(pattern)) {
    if (pattern.length <= 5) return;
    throw new CloudError(
      400,
      "InvalidArgument",
      `A field of eventRuleFilterPattern has ${pattern.length} values; at most 5 are allowed.`,
    );
  }
  if (typeof pattern === "object" && pattern !== null) Object.values(pattern).forEach(refuseCrowded);
}

/** The filter is JSON text; none lets everything pass. */
function patternOf(filter: unknown): unknown {
  if (filter === undefined || filter === "") return {};
  try {
    return JSON.parse(asText(filter));
  } catch {
    throw new CloudError(400, "InvalidArgument", "eventRuleFilterPattern is not valid JSON.");
  }
}

import { asText } from "../../rest/asText.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { TriggerRecord } from "../state.ts";
import { type CloudEvent, matchEvent } from "./matchEvent.ts";

/** What a function gets of an event through its EventBridge trigger; undefined when it gets nothing. */
export function eventBridgeEvent({ triggerConfig }: TriggerRecord, event: CloudEvent): Buffer | undefined {
  const { triggerEnable = true, eventRuleFilterPattern, eventSinkConfig } = triggerConfig;
  if (triggerEnable !== true || !matchEvent(patternOf(eventRuleFilterPattern), event)) return undefined;
  const { deliveryOption } = (eventSinkConfig ?? {}) as { deliveryOption?: { eventSchema?: string } };
  return Buffer.from(JSON.stringify(deliveryOption?.eventSchema === "RawData" ? (event.data ?? {}) : event));
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

import { type CloudFlowCall, json, optional } from "./apiCall.ts";

/** A schedule's payload: JSON text, undefined when there is none. */
export function payloadText(call: CloudFlowCall): string | undefined {
  const text = optional(call, "Payload");
  if (text !== undefined) json(text, "Payload");
  return text;
}

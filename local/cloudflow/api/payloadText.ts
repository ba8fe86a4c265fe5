import { isTooDeep } from "../../../flowlang/dataSize.ts";
import { limits } from "../../../flowlang/limits.ts";
import { refusals } from "../engine/refusals.ts";
import { type CloudFlowCall, json, optional } from "./apiCall.ts";

/** A schedule's payload: JSON text, undefined when there is none. */
export function payloadText(call: CloudFlowCall): string | undefined {
  const text = optional(call, "Payload");
  if (text !== undefined && isTooDeep(json(text, "Payload"))) {
    throw refusals.invalidArgument(`Payload is nested deeper than ${limits.dataDepth} levels.`);
  }
  return text;
}

import * as z from "zod";
import { isUnset } from "../../platform/clients/lostFields.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Listener } from "../resources/listenerState.ts";
import { ATTRIBUTES } from "../resources/listenerState.ts";

/** What somebody is ready to lose: an input of operations that make a listener anew, or delete one. */
export const acceptLossOf = z
  .array(z.string().min(1).max(200))
  .max(50)
  .default([])
  .describe("Names of what is set on the listener and unknown to albflow, which may be lost; the refusal tells them");

/** Refuses to leave behind what nobody here knows, as it may be what keeps others out. */
export const unknownFields = {
  requires: reason("check-settings-known"),
  check: ({ input, resources }: { input: { acceptLossOf: string[] }; resources: { listener: Listener } }): Reason[] =>
    describeUnknown(resources.listener.Unknown, input.acceptLossOf),
};

/** Why unknown fields stand in the way; nothing where all of them are accepted. */
export function describeUnknown(unknown: string[] = [], accepted: string[]): Reason[] {
  const left = unknown.filter((field) => !accepted.includes(field));
  return left.length === 0 ? [] : [reason("unknown-settings-lost", { fields: left })];
}

/** The fields of a listener that somebody has written down which are not among those that can be made again. */
export function unknownIn(snapshot: Record<string, unknown>): string[] {
  const reported = Array.isArray(snapshot.Unknown) ? snapshot.Unknown.map(String) : [];
  const other = Object.entries(snapshot).filter(([name, value]) => !KNOWN.has(name) && !isUnset(value));
  return [...reported, ...other.map(([name]) => name)];
}

const KNOWN = new Set<string>([
  ...ATTRIBUTES,
  "AclConfig",
  "AdditionalCertificates",
  "ListenerId",
  "ListenerPort",
  "ListenerProtocol",
  "ListenerStatus",
  "LoadBalancerId",
  "LogConfig",
  "RequestId",
  "Rules",
  "Tags",
  "Unknown",
]);

import { createHash } from "node:crypto";
import * as z from "zod";
import { canonicalJson } from "../../../platform/canonicalJson.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { inShape } from "./shape.ts";

const alarm = z.looseObject({
  alertName: z.string().min(1).max(300),
  /** `ALERT`; older pages write `ALARM`. */
  alertState: z.enum(["ALERT", "ALARM", "OK", "INSUFFICIENT_DATA"]),
  metricName: z.string().min(1).max(200),
  /** Seconds or milliseconds since 1970, as text. */
  timestamp: z.union([z.string().regex(/^\d{10,13}$/), z.int().positive()]),
  curValue: z.union([z.string().max(100), z.number()]).default(""),
  /** A list of objects, or its JSON, or the text of a Java map. */
  dimensions: z.unknown(),
});

/**
 * Reads what CloudMonitor tells of a threshold that was passed (alb.md §11.3; the shape is that of its alert callback,
 * which it also hands to functions). Throws `AlbflowError` InvalidInput.
 */
export function readAlarm(record: Record<string, unknown>): NormalizedEvent {
  const { alertName, alertState, metricName, curValue, dimensions, ...rest } = inShape("alarm", alarm, record);
  const timestamp = Number(rest.timestamp);
  const at = timestamp < 1e11 ? timestamp * 1_000 : timestamp;
  const reported = { eventId: createHash("sha256").update(canonicalJson(record)).digest("hex"), at };
  const unrelated = (why: Reason): NormalizedEvent => ({ kind: "unrelated", ...reported, reason: why });
  if (metricName !== "ListenerClientTLSNegotiationError") return unrelated(reason("no-rule-for", { what: metricName }));
  if (alertState === "OK") return unrelated(reason("alarm-over", { alarm: alertName }));
  if (alertState === "INSUFFICIENT_DATA") return unrelated(reason("alarm-without-data", { alarm: alertName }));
  const text = typeof dimensions === "string" ? dimensions : JSON.stringify(dimensions ?? "");
  const named = (name: string) => new RegExp(`["']?${name}["']?\\s*[:=]\\s*["']?([\\w-]+)`, "i").exec(text)?.[1];
  const loadBalancerId = named("loadBalancerId") ?? named("instanceId");
  if (loadBalancerId === undefined || !/^alb-[\w-]{1,64}$/.test(loadBalancerId)) {
    throw new AlbflowError("InvalidInput", reason("alarm-without-instance", { alarm: alertName }));
  }
  const port = Number(named("listenerPort") ?? named("port"));
  return {
    kind: "handshakesFailing",
    ...reported,
    loadBalancerId,
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    said: { alarm: alertName, metric: metricName, value: String(curValue) },
  };
}

import { createHash } from "node:crypto";
import * as z from "zod";
import { canonicalJson } from "../../../platform/canonicalJson.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { inShape } from "./shape.ts";

/** All values are texts; `-` stands for what is not there (alb.md §10.1). Fields that we do not know are ignored (U12). */
const accessRecord = z.looseObject({
  app_lb_id: z.string().min(1).max(100),
  slb_vport: z.string().regex(/^\d{1,5}$/),
  /** "HTTP or HTTPS" by the documentation, in small letters as recorded (real-cloud.md CR11). */
  scheme: z.string().max(40).default("-"),
  ssl_protocol: z.string().max(40).default("-"),
  server_protocol: z.string().max(40).default(""),
  status: z.string().regex(/^\d{3}$/),
  upstream_status: z.string().max(200).default("-"),
  __time__: z.union([z.string().regex(/^\d{1,12}$/), z.int().nonnegative()]),
});

/** Whether a scheme is spoken over TLS. */
const SCHEMES: Readonly<Record<string, boolean>> = { http: false, https: true, ws: false, wss: true };

/**
 * Reads one record of ALB's access log; one whose scheme is unknown, and that tells of no TLS, is nothing that rules count.
 * Throws `AlbflowError` InvalidInput.
 */
export function readAccessLog(record: Record<string, unknown>): NormalizedEvent {
  const read = inShape("access-log-record", accessRecord, record);
  // Several servers may have been tried: the last one's answer counts.
  const last = /(\d{3})\s*$/.exec(read.upstream_status)?.[1];
  const eventId = createHash("sha256").update(canonicalJson(record)).digest("hex");
  const at = Number(read.__time__) * 1_000;
  const scheme = read.scheme.toLowerCase();
  const isSecure = SCHEMES[scheme] ?? (/^(?:-|)$/.test(read.ssl_protocol) ? undefined : true);
  if (isSecure === undefined) {
    return { kind: "unrelated", eventId, at, reason: reason("scheme-unknown", { scheme }) };
  }
  return {
    kind: "requestServed",
    eventId,
    at,
    loadBalancerId: read.app_lb_id,
    port: Number(read.slb_vport),
    protocol: isSecure ? (/^HTTP\/3/i.test(read.server_protocol) ? "QUIC" : "HTTPS") : "HTTP",
    status: Number(read.status),
    upstreamStatus: last === undefined ? undefined : Number(last),
  };
}

import { createHash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "../../../platform/canonicalJson.ts";
import type { RequestServed } from "./normalizedEvent.ts";
import { inShape } from "./shape.ts";

/** All values are texts; `-` stands for what is not there (alb.md §10.1). Fields that we do not know are ignored (U12). */
const accessRecord = z.looseObject({
  app_lb_id: z.string().min(1).max(100),
  slb_vport: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number),
  scheme: z.enum(["http", "https", "ws", "wss"]),
  server_protocol: z.string().max(40).default(""),
  status: z
    .string()
    .regex(/^\d{3}$/)
    .transform(Number),
  upstream_status: z.string().max(200).default("-"),
  __time__: z.union([z.string().regex(/^\d{1,12}$/), z.int().nonnegative()]).transform(Number),
});

/** Reads one record of ALB's access log. Throws `AlbflowError` InvalidInput. */
export function readAccessLog(record: Record<string, unknown>): RequestServed {
  const read = inShape("The access log record", accessRecord, record);
  // Several servers may have been tried: the last one's answer counts.
  const last = /(\d{3})\s*$/.exec(read.upstream_status)?.[1];
  const secure = read.scheme === "https" || read.scheme === "wss";
  return {
    kind: "requestServed",
    eventId: createHash("sha256").update(canonicalJson(record)).digest("hex"),
    at: read.__time__ * 1_000,
    loadBalancerId: read.app_lb_id,
    port: read.slb_vport,
    protocol: secure ? (/^HTTP\/3/i.test(read.server_protocol) ? "QUIC" : "HTTPS") : "HTTP",
    status: read.status,
    upstreamStatus: last === undefined ? undefined : Number(last),
  };
}

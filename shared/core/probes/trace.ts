import { createHash } from "node:crypto";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { reason } from "../../platform/reasons/reason.ts";
import type { AccessLog } from "../resources/accessLog.ts";
import type { ProbeResult } from "../verdict.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { probeResult, probeResultOfError } from "./probeResult.ts";

/**
 * Sends one request that can be told from all others, and looks for its record in the access log that traces go to: ALB
 * writes the id of a trace into it (alb.md §9). Records take their time: an absent one is a `problem` that may still go
 * away.
 */
export async function probeTrace(
  { log }: Clients,
  question: Question,
  { LogProject, LogStore }: AccessLog,
  since: number,
  { mark, sample }: { mark: string; sample: number },
): Promise<ProbeResult> {
  const store = `${LogProject}/${LogStore}`;
  const logstore = { logstore: store };
  const probe = reason("probe-trace", logstore);
  const expected = reason("value-at-least-one");
  const path = `${question.path}${question.path.includes("?") ? "&" : "?"}albflow=${mark}`;
  try {
    // A listener traces a share of its requests: this one asks to be among them, in both ways that ALB can be set to.
    await httpAnswer({ ...question, path, headers: { ...question.headers, ...sampled(mark) } });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (cause) => reason("traced-request-unanswered", { cause }));
  }
  const range = { from: since, to: clock.now() + 1_000, query: `request_uri: "${mark}"` };
  const records = await log.read(LogProject, LogStore, range);
  const traced = records.filter(holdsTraceId).length;
  if (records.length === 0) {
    const found = reason("value-count-of", { count: 0, total: 0 });
    return probeResult(probe, { expected, found, problem: reason("no-request-logged", logstore) });
  }
  // Whether ALB heeds what a client asks is not documented (alb.md U12): of a share, this request may be none.
  const problem = traced > 0 || sample < EVERY_REQUEST ? null : reason("no-trace-id-logged", logstore);
  return probeResult(probe, {
    expected,
    found: reason("value-count-of", { count: traced, total: records.length }),
    problem,
  });
}

/** ALB counts in 1/10000 (alb.md U1). */
const EVERY_REQUEST = 10_000;

/** The headers by which a client decides that a request is traced: of Zipkin (B3), and of W3C for OpenTelemetry. */
function sampled(mark: string): Record<string, string> {
  const trace = createHash("sha256").update(mark).digest("hex").slice(0, 32);
  const span = trace.slice(0, 16);
  return {
    "x-b3-traceid": trace,
    "x-b3-spanid": span,
    "x-b3-sampled": "1",
    traceparent: `00-${trace}-${span}-01`,
  };
}

/** The id of a trace is `slb_xtrace`; every record may have a `request_traceid`, traced or not (real-cloud.md CR12). */
function holdsTraceId({ slb_xtrace: id = "" }: Record<string, string>): boolean {
  return id !== "" && id !== "-";
}

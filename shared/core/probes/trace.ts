import { createHash } from "node:crypto";
import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
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
  const probe = `traced request in ${store}`;
  const expected = "at least one";
  const path = `${question.path}${question.path.includes("?") ? "&" : "?"}albflow=${mark}`;
  try {
    // A listener traces a share of its requests: this one asks to be among them, in both ways that ALB can be set to.
    await httpAnswer({ ...question, path, headers: { ...question.headers, ...sampled(mark) } });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (why) => `the request to be traced got no answer: ${why}`);
  }
  const range = { from: since, to: clock.now() + 1_000, query: `request_uri: "${mark}"` };
  const records = await log.read(LogProject, LogStore, range);
  const traced = records.filter(holdsTraceId).length;
  if (records.length === 0) {
    return probeResult(probe, { expected, found: "0", problem: `no request has left a record in ${store} yet` });
  }
  // Whether ALB heeds what a client asks is not documented (alb.md U12): of a share, this request may be none.
  const problem =
    traced > 0 || sample < EVERY_REQUEST
      ? ""
      : `requests leave records in ${store}, but none with the id of its trace yet`;
  return probeResult(probe, { expected, found: String(traced), problem });
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

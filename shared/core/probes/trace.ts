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
  mark: string,
): Promise<ProbeResult> {
  const store = `${LogProject}/${LogStore}`;
  const probe = `traced request in ${store}`;
  const expected = "at least one";
  const path = `${question.path}${question.path.includes("?") ? "&" : "?"}albflow=${mark}`;
  try {
    await httpAnswer({ ...question, path });
  } catch (error) {
    return probeResultOfError(probe, expected, error, (why) => `the request to be traced got no answer: ${why}`);
  }
  const range = { from: since, to: clock.now() + 1_000, query: `request_uri: "${mark}"` };
  const records = await log.read(LogProject, LogStore, range);
  const traced = records.filter(holdsTraceId).length;
  if (records.length === 0) {
    return probeResult(probe, { expected, found: "0", problem: `no request has left a record in ${store} yet` });
  }
  const problem = traced > 0 ? "" : `requests leave records in ${store}, but none with the id of its trace yet`;
  return probeResult(probe, { expected, found: String(traced), problem });
}

/** The id of a trace is `slb_xtrace`; every record may have a `request_traceid`, traced or not (real-cloud.md CR12). */
function holdsTraceId({ slb_xtrace: id = "" }: Record<string, string>): boolean {
  return id !== "" && id !== "-";
}

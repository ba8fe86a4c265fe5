import { clock } from "../clock.ts";
import type { Doors } from "../doors.ts";
import type { AccessLog } from "../facets/accessLog.ts";
import type { Sight } from "../verdict.ts";
import { httpAnswer, type Question } from "./httpAnswer.ts";
import { sight, sightOfError } from "./sight.ts";

/**
 * Sends one request that can be told from all others, and looks for its record in the access log that traces go to.
 * Records take their time: an absent one is a `problem` that may still go away.
 */
export async function lookForTrace(
  { log }: Doors,
  question: Question,
  { LogProject, LogStore }: AccessLog,
  since: number,
  mark: string,
): Promise<Sight> {
  const look = `record of a request in ${LogProject}/${LogStore}`;
  const expected = "at least one";
  const path = `${question.path}${question.path.includes("?") ? "&" : "?"}albflow=${mark}`;
  try {
    await httpAnswer({ ...question, path });
  } catch (error) {
    return sightOfError(look, expected, error, (why) => `the request to be traced got no answer: ${why}`);
  }
  const range = { from: since, to: clock.now() + 1_000, query: `request_uri: "${mark}"` };
  const records = await log.count(LogProject, LogStore, range);
  const problem = records > 0 ? "" : `no request has left a record in ${LogProject}/${LogStore} yet`;
  return sight(look, { expected, found: String(records), problem });
}

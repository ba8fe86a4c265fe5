import { type Reason, reason } from "../platform/reasons/reason.ts";
import { isServerError, NO_ANSWER } from "./probes/probes.ts";
import type { Observed, ProbeResult, Verdict } from "./verdict.ts";

/** What has been got so far, with what these probes got at `at` (ms since 1970). */
export function withProbes(before: Observed | undefined, results: ProbeResult[], at: number): Observed {
  const { from = at, answers = {}, probes = 0, wrong = 0, logged } = before ?? {};
  const counted = { ...answers };
  for (const status of results.flatMap((result) => result.answers ?? [])) {
    counted[status] = (counted[status] ?? 0) + 1;
  }
  const others = results.filter((result) => result.answers === undefined && result.inconclusive === null);
  const old = results.filter(({ isBefore }) => isBefore === true).flatMap((result) => result.answers ?? []);
  const { asked = 0, failed = 0 } = before?.before ?? {};
  const known = { asked: asked + old.length, failed: failed + old.filter(isServerError).length };
  return {
    from,
    until: at,
    answers: counted,
    probes: probes + others.length,
    wrong: wrong + others.filter(({ problem }) => problem !== null).length,
    ...(known.asked === 0 ? {} : { before: known }),
    ...(logged === undefined ? {} : { logged }),
  };
}

/** A probe result as it is kept: what it counted is in `observed`. */
export function withoutAnswers(result: ProbeResult): ProbeResult {
  const { answers: _, isBefore: __, ...kept } = result;
  return kept;
}

/** What clients saw meanwhile, where something that was made was taken back, or should have been; else null. */
export function clientsSawIn(verdict: Pick<Verdict, "state" | "writes" | "observed">): Reason | null {
  return isTakenBack(verdict) && verdict.observed !== undefined ? described(verdict.observed) : null;
}

function isTakenBack({ state, writes }: Pick<Verdict, "state" | "writes">): boolean {
  return (state === "rolledBack" || state === "failed") && writes.length > 0;
}

/** What was got; null when nothing was looked at. Failed are server errors and answers that did not come. */
function described({ from, until, answers, probes, wrong, logged: log }: Observed): Reason | null {
  // A log that has nothing yet says nothing.
  const logged = log === undefined || log.total === 0 ? null : { errors: log.errors, total: log.total };
  const total = Object.values(answers).reduce((sum, count) => sum + count, 0);
  if (total === 0 && probes === 0 && logged === null) return null;
  const failures = Object.entries(answers).flatMap(([key, count]) => {
    const status = Number(key);
    return status < 500 ? [] : [{ status: status === NO_ANSWER ? null : status, count }];
  });
  return reason("clients-saw", { from, until, total, failures, probes, wrong, logged });
}

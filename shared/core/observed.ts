import { isServerError, NO_ANSWER } from "./probes/probes.ts";
import type { Observed, ProbeResult, Verdict } from "./verdict.ts";

/** What has been got so far, with what these looks got at `at` (ms since 1970). */
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

/** A sight as it is kept: what it counted is in `observed`. */
export function withoutAnswers(result: ProbeResult): ProbeResult {
  const { answers: _, isBefore: __, ...kept } = result;
  return kept;
}

/** What clients saw meanwhile, in sentences, where something that was made was taken back, or should have been; else empty. */
export function clientsSawIn(verdict: Pick<Verdict, "state" | "writes" | "observed">): string {
  return isTakenBack(verdict) ? describeObserved(verdict.observed) : "";
}

function isTakenBack({ state, writes }: Pick<Verdict, "state" | "writes">): boolean {
  return (state === "rolledBack" || state === "failed") && writes.length > 0;
}

/** What was got, in a sentence; empty when nothing was looked at. Failed are server errors and answers that did not come. */
function describeObserved(observed: Observed | undefined): string {
  if (observed === undefined) return "";
  const { from, until, answers, probes, wrong } = observed;
  // A log that has nothing yet says nothing.
  const logged = observed.logged?.total === 0 ? undefined : observed.logged;
  const total = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const failed = Object.entries(answers).filter(([status]) => Number(status) >= 500);
  const failures = failed.reduce((sum, [, count]) => sum + count, 0);
  const parts: string[] = [];
  if (total > 0) {
    const statuses = failed.map(
      ([status, count]) => `${count} × ${Number(status) === NO_ANSWER ? "no answer" : status}`,
    );
    const which = statuses.length === 0 ? "" : `: ${statuses.join(", ")}`;
    parts.push(`of ${total} requests ${failures} failed (${percentOf(failures, total)}${which})`);
  }
  if (probes > 0) parts.push(`of ${probes} other looks ${wrong} saw something else than they should`);
  if (parts.length === 0 && logged === undefined) return "";
  const own =
    parts.length === 0
      ? ""
      : `albflow's own probes saw between ${clockOf(from)} and ${clockOf(until)}: ${parts.join("; ")}.`;
  const all =
    logged === undefined
      ? ""
      : `By the access log ${logged.errors} of all ${logged.total} requests in that time were server errors (${percentOf(logged.errors, logged.total)}).`;
  const text = [own, all].filter((part) => part !== "").join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function percentOf(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100;
  return `${percent >= 10 || percent === 0 ? Math.round(percent) : Math.round(percent * 10) / 10} %`;
}

function clockOf(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

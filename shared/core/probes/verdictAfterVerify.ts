import { clock } from "../../platform/clock.ts";
import { distinct, type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Verification } from "../operationInput.ts";
import { pausing, WHILE_LAGGING } from "../pauses.ts";
import { byHand } from "../phases/failed.ts";
import type { ProbeResult, Verdict } from "../verdict.ts";
import { watchAfter, watchedSeconds } from "../watch.ts";

/** What follows from what was seen. */
export function verdictAfterVerify(verdict: Verdict, probes: ProbeResult[]): Verdict {
  const { plan, input } = verdict;
  const hands = byHand(verdict);
  const { resource } = hands;
  const verification = input.verification as Verification;
  const problems = probes.flatMap(({ problem }) => problem ?? []);
  const [problem] = problems;
  const unseen = unseenIn(probes);
  const goingBack = verdict.state === "rolledBack";
  const now = clock.now();
  const isLast = verdict.step + 1 >= (plan?.steps.length ?? 1);
  const watch = plan === null ? undefined : watchAfter(plan, verdict.step);
  const watched = watchedBy(verdict, isLast, now);
  if (problem !== undefined) {
    if (!goingBack && watch !== undefined && watch.seconds > 0 && !watch.throughout && now < watched.watchUntil) {
      const why = reason("watching-mismatch", { problem });
      return { ...verdict, ...watched, ...watching(verdict), state: "observing", reason: why };
    }
    const total = probes.filter(({ inconclusive }) => inconclusive === null).length;
    const why = reason("verification-failed", { resource, problem, differing: problems.length, total });
    if (!goingBack) return { ...verdict, state: "mismatched", reason: why };
    // What is served may lag behind; there is time to look again until the rollback has used up its own.
    if (now < verdict.deadline)
      return { ...verdict, ...pausing(verdict, WHILE_LAGGING), state: "rollingBack", reason: why };
    return { ...verdict, state: "failed", reason: reason("rollback-mismatch", { problem, ...hands }) };
  }
  if (unseen.causes.some(needsAcceptance) && verification.acceptUnreachable !== true && !goingBack) {
    return { ...verdict, state: "mismatched", reason: reason("not-verified", { resource, ...unseen }) };
  }
  if (goingBack) {
    if (unseen.causes.length === 0) return verdict;
    return { ...verdict, reason: reason("rolled-back-unverified", { result: verdict.reason, ...unseen }) };
  }
  const passed = probes.filter(({ inconclusive }) => inconclusive === null).length;
  const seen = { resource, passed, at: now, ...unseen };
  if (watch?.throughout && now < watched.watchUntil) {
    const why = reason("verified-watching", { ...seen, until: watched.watchUntil });
    return { ...verdict, ...watched, ...watching(verdict, watched.watchUntil - now), state: "observing", reason: why };
  }
  if (!isLast) {
    const step = verdict.step + 1;
    const why = reason("step-verified", { ...seen, next: plan?.steps[step] ?? null });
    return { ...verdict, ...watched, watchUntil: 0, state: "advanced", step, reason: why };
  }
  return { ...verdict, state: "verified", reason: reason("verified", seen) };
}

/** Watching begins with the first probe after the last step, and what is watched has more time than what is waited for. */
function watchedBy(verdict: Verdict, isLast: boolean, now: number): Pick<Verdict, "watchUntil" | "deadline"> {
  const { watchUntil, deadline, plan } = verdict;
  const seconds = plan === null ? 0 : watchAfter(plan, verdict.step).seconds;
  if (seconds === 0) return { watchUntil, deadline };
  const until = watchUntil === 0 ? now + seconds * 1000 : watchUntil;
  // What is watched on the way takes nothing of the time for the way.
  if (!isLast) return { watchUntil: until, deadline: watchUntil === 0 ? deadline + seconds * 1000 : deadline };
  return { watchUntil: until, deadline: Math.max(deadline, until + WATCH_GRACE_MS) };
}

/** A long watch probes more rarely: a probe costs the flow some 9 events, and so do the steps between watches. */
function watching({ plan }: Verdict, leftMs = 600_000): Pick<Verdict, "pauseSeconds"> {
  const most = plan?.watch.between === undefined ? MOST_READS : MOST_LOOKS_BETWEEN;
  const pause = Math.max(10, Math.ceil((plan === null ? 0 : watchedSeconds(plan.watch)) / most));
  return { pauseSeconds: Math.max(1, Math.min(pause, Math.ceil(leftMs / 1_000))) };
}

const MOST_READS = 30;
const MOST_LOOKS_BETWEEN = 20;

/** One more probe must fit in after the watch has ended. */
const WATCH_GRACE_MS = 30_000;

/** What a stopped listener serves nobody can see before it starts, and then it is looked at. */
function needsAcceptance({ code }: Reason): boolean {
  return code !== "listener-stopped-unprobed";
}

/** Why something was not seen: the first cause, and how many more probes were inconclusive. A listener may serve hundreds of names. */
function unseenIn(probes: ProbeResult[]): { causes: Reason[]; more: number } {
  const causes = distinct(probes.flatMap(({ inconclusive }) => inconclusive ?? []));
  return { causes: causes.slice(0, 1), more: Math.max(0, causes.length - 1) };
}

import { clock } from "../../platform/clock.ts";
import type { Verification } from "../operation.ts";
import { pausing, WHILE_LAGGING } from "../pauses.ts";
import { howToGoBackByHand } from "../phases/failed.ts";
import { type ProbeResult, textIn, type Verdict } from "../verdict.ts";
import { watchAfter, watchedSeconds } from "../watch.ts";

/** What follows from what was seen. */
export function verdictAfterVerify(verdict: Verdict, probes: ProbeResult[]): Verdict {
  const { plan, input } = verdict;
  const name = textIn(input, "listenerId") || "what was made";
  const verification = input.verification as Verification;
  const problem = probes.find((probeResult) => probeResult.problem !== "")?.problem;
  const unseen = unseenIn(probes);
  const goingBack = verdict.state === "rolledBack";
  const now = clock.now();
  const isLast = verdict.step + 1 >= (plan?.steps.length ?? 1);
  const watch = plan === null ? undefined : watchAfter(plan, verdict.step);
  const watched = watchedBy(verdict, isLast, now);
  if (problem !== undefined) {
    if (!goingBack && watch !== undefined && watch.seconds > 0 && !watch.throughout && now < watched.watchUntil) {
      return { ...verdict, ...watched, ...watching(verdict), state: "observing", message: `Waiting: ${problem}.` };
    }
    const message = `Verification failed on ${name}: ${problem}.`;
    if (!goingBack) return { ...verdict, state: "mismatched", message };
    // What is served may lag behind; there is time to look again until the way back has used up its own.
    if (now < verdict.deadline)
      return { ...verdict, ...pausing(verdict, WHILE_LAGGING), state: "rollingBack", message };
    return { ...verdict, state: "failed", message: `${message} ${howToGoBackByHand(verdict)}.` };
  }
  if (unseen !== "" && verification.acceptUnreachable !== true && !goingBack) {
    return { ...verdict, state: "mismatched", message: `${name} was not verified, because ${unseen}.` };
  }
  const doubt = unseen === "" ? "" : ` Not verified, because ${unseen}.`;
  if (goingBack) return { ...verdict, message: `${verdict.message}${doubt}` };
  const seen = `${describeProbes(probes, name)} at ${new Date(now).toISOString()}`;
  if (watch?.throughout && now < watched.watchUntil) {
    const until = new Date(watched.watchUntil).toISOString();
    const message = `${seen}; it is watched until ${until}.${doubt}`;
    return { ...verdict, ...watched, ...watching(verdict, watched.watchUntil - now), state: "observing", message };
  }
  if (!isLast) {
    const step = verdict.step + 1;
    const message = `${seen}; next: ${plan?.steps[step]}.${doubt}`;
    return { ...verdict, ...watched, watchUntil: 0, state: "advanced", step, message };
  }
  return { ...verdict, state: "verified", message: `${seen}.${doubt}` };
}

/** Watching begins with the first look after the last step, and what is watched has more time than what is waited for. */
function watchedBy(verdict: Verdict, isLast: boolean, now: number): Pick<Verdict, "watchUntil" | "deadline"> {
  const { watchUntil, deadline, plan } = verdict;
  const seconds = plan === null ? 0 : watchAfter(plan, verdict.step).seconds;
  if (seconds === 0) return { watchUntil, deadline };
  const until = watchUntil === 0 ? now + seconds * 1000 : watchUntil;
  // What is watched on the way takes nothing of the time for the way.
  if (!isLast) return { watchUntil: until, deadline: watchUntil === 0 ? deadline + seconds * 1000 : deadline };
  return { watchUntil: until, deadline: Math.max(deadline, until + WATCH_GRACE_MS) };
}

/** A long watch looks more rarely: a look costs the flow some 9 events, and so do the steps between watches. */
function watching({ plan }: Verdict, leftMs = 600_000): Pick<Verdict, "pauseSeconds"> {
  const most = plan?.watch.between === undefined ? MOST_READS : MOST_LOOKS_BETWEEN;
  const pause = Math.max(10, Math.ceil((plan === null ? 0 : watchedSeconds(plan.watch)) / most));
  return { pauseSeconds: Math.max(1, Math.min(pause, Math.ceil(leftMs / 1_000))) };
}

const MOST_READS = 30;
const MOST_LOOKS_BETWEEN = 20;

/** One more look must fit in after the watch has ended. */
const WATCH_GRACE_MS = 30_000;

/** Why something was not seen. A listener may serve hundreds of names, all unseen for the same reason. */
function unseenIn(probes: ProbeResult[]): string {
  const [why = "", ...others] = new Set(probes.map(({ inconclusive }) => inconclusive).filter((text) => text !== ""));
  if (others.length === 0) return why;
  return `${why}; ${others.length} more ${others.length === 1 ? "look" : "looks"} came to nothing`;
}

function describeProbes(probes: ProbeResult[], name: string): string {
  const made = probes.filter(({ inconclusive }) => inconclusive === "").length;
  if (made === 0 && probes.length > 0) return `${name} could not be looked at from here`;
  if (made === 0) return `${name} has nothing that could be looked at from outside`;
  return `${made === 1 ? "One look" : `${made} looks`} at ${name} from outside found everything as configured`;
}

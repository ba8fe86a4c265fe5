import { clock } from "../../platform/clock.ts";
import type { Verification } from "../operation.ts";
import { pausing, WHILE_LAGGING } from "../pauses.ts";
import { howToGoBackByHand } from "../phases/failed.ts";
import { type Sight, textIn, type Verdict } from "../verdict.ts";
import { watchAfter, watchedSeconds } from "../watch.ts";

/** What follows from what was seen. */
export function judged(verdict: Verdict, sights: Sight[]): Verdict {
  const { plan, input } = verdict;
  const name = textIn(input, "listenerId") || "what was made";
  const verification = input.verification as Verification;
  const problem = sights.find((sight) => sight.problem !== "")?.problem;
  const unseen = unseenIn(sights);
  const goingBack = verdict.state === "undone";
  const now = clock.now();
  const isLast = verdict.step + 1 >= (plan?.steps.length ?? 1);
  const watch = plan === null ? undefined : watchAfter(plan, verdict.step);
  const watched = watchedBy(verdict, isLast, now);
  if (problem !== undefined) {
    if (!goingBack && watch !== undefined && watch.seconds > 0 && !watch.throughout && now < watched.watchUntil) {
      return { ...verdict, ...watched, ...watching(verdict), state: "watching", because: `Waiting: ${problem}.` };
    }
    const because = `Verification failed on ${name}: ${problem}.`;
    if (!goingBack) return { ...verdict, state: "unverified", because };
    // What is served may lag behind; there is time to look again until the way back has used up its own.
    if (now < verdict.deadline) return { ...verdict, ...pausing(verdict, WHILE_LAGGING), state: "undoing", because };
    return { ...verdict, state: "failed", because: `${because} ${howToGoBackByHand(verdict)}.` };
  }
  if (unseen !== "" && verification.acceptUnreachable !== true && !goingBack) {
    return { ...verdict, state: "unverified", because: `${name} was not verified, because ${unseen}.` };
  }
  const doubt = unseen === "" ? "" : ` Not verified, because ${unseen}.`;
  if (goingBack) return { ...verdict, because: `${verdict.because}${doubt}` };
  const seen = `${sayLooks(sights, name)} at ${new Date(now).toISOString()}`;
  if (watch?.throughout && now < watched.watchUntil) {
    const until = new Date(watched.watchUntil).toISOString();
    const because = `${seen}; it is watched until ${until}.${doubt}`;
    return { ...verdict, ...watched, ...watching(verdict, watched.watchUntil - now), state: "watching", because };
  }
  if (!isLast) {
    const step = verdict.step + 1;
    const because = `${seen}; next: ${plan?.steps[step]}.${doubt}`;
    return { ...verdict, ...watched, watchUntil: 0, state: "next", step, because };
  }
  return { ...verdict, state: "verified", because: `${seen}.${doubt}` };
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
  const most = plan?.watch.between === undefined ? MOST_LOOKS : MOST_LOOKS_BETWEEN;
  const pause = Math.max(10, Math.ceil((plan === null ? 0 : watchedSeconds(plan.watch)) / most));
  return { pauseSeconds: Math.max(1, Math.min(pause, Math.ceil(leftMs / 1_000))) };
}

const MOST_LOOKS = 30;
const MOST_LOOKS_BETWEEN = 20;

/** One more look must fit in after the watch has ended. */
const WATCH_GRACE_MS = 30_000;

/** Why something was not seen. A listener may serve hundreds of names, all unseen for the same reason. */
function unseenIn(sights: Sight[]): string {
  const [why = "", ...others] = new Set(sights.map(({ notVerified }) => notVerified).filter((text) => text !== ""));
  if (others.length === 0) return why;
  return `${why}; ${others.length} more ${others.length === 1 ? "look" : "looks"} came to nothing`;
}

function sayLooks(sights: Sight[], name: string): string {
  const made = sights.filter(({ notVerified }) => notVerified === "").length;
  if (made === 0 && sights.length > 0) return `${name} could not be looked at from here`;
  if (made === 0) return `${name} has nothing that could be looked at from outside`;
  return `${made === 1 ? "One look" : `${made} looks`} at ${name} from outside found everything as configured`;
}

import { clock } from "./clock.ts";
import type { Verification } from "./operation.ts";
import { pausing, WHILE_LAGGING } from "./pauses.ts";
import { howToGoBackByHand } from "./phases/failed.ts";
import { type Sight, textIn, type Verdict } from "./verdict.ts";

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
  const watched = watchedBy(verdict, isLast, now);
  if (problem !== undefined) {
    if (!goingBack && plan !== null && plan.watch.seconds > 0 && !plan.watch.throughout && now < watched.watchUntil) {
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
  if (!isLast) {
    const step = verdict.step + 1;
    return { ...verdict, state: "next", step, because: `${seen}; next: ${plan?.steps[step]}.${doubt}` };
  }
  if (plan?.watch.throughout && now < watched.watchUntil) {
    const until = new Date(watched.watchUntil).toISOString();
    const because = `${seen}; it is watched until ${until}.${doubt}`;
    return { ...verdict, ...watched, ...watching(verdict), state: "watching", because };
  }
  return { ...verdict, state: "verified", because: `${seen}.${doubt}` };
}

/** Watching begins with the first look after the last step, and what is watched has more time than what is waited for. */
function watchedBy(verdict: Verdict, isLast: boolean, now: number): Pick<Verdict, "watchUntil" | "deadline"> {
  const { watchUntil, deadline, plan } = verdict;
  if (!isLast || plan === null || plan.watch.seconds === 0) return { watchUntil, deadline };
  const until = watchUntil === 0 ? now + plan.watch.seconds * 1000 : watchUntil;
  return { watchUntil: until, deadline: Math.max(deadline, until + WATCH_GRACE_MS) };
}

/** A long watch looks more rarely: a look costs the flow some 9 events. */
function watching({ plan }: Verdict): Pick<Verdict, "pauseSeconds"> {
  return { pauseSeconds: Math.min(60, Math.max(10, Math.ceil((plan?.watch.seconds ?? 0) / MOST_LOOKS))) };
}

const MOST_LOOKS = 30;

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

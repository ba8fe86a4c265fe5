import { clock } from "./clock.ts";
import { AlbflowError } from "./errors.ts";
import { hashFraction } from "./hashFraction.ts";

/** How often something is done again, and how long the pauses between are. */
interface Pacing {
  /**
   * Who waits, and for what. The jitter follows from it, from the time and from nothing random: callers of different names
   * do not come at the same moment, and what is run again in simulated time takes the same time again.
   */
  name: string;
  /** The first pause. It and every other is this long or, by the jitter, longer by up to a half. */
  firstMs: number;
  /** Each pause is twice as long as the one before, up to this. Unless given, all are alike. */
  longestMs?: number;
  /** When the last try is made at the latest, in milliseconds since 1970. */
  until?: number;
}

/** How often a call is made again that has failed. */
interface RetryPacing extends Pacing {
  /** How often it is made at all, at most. It may depend on what it fails with. */
  attempts?: (error: AlbflowError) => number;
}

/**
 * Makes a call again, after a pause, as long as it fails with what `isWorthIt` says may pass by itself. Throws what it has
 * failed with last; anything but an `AlbflowError` at once.
 */
export async function retry<Answer>(
  call: () => Promise<Answer>,
  isWorthIt: (error: AlbflowError) => boolean,
  { attempts, ...pacing }: RetryPacing,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof AlbflowError) || !isWorthIt(error)) throw error;
      if (attempts !== undefined && attempt >= attempts(error)) throw error;
      if (!(await pause(attempt, pacing))) throw error;
    }
  }
}

/** Asks again, after a pause, until the answer is one to be content with, or time is up. Returns the last answer. */
export async function poll<Answer>(
  ask: () => Promise<Answer>,
  isContent: (answer: Answer) => boolean,
  pacing: Pacing,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (isContent(answer) || !(await pause(attempt, pacing))) return answer;
  }
}

/** Sleeps after a try, at most until the end of all tries; false when that is reached already. */
async function pause(
  attempt: number,
  { name, firstMs, longestMs = firstMs, until = Number.POSITIVE_INFINITY }: Pacing,
): Promise<boolean> {
  const now = clock.now();
  if (now >= until) return false;
  const even = Math.min(firstMs * 2 ** (attempt - 1), longestMs);
  const jitter = 1 + hashFraction(`${name} ${now}`) / 2;
  await clock.sleep(Math.min(Math.round(even * jitter), until - now));
  return true;
}

import { clock } from "./clock.ts";
import { retry } from "./retry.ts";

/** Makes calls no faster than a service takes them, whoever else calls it. */
type Pacer = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** A token bucket as services count calls with: so many at once, and so many more each second. */
interface Rate {
  burst: number;
  perSecond: number;
}

/** Calls at most this often; a call that is throttled all the same waits, a few times. */
export function createPacer(rate: Rate): Pacer {
  const turn = createTurns(rate);
  return (call) =>
    retry(
      async () => {
        await turn();
        return await call();
      },
      ({ kind }) => kind === "Throttled",
      PACING,
    );
}

/** Gives turns at most this often: each resolves when it is one's turn. */
export function createTurns({ burst, perSecond }: Rate): () => Promise<void> {
  const stepMs = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    // Where time was put back, nobody has called yet.
    if (now < last) free = Number.NEGATIVE_INFINITY;
    last = now;
    free = Math.max(free, now - burst * stepMs) + stepMs;
    if (free > now) await clock.sleep(free - now);
  };
}

/** ALB counts by the minute (alb.md U18), and the five pauses together outlive one. */
const PACING = { name: "pacer", firstMs: 2_000, longestMs: 32_000, attempts: () => 6 };

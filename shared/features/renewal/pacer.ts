import { clock } from "../../platform/clock.ts";
import { retry } from "../../platform/retry.ts";

/** Makes calls no faster than a service takes them, whoever else calls it. */
type Pacer = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** At most `burst` calls at once and `perSecond` after that; a call that is throttled all the same waits, a few times. */
export function createPacer({ burst, perSecond }: { burst: number; perSecond: number }): Pacer {
  const stepMs = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  const turn = async () => {
    const now = clock.now();
    free = Math.max(free, now - burst * stepMs) + stepMs;
    if (free > now) await clock.sleep(free - now);
  };
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

/** ALB counts by the minute (alb.md U18), and the five pauses together outlive one. */
const PACING = { name: "pacer", firstMs: 2_000, longestMs: 32_000, attempts: () => 6 };

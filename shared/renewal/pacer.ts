import { clock } from "../clock.ts";
import { AlbflowError } from "../errors.ts";

/** Makes calls no faster than a service takes them, whoever else calls it. */
export type Pacer = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** At most `burst` calls at once and `perSecond` after that; a call that is throttled all the same waits, a few times. */
export function createPacer({ burst, perSecond }: { burst: number; perSecond: number }): Pacer {
  const stepMs = 1_000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  const turn = async () => {
    const now = clock.now();
    free = Math.max(free, now - burst * stepMs) + stepMs;
    if (free > now) await clock.sleep(free - now);
  };
  return async (call) => {
    for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
      await turn();
      try {
        return await call();
      } catch (error) {
        const isThrottled = error instanceof AlbflowError && error.kind === "Throttled";
        if (!isThrottled || pause > LONGEST_PAUSE_MS) throw error;
        await clock.sleep(pause);
      }
    }
  };
}

const FIRST_PAUSE_MS = 2_000;
/** ALB counts by the minute (alb.md U18). */
const LONGEST_PAUSE_MS = 32_000;

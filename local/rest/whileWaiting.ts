import type { Clock } from "../../shared/platform/clock.ts";

/** Longer than any function or flow runs. */
const FOREVER_MS = 366 * 24 * 3_600_000;

/**
 * Waits for work that holds the clock itself. A request that is being answered holds it, too; without this, work
 * that sleeps in simulated time would never be woken, because the request that waits for it keeps time standing.
 */
export async function whileWaiting<Result>(clock: Clock, work: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const passing = clock.sleep(FOREVER_MS, done.signal).catch(() => {});
  try {
    return await work;
  } finally {
    done.abort();
    await passing;
  }
}

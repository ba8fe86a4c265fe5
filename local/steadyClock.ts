import { type Clock, systemClock } from "../shared/platform/clock.ts";

/** The machine's time as a cloud can live by it. */
interface SteadyClock extends Clock {
  /** From now on it is at least this late, in milliseconds since 1970: a former cloud's time has come so far. */
  noEarlierThan(at: number): void;
}

/** What rounding and the slewing of clocks amount to; more is a jump. */
const TOLERANCE_MS = 100;

/**
 * Follows the machine's time, but never goes back with it. When the machine's clock is set back, this one goes on at its
 * pace, ahead of the machine's, so that what waits for a moment waits no longer than it would have; when the machine's
 * clock is set forward, it first makes up for that, then follows.
 *
 * `monotonic` counts milliseconds that pass, whatever clocks are set to.
 */
export function steadyClock(wall: Clock = systemClock, monotonic: () => number = () => performance.now()): SteadyClock {
  let latest = wall.now();
  let wallBefore = latest;
  let passedBefore = monotonic();
  /** By how much it is later than the machine's clock. */
  let aheadMs = 0;

  const now = () => {
    const [wallNow, passed] = [wall.now(), monotonic()];
    const jumpMs = wallNow - wallBefore - (passed - passedBefore);
    [wallBefore, passedBefore] = [wallNow, passed];
    if (jumpMs < -TOLERANCE_MS) aheadMs -= jumpMs;
    else if (jumpMs > TOLERANCE_MS) aheadMs -= Math.min(aheadMs, jumpMs);
    latest = Math.max(latest, Math.round(wallNow + aheadMs));
    return latest;
  };
  const steady: SteadyClock = {
    ...wall,
    now,
    noEarlierThan(at) {
      aheadMs += Math.max(0, at - now());
    },
    hold: (work) => work(steady),
  };
  return steady;
}

import type { Clock } from "../../../shared/platform/clock.ts";

/** A deadline that moves on with every sign of life. */
interface IdleTimer {
  touch: () => void;
  cancel: () => void;
}

/**
 * Calls `onIdle` once, when `touch` has not been called for `ms` milliseconds.
 *
 * A touch only notes the time, so it may be called for every chunk; the timer looks at the note when it is due.
 *
 * @param isBusy While it holds, time does not count.
 */
export function idleTimer(
  clock: Clock,
  ms: number,
  onIdle: () => void,
  isBusy: () => boolean = () => false,
): IdleTimer {
  let touchedAt = clock.now();
  const check = () => {
    if (isBusy()) touchedAt = clock.now();
    const left = touchedAt + ms - clock.now();
    if (left <= 0) onIdle();
    else cancel = clock.after(left, check);
  };
  let cancel = clock.after(ms, check);
  return {
    touch() {
      touchedAt = clock.now();
    },
    cancel: () => cancel(),
  };
}

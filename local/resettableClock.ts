import type { Clock } from "../shared/platform/clock.ts";

/**
 * A clock whose time can be taken back. Another one runs underneath, and goes only forward if it is a simulated one;
 * whoever moves that one goes on doing so.
 */
interface ResettableClock extends Clock {
  /**
   * Ends the current run: nothing that was asked of this clock will happen any more. Timers do not ring, who sleeps is never
   * woken (nothing that would have come next is done), and work that holds time lets go of it.
   */
  end(): void;
  /** Begins the next run, at `now` on a simulated clock; the machine's own time cannot be moved. */
  begin(now: number): void;
}

/** What waits in one run. */
interface Epoch {
  over: AbortController;
  timers: Set<() => void>;
  holders: Set<() => void>;
}

/** The first run has begun. Whatever else `base` can do, like `advance`, this one can too. */
export function createResettableClock<Base extends Clock>(base: Base): Base & ResettableClock {
  const isSimulated = "advance" in base;
  let behind = 0;
  let epoch: Epoch | undefined = newEpoch();

  /** Sleeps in the run in which the sleeper began, on the clock that it was given. */
  function sleep(on: Clock, mine: Epoch | undefined, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (mine === undefined || mine !== epoch) return never();
    const over = mine.over.signal;
    return on.sleep(ms, signal === undefined ? over : AbortSignal.any([over, signal])).catch((error: unknown) => {
      if (over.aborted) return never();
      throw error;
    });
  }

  function hold<T>(work: (clock: Clock) => Promise<T>): Promise<T> {
    const mine = epoch;
    // Between two runs there is no time to hold.
    if (mine === undefined) return work(clock);
    return new Promise((resolve, reject) => {
      const holding = (held: Clock) =>
        new Promise<void>((letGo) => {
          mine.holders.add(letGo);
          work({ ...clock, sleep: (ms, signal) => sleep(held, mine, ms, signal) })
            .then(resolve, reject)
            .finally(() => {
              mine.holders.delete(letGo);
              letGo();
            });
        });
      base.hold(holding).catch(reject);
    });
  }

  const clock: Base = {
    ...base,
    now: () => base.now() - behind,
    sleep: (ms, signal) => sleep(base, epoch, ms, signal),
    after(ms, act) {
      const timers = epoch?.timers;
      if (timers === undefined) return () => {};
      const cancel = base.after(ms, () => {
        timers.delete(cancel);
        act();
      });
      timers.add(cancel);
      return () => {
        timers.delete(cancel);
        cancel();
      };
    },
    hold,
  };
  return {
    ...clock,
    end() {
      const ended = epoch;
      epoch = undefined;
      ended?.over.abort();
      for (const cancel of ended?.timers ?? []) cancel();
      for (const letGo of ended?.holders ?? []) letGo();
    },
    begin(now) {
      if (isSimulated) behind = base.now() - now;
      epoch = newEpoch();
    },
  };
}

function newEpoch(): Epoch {
  return { over: new AbortController(), timers: new Set(), holders: new Set() };
}

/** What is forgotten neither succeeds nor fails; with nobody who could settle it, it is garbage. */
function never(): Promise<never> {
  return new Promise(() => {});
}

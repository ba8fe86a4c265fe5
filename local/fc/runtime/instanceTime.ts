import { type Clock, systemClock } from "../../../shared/platform/clock.ts";

/** How simulated time passes for one invocation that runs inside this process. */
export interface InstanceTime {
  /** What the function sleeps on. */
  clock: Clock;
  /** To be told when the function sends a request; what it returns, when the answer is there. */
  onRequest(): () => void;
  /** Ends the invocation's say in it. Resolves when time is held again, so that whoever held it can let go. */
  close(): Promise<void>;
}

/**
 * A request that has been on its way for so many turns of the event loop has reached its server, which is in this process
 * and holds time itself while it works on it: if there is still no answer, the server is waiting for time to pass. Turns
 * are counted, as a busy machine or process may take longer than any time for the few that a request needs to arrive.
 */
const STALLED_TURNS = 10;
/** Real time between two of them, ms. */
const TURN_MS = 5;
/** Longer than anything runs: the wait is always cut short. */
const FOREVER_MS = 366 * 24 * 3_600_000;

/**
 * Time passes while the function does nothing but wait: at least one sleep or stalled request, and no fresh request.
 * Functions sleep and call in parallel, so each must not let go of `held` by itself. `free` is the same clock, unheld;
 * whoever sleeps is woken, with an error, when the instance has `ended`.
 */
export function instanceTime(held: Clock, free: Clock, ended: AbortSignal): InstanceTime {
  let sleeping = 0;
  let fresh = 0;
  let stalled = 0;
  let closed = false;
  let passing: { stop: AbortController; stopped: Promise<void> } | undefined;

  function update() {
    const waits = !closed && fresh === 0 && sleeping + stalled > 0;
    if (waits && passing === undefined) {
      const stop = new AbortController();
      passing = { stop, stopped: held.sleep(FOREVER_MS, stop.signal).catch(() => {}) };
    } else if (!waits && passing !== undefined) {
      passing.stop.abort();
      passing = undefined;
    }
  }

  return {
    clock: {
      ...free,
      async sleep(ms, signal) {
        sleeping += 1;
        update();
        try {
          await free.sleep(ms, signal === undefined ? ended : AbortSignal.any([signal, ended]));
        } finally {
          sleeping -= 1;
          update();
        }
      },
    },
    onRequest() {
      let isFresh = true;
      fresh += 1;
      update();
      const settle = () => {
        if (!isFresh) return;
        isFresh = false;
        fresh -= 1;
      };
      let turns = 0;
      let cancel = () => {};
      const wait = () => {
        cancel = systemClock.after(TURN_MS, () => {
          turns += 1;
          if (turns < STALLED_TURNS) {
            // What has arrived meanwhile is read before the next turn is counted.
            const next = setImmediate(wait);
            cancel = () => clearImmediate(next);
            return;
          }
          settle();
          stalled += 1;
          update();
        });
      };
      wait();
      return () => {
        cancel();
        if (isFresh) settle();
        else stalled -= 1;
        update();
      };
    },
    async close() {
      const last = passing;
      closed = true;
      update();
      await last?.stopped;
    },
  };
}

/**
 * Time, for everything in this repository. Nothing else reads `Date` or sets a timer, so that a test, a simulation or
 * the local cloud can move time instead of waiting for it.
 */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `act` once after `ms` milliseconds, unless the returned function is called first. */
  after(ms: number, act: () => void): () => void;
  /**
   * Runs work during which simulated time must not pass by itself: a request being answered, a function being
   * executed. While the work sleeps on the clock that it is given, time may pass. Real time passes anyway.
   */
  hold<T>(work: (clock: Clock) => Promise<T>): Promise<T>;
}

/** A clock that stands still until it is moved, for tests and simulations. */
export interface SimulatedClock extends Clock {
  /** Moves time forward by `ms`, firing every timer on the way in order and letting held work finish between them. */
  advance(ms: number): Promise<void>;
  /** Moves from timer to timer until `condition` holds; false when no timer is left or `limitMs` have passed. */
  advanceUntil(condition: () => boolean, limitMs?: number): Promise<boolean>;
}

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleepOn(systemClock, ms, signal),
  after(ms, act) {
    let timer: NodeJS.Timeout;
    // setTimeout overflows beyond 2^31-1 ms and would fire at once.
    const wait = (left: number) => {
      timer = left > MAX_TIMEOUT ? setTimeout(wait, MAX_TIMEOUT, left - MAX_TIMEOUT) : setTimeout(act, left);
    };
    wait(Math.max(0, ms));
    return () => clearTimeout(timer);
  },
  hold: (work) => work(systemClock),
};

/**
 * The clock of the platform that runs this code: the machine's own, unless the platform has put another one under
 * the global symbol `clock` before loading it, as the local cloud does when it runs in simulated time.
 */
export const clock: Clock = {
  now: () => platformClock().now(),
  sleep: (ms, signal) => platformClock().sleep(ms, signal),
  after: (ms, act) => platformClock().after(ms, act),
  hold: (work) => platformClock().hold(work),
};

/**
 * A clock that shows `start` now and goes on evenly, whatever the machine's clock is set to meanwhile: for a platform to
 * offer. It is sent to other threads as source text, so it uses nothing from outside itself.
 */
export function evenClock(start: number): Clock {
  const begun = performance.now();
  const even: Clock = {
    now: () => Math.round(start + performance.now() - begun),
    after(ms, act) {
      const timer = setTimeout(act, Math.min(Math.max(0, ms), 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const onAbort = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = even.after(ms, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        signal?.addEventListener("abort", onAbort, { once: true });
      }),
    hold: (work) => work(even),
  };
  return even;
}

/** The global under which a platform offers its clock to the code that it loads. */
export const CLOCK_GLOBAL = Symbol.for("clock");

/** Time that moves only when told to, starting at `startAt` (ms since 1970). */
export function simulatedClock(startAt: number): SimulatedClock {
  let now = startAt;
  let held = 0;
  let sequence = 0;
  const timers = new Map<number, { at: number; act: () => void }>();
  const waitingForQuiet: (() => void)[] = [];

  const take = () => {
    held += 1;
  };
  const release = () => {
    held -= 1;
    if (held === 0) {
      for (const resume of waitingForQuiet.splice(0)) resume();
    }
  };
  const after = (ms: number, act: () => void) => {
    const id = ++sequence;
    timers.set(id, { at: now + Math.max(0, ms), act });
    return () => void timers.delete(id);
  };
  const nextTimer = (): [number, { at: number; act: () => void }] | undefined => {
    let next: [number, { at: number; act: () => void }] | undefined;
    for (const entry of timers) if (next === undefined || entry[1].at < next[1].at) next = entry;
    return next;
  };
  /** Lets promises and sockets that are already on their way arrive, and held work finish. */
  const quiet = async () => {
    for (let calm = 0; calm < 3; calm += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (held > 0) {
        await new Promise<void>((resume) => waitingForQuiet.push(resume));
        calm = -1;
      }
    }
  };
  const fireNext = (until: number): boolean => {
    const next = nextTimer();
    if (next === undefined || next[1].at > until) return false;
    timers.delete(next[0]);
    now = Math.max(now, next[1].at);
    next[1].act();
    return true;
  };

  const simulated: SimulatedClock = {
    now: () => now,
    after,
    sleep: (ms, signal) => sleepOn(simulated, ms, signal),
    async hold(work) {
      // Work may sleep in parallel: time is free from the first sleeper to the last, and held again after that.
      let sleepers = 0;
      take();
      try {
        return await work({
          ...simulated,
          async sleep(ms, signal) {
            sleepers += 1;
            if (sleepers === 1) release();
            try {
              await sleepOn(simulated, ms, signal);
            } finally {
              sleepers -= 1;
              if (sleepers === 0) take();
            }
          },
        });
      } finally {
        release();
      }
    },
    async advance(ms) {
      const until = now + ms;
      await quiet();
      while (fireNext(until)) await quiet();
      now = until;
    },
    async advanceUntil(condition, limitMs = Number.POSITIVE_INFINITY) {
      const until = now + limitMs;
      await quiet();
      while (!condition()) {
        if (!fireNext(until)) return false;
        await quiet();
      }
      return true;
    },
  };
  return simulated;
}

const MAX_TIMEOUT = 2 ** 31 - 1;

function platformClock(): Clock {
  return (globalThis as { [CLOCK_GLOBAL]?: Clock })[CLOCK_GLOBAL] ?? systemClock;
}

function sleepOn(timer: Pick<Clock, "after">, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = timer.after(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

import type { Ended } from "../../../local/fc/invocation.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { forever, type Invocation } from "./invocation.ts";

/** An invocation under way. */
interface Started {
  invocation: Invocation;
  ended: Promise<Ended>;
  /** Ends it; only the first time counts. */
  end(how: Ended): void;
}

/** Starts one whose work holds time, but for when all of it waits. */
export function startInvocation(task: string, held: Clock): Started {
  let settle: (ended: Ended) => void = () => {};
  const ended = new Promise<Ended>((done) => {
    settle = done;
  });
  let waiting = 0;
  let passing: { stop: AbortController; stopped: Promise<void> } | undefined;
  const letPass = () => {
    const stop = new AbortController();
    passing = { stop, stopped: held.sleep(FOREVER_MS, stop.signal).catch(() => {}) };
  };
  const holdAgain = async () => {
    const last = passing;
    passing = undefined;
    last?.stop.abort(AWAKE);
    await last?.stopped;
  };
  const end = async (how: Ended) => {
    if (invocation.dead) return;
    invocation.dead = true;
    // Whoever holds time must have it back before he lets go of it.
    await holdAgain();
    settle(how);
  };
  const invocation: Invocation = {
    task,
    dead: false,
    kill: () => void end({ kind: "died", reason: "killed by a fault" }),
    async waitingFor(work) {
      if (invocation.dead) return forever();
      let isOver = false;
      let counts = false;
      // Most answers are there at once: it is not worth letting go of time for them.
      setImmediate(() => {
        if (isOver || invocation.dead) return;
        counts = true;
        waiting += 1;
        if (waiting === 1) letPass();
      });
      const outcome = await work.then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
      isOver = true;
      if (invocation.dead) return forever();
      if (counts) waiting -= 1;
      if (counts && waiting === 0) void holdAgain();
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    },
  };
  return { invocation, ended, end: (how) => void end(how) };
}

/** The clock that functions find under its global symbol: while all that they do is sleep, time passes. */
export function instanceClock(clock: Clock, current: () => Invocation | undefined): Clock {
  const own: Clock = {
    now: () => clock.now(),
    after(ms, act) {
      const invocation = current();
      return clock.after(ms, () => (invocation?.dead === true ? undefined : act()));
    },
    sleep(ms, signal) {
      const sleep = clock.sleep(ms, signal);
      return current()?.waitingFor(sleep) ?? sleep;
    },
    hold: (work) => work(own),
  };
  return own;
}

const FOREVER_MS = 366 * 24 * 3_600_000;
/** Given, because an error of its own for every abort costs a stack trace. */
const AWAKE = new Error("The sleeper is awake.");

import { clock } from "../../../platform/clock.ts";

/** Counts what callers cost, in calls to the cloud that are known only afterwards. In the memory of one instance. */
export interface CostMeter {
  /** Milliseconds until a caller has paid what they owe; 0 for who owes nothing. */
  waitOf: (caller: string) => number;
  charge: (caller: string, calls: number) => void;
}

/** Whoever has cost more than `burst` calls waits until it is less, at `perMinute`; nobody for longer than two minutes. */
export function createCostMeter({ perMinute, burst }: { perMinute: number; burst: number }): CostMeter {
  const msPerCall = 60_000 / perMinute;
  const free = burst * msPerCall;
  /** When each caller will have paid for everything. */
  const paidAt = new Map<string, number>();
  let latest = 0;
  /** Who was charged in a time that the clock was set back from owes nothing for it. */
  const timeNow = () => {
    const now = clock.now();
    if (now < latest - SET_BACK_MS) paidAt.clear();
    latest = now;
    return now;
  };
  return {
    waitOf(caller) {
      const now = timeNow();
      return Math.max(0, Math.ceil((paidAt.get(caller) ?? 0) - now - free));
    },
    charge(caller, calls) {
      const now = timeNow();
      if (paidAt.size >= MOST_CALLERS) for (const [name, at] of paidAt) if (at <= now) paidAt.delete(name);
      const from = Math.max(paidAt.get(caller) ?? now, now);
      paidAt.set(caller, Math.min(from + calls * msPerCall, now + free + LONGEST_WAIT_MS));
    },
  };
}

/** Less than that is a clock that is corrected. */
const SET_BACK_MS = 1_000;
const LONGEST_WAIT_MS = 120_000;
const MOST_CALLERS = 10_000;

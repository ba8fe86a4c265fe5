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
  return {
    waitOf(caller) {
      const wait = (paidAt.get(caller) ?? 0) - clock.now() - free;
      // Who was charged in a time that a clock was set back from owes nothing for it.
      return wait > LONGEST_WAIT_MS || wait <= 0 ? 0 : Math.ceil(wait);
    },
    charge(caller, calls) {
      const now = clock.now();
      if (paidAt.size >= MOST_CALLERS) for (const [name, at] of paidAt) if (at <= now) paidAt.delete(name);
      const known = paidAt.get(caller) ?? now;
      const from = known > now + free + LONGEST_WAIT_MS ? now : Math.max(known, now);
      paidAt.set(caller, Math.min(from + calls * msPerCall, now + free + LONGEST_WAIT_MS));
    },
  };
}

const LONGEST_WAIT_MS = 120_000;
const MOST_CALLERS = 10_000;

import { refusals } from "../engine/refusals.ts";

/** Limits how often each action may be called. */
export interface Throttle {
  /** Takes one call's token, at this time in ms. Throws `CloudError` Throttling when there is none. */
  take(action: string, now: number): void;
}

/** A token bucket: how many calls at once, and how many more each second. */
interface Bucket {
  capacity: number;
  perSecond: number;
}

/** The documented buckets (cloudflow.md §8.4). */
const BUCKETS: Record<string, Bucket> = {
  StartExecution: { capacity: 100, perSecond: 100 },
  DescribeExecution: { capacity: 50, perSecond: 5 },
  GetExecutionHistory: { capacity: 50, perSecond: 5 },
};

const OTHERS: Bucket = { capacity: 10, perSecond: 2 };

/** Lets everything through. */
export const noThrottle: Throttle = { take: () => {} };

/** The service's own limits, a bucket for each action. */
export function createThrottle(): Throttle {
  const levels = new Map<string, { tokens: number; at: number }>();
  return {
    take(action, now) {
      const { capacity, perSecond } = BUCKETS[action] ?? OTHERS;
      const level = levels.get(action) ?? { tokens: capacity, at: now };
      const tokens = Math.min(capacity, level.tokens + ((now - level.at) / 1000) * perSecond);
      levels.set(action, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      if (tokens < 1) throw refusals.throttled(action);
    },
  };
}

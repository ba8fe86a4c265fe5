import { AsyncLocalStorage } from "node:async_hooks";

/** Counts how often the cloud has turned a call away as one too many, those included that were then repeated and came through. */
export interface ThrottleCount {
  throttled: number;
}

const counts = new AsyncLocalStorage<ThrottleCount>();

/** Does something whose throttled calls are counted here. */
export function countingThrottles<Answer>(count: ThrottleCount, work: () => Answer): Answer {
  return counts.run(count, work);
}

/** The cloud has just done so. */
export function noteThrottled(): void {
  const count = counts.getStore();
  if (count !== undefined) count.throttled += 1;
}

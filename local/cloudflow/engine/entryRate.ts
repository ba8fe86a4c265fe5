import type { HistoryEvent } from "../../../flowlang/history.ts";

/** How fast states may be entered. What was entered beyond it is paid for by a pause before the next trigger. */
export interface EntryRate {
  /** Pays for the states that these events enter. */
  spend(events: HistoryEvent[], now: number): void;
  /** Milliseconds until the next trigger may be applied. */
  pause(now: number): number;
}

/** No limit. */
export const anyRate: EntryRate = { spend: () => {}, pause: () => 0 };

/** The service's limit: a bucket of 100 entries, 100 more each second (cloudflow.md §8.4). */
export function serviceRate(capacity = 100, perSecond = 100): EntryRate {
  let level = capacity;
  let at = 0;
  const refill = (now: number) => {
    level = Math.min(capacity, level + ((now - at) / 1000) * perSecond);
    at = now;
  };
  return {
    spend(events, now) {
      refill(now);
      level -= events.filter(({ type }) => type === "StepEntered").length;
    },
    pause(now) {
      refill(now);
      return level >= 0 ? 0 : Math.ceil((-level / perSecond) * 1000);
    },
  };
}

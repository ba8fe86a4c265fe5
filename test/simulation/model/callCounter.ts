/** Counts calls by the minute, as ALB does (alb.md U18); what others count by the second is counted as sixty times as many. */
export interface CallCounter {
  /** Calls of one action in one region, spread evenly over a span of time. */
  add(region: string, action: string, calls: number, from: number, to: number): void;
  /** Calls that were one too many in their minute, and would have been throttled. */
  tooMany(): number;
  /** All of them. */
  total(): number;
  /** The most that a minute has seen. */
  most(): number;
}

/** The last minutes of one action in one region, the latest first seen last. */
type Recent = { minute: number; calls: number }[];

const MINUTE_MS = 60_000;

export function callCounter(perMinute = 200): CallCounter {
  /** By action and region. */
  const counts = new Map<string, Map<string, Recent>>();
  let over = 0;
  let total = 0;
  let most = 0;

  function recentOf(region: string, action: string): Recent {
    const regions = counts.get(action) ?? new Map<string, Recent>();
    counts.set(action, regions);
    const known = regions.get(region);
    if (known !== undefined) return known;
    const none: Recent = [];
    regions.set(region, none);
    return none;
  }

  function addTo(recent: Recent, minute: number, calls: number) {
    const newest = recent.at(-1);
    const known = newest?.minute === minute ? newest : recent.findLast((entry) => entry.minute === minute);
    const one = known ?? { minute, calls: 0 };
    if (known === undefined) recent.push(one);
    over += Math.max(0, one.calls + calls - perMinute) - Math.max(0, one.calls - perMinute);
    one.calls += calls;
    most = Math.max(most, one.calls);
  }

  return {
    add(region, action, calls, from, to) {
      const recent = recentOf(region, action);
      const first = Math.floor(from / MINUTE_MS);
      const last = Math.floor(to / MINUTE_MS);
      let left = calls;
      total += calls;
      for (let minute = first; minute < last; minute += 1) {
        const passed = (minute + 1) * MINUTE_MS - from;
        const share = Math.min(left, Math.round((calls * passed) / (to - from)) - (calls - left));
        left -= share;
        addTo(recent, minute, share);
      }
      addTo(recent, last, left);
      while (recent.length > 10) recent.shift();
    },
    total: () => total,
    tooMany: () => over,
    most: () => most,
  };
}

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

/** The last minutes of one action in one region, each at its place of an hour's. */
interface Recent {
  minutes: Float64Array;
  calls: Float64Array;
}

const MINUTE_MS = 60_000;
/** Calls are counted in turn, none further ahead than one takes. */
const REMEMBERED = 32;

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
    const none: Recent = { minutes: new Float64Array(REMEMBERED), calls: new Float64Array(REMEMBERED) };
    regions.set(region, none);
    return none;
  }

  function addTo(recent: Recent, minute: number, more: number) {
    const at = minute % REMEMBERED;
    const before = recent.minutes[at] === minute ? (recent.calls[at] ?? 0) : 0;
    const sum = before + more;
    over += Math.max(0, sum - perMinute) - Math.max(0, before - perMinute);
    recent.minutes[at] = minute;
    recent.calls[at] = sum;
    if (sum > most) most = sum;
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
    },
    total: () => total,
    tooMany: () => over,
    most: () => most,
  };
}

import { type Restore, snapshotMap } from "../snapshot.ts";

/** How many calls of one action one account may make in a span of time. */
export interface Rate {
  calls: number;
  /** Milliseconds. */
  per: number;
}

/** Counts calls. */
interface RateLimit {
  /** Says whether one more call fits in, and counts it when it does. */
  allows(key: string, rate: Rate, now: number): boolean;
  /** Remembers the counts. */
  snapshot(): Restore;
}

/** Spans begin with the first call in them. */
export function createRateLimit(): RateLimit {
  const spans = new Map<string, { since: number; calls: number }>();
  const allows = (key: string, { calls, per }: Rate, now: number) => {
    const span = spans.get(key);
    if (span === undefined || now - span.since >= per) {
      spans.set(key, { since: now, calls: 1 });
      return calls >= 1;
    }
    if (span.calls >= calls) return false;
    span.calls += 1;
    return true;
  };
  return { allows, snapshot: () => snapshotMap(spans, (span) => ({ ...span })) };
}

/** How many calls of one action one account may make in a span of time. */
export interface Rate {
  calls: number;
  /** Milliseconds. */
  per: number;
}

/** Says whether one more call fits in, and counts it when it does. Spans begin with the first call in them. */
export function createRateLimit(): (key: string, rate: Rate, now: number) => boolean {
  const spans = new Map<string, { since: number; calls: number }>();
  return (key, { calls, per }, now) => {
    const span = spans.get(key);
    if (span === undefined || now - span.since >= per) {
      spans.set(key, { since: now, calls: 1 });
      return calls >= 1;
    }
    if (span.calls >= calls) return false;
    span.calls += 1;
    return true;
  };
}

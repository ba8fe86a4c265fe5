/** Milliseconds since 1970, the end exclusive. */
export interface Outage {
  start: number;
  end: number;
  /** Whether whoever asks gets no answer at all, and waits for it; absent where an error is answered. */
  isSilent?: true;
}

/** When what does not work. */
export interface Outages {
  /** ALB and the certificate service, by region. */
  cloud: Record<string, Outage[]>;
  acme: Outage[];
  /** Our own functions: timers are missed, rounds break off. */
  functions: Outage[];
}

/** Nothing ever breaks. */
export const NO_OUTAGES: Outages = { cloud: {}, acme: [], functions: [] };

/** Outages at random, as often and as long as in a bad year; in half of a region's nothing is answered. */
export function randomOutages(random: () => number, regions: string[], from: number, to: number): Outages {
  const some = (everyDays: number, shortest: number, longest: number, silentShare = 0): Outage[] => {
    const outages: Outage[] = [];
    for (let at = from; ; ) {
      at += -Math.log(1 - random()) * everyDays * DAY_MS;
      if (at >= to) return outages;
      // Most are short: the square leans to the shorter.
      const end = at + shortest + random() ** 2 * (longest - shortest);
      outages.push({ start: at, end, ...(random() < silentShare ? { isSilent: true } : {}) });
      at = end;
    }
  };
  return {
    cloud: Object.fromEntries(regions.map((region) => [region, some(20, 10 * MINUTE_MS, 12 * HOUR_MS, 0.5)])),
    acme: some(45, HOUR_MS, 2 * DAY_MS),
    functions: some(30, 10 * MINUTE_MS, DAY_MS),
  };
}

/** The outage that goes on at a moment. */
export function outageAt(outages: Outage[] = [], at: number): Outage | undefined {
  let low = 0;
  let high = outages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((outages[middle]?.end ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  const next = outages[low];
  return next !== undefined && next.start <= at ? next : undefined;
}

/** Whether a span holds so many hours in a row in which none of these outages goes on. */
export function hasCalm(outages: Outage[], span: Outage, hours: number): boolean {
  let calmSince = span.start;
  const inOrder = outages.filter(({ start, end }) => end > span.start && start < span.end);
  for (const { start, end } of inOrder.sort((one, other) => one.start - other.start)) {
    if (start - calmSince >= hours * HOUR_MS) return true;
    calmSince = Math.max(calmSince, end);
  }
  return span.end - calmSince >= hours * HOUR_MS;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

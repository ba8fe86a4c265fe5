import type { CertificateStatus } from "../../../shared/features/inventory/certificateStatus.ts";

/** The days that a timeline shows, milliseconds since 1970. */
export interface Scale {
  from: number;
  to: number;
}

/** From two weeks back to the last end of all, but at least a quarter and at most a year and a bit. */
export function scaleOf(certificates: CertificateStatus[], now: number): Scale {
  const ends = certificates.flatMap(({ notAfter, successor }) => [notAfter, successor?.notAfter ?? 0]);
  const last = Math.max(0, ...ends) + 5 * DAY_MS;
  return { from: now - 14 * DAY_MS, to: Math.min(now + 400 * DAY_MS, Math.max(now + 100 * DAY_MS, last)) };
}

/** Where a moment is on the scale, in percent; what is beyond its ends is at them. */
export function place({ from, to }: Scale, at: number): number {
  return Math.round(Math.min(1, Math.max(0, (at - from) / (to - from))) * 10_000) / 100;
}

/** The first days of months on the scale, so many that their names have space. */
export function monthsOn({ from, to }: Scale): number[] {
  const first = new Date(from);
  const months: number[] = [];
  for (let month = 1; ; month += 1) {
    const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month);
    if (at >= to) break;
    months.push(at);
  }
  const step = Math.ceil(months.length / 6);
  return months.filter((_, position) => position % step === 0);
}

/** `2026-12-04`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

import type { Certificate } from "../../core/certificates/certificate.ts";
import { hashFraction } from "../../platform/hashFraction.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { RenewalWindow } from "./acme/renewalWindow.ts";
import { renewAt } from "./acme/renewalWindow.ts";
import type { WindowState } from "./maintenanceWindow.ts";

/** When a certificate is to be replaced. */
export type Timing =
  | { due: false }
  /** `forced` says why it is done outside of the maintenance windows; null when it is not. */
  | { due: true; mayAct: true; isUrgent: boolean; forced: Reason | null }
  /** Due, and kept for the next window. */
  | { due: true; mayAct: false; isUrgent: boolean; opensAt: number };

/** What the timing of a certificate depends on, beside itself. */
export interface TimingRules {
  now: number;
  /** The share of its lifetime, at its end, in which a certificate is renewed. */
  share: number;
  /** How the maintenance windows stand now. */
  window: WindowState;
}

/** When its ACME server would like a certificate renewed, where it says so. */
type Suggested = Pick<RenewalWindow, "start" | "end"> | undefined;

type Lifetime = Pick<Certificate, "id" | "serial" | "notBefore" | "notAfter">;

/** Decides whether a certificate is due, and whether it may be replaced now. Pure. */
export function timingOf(certificate: Lifetime, { now, share, window }: TimingRules, suggested?: Suggested): Timing {
  if (suggested === undefined && now < lastShareOf(certificate, share)) return NOT_DUE;
  if (now < dueAt(certificate, share, suggested)) return NOT_DUE;
  const limit = certificate.notAfter - reserveOf(certificate, share);
  const isUrgent = now >= limit;
  if (window.isOpen) return { due: true, mayAct: true, isUrgent, forced: null };
  const { next } = window;
  if (next !== undefined && next < limit) return { due: true, mayAct: false, isUrgent, opensAt: next };
  const forced = reason("outside-windows", { opensAt: next ?? null, notAfter: certificate.notAfter });
  return { due: true, mayAct: true, isUrgent, forced };
}

/**
 * The moment from which a certificate is renewed, milliseconds since 1970: in its server's window where there is one,
 * else in the first quarter of the last share of its lifetime, the same moment each time it is asked for, and others at
 * others, so that many certificates of one day are not all renewed in one hour. Those that live for days have no days to
 * spread: an hour must do. A server's window never moves it into the reserve.
 */
export function dueAt(certificate: Lifetime, share: number, suggested?: Suggested): number {
  const { id, serial, notAfter } = certificate;
  if (suggested !== undefined) {
    return Math.min(renewAt(suggested, serial), notAfter - reserveOf(certificate, share));
  }
  const begin = lastShareOf(certificate, share);
  return begin + Math.floor(hashFraction(id) * (isShortLived(certificate) ? HOUR_MS : (notAfter - begin) / 4));
}

/** Whether hours count: an outage of a day is a good part of what is left. */
export function isShortLived({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">): boolean {
  return notAfter - notBefore < 30 * 24 * HOUR_MS;
}

/** RFC 9773 §4.3.3 wants to be asked every six hours: each certificate has its hour. What is due is asked about each time. */
export function isWorthAsking(certificate: Lifetime, share: number, now: number): boolean {
  return (
    now >= lastShareOf(certificate, share) || Number.parseInt(certificate.id, 10) % 6 === Math.floor(now / HOUR_MS) % 6
  );
}

/**
 * The time before a certificate's end that is not spent on waiting: enough for failures, and for what breaks meanwhile.
 * Within it windows and the error budget no longer count.
 */
export function reserveOf({ notBefore, notAfter }: Lifetime, share: number): number {
  return Math.min(((notAfter - notBefore) * share) / 2, WEEK_MS);
}

/**
 * From when on somebody is told of what was not renewed, though it is tried on: a third of the time in which it is
 * renewed before its end, and never later than the reserve begins.
 */
export function alarmAt(certificate: Lifetime, share: number): number {
  const { notAfter } = certificate;
  return notAfter - Math.max((notAfter - lastShareOf(certificate, share)) / 3, reserveOf(certificate, share));
}

/** When the last share of its lifetime begins, without jitter. */
function lastShareOf({ notBefore, notAfter }: Lifetime, share: number): number {
  return notAfter - (notAfter - notBefore) * share;
}

const NOT_DUE: Timing = { due: false };
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

import type { Certificate } from "../../core/certificates/certificate.ts";
import { type MaintenanceWindow, windowState } from "./maintenanceWindow.ts";
import { dueAt, timingOf } from "./timing.ts";

/**
 * What is to become of a certificate: one follows it already; one will be ordered when it is due; it is not due, and nothing
 * follows it yet; it is due, and nobody can help it but a person; it has ended; the certificate service has lost it; it cannot
 * be read.
 */
type RenewalStatus = "ready" | "scheduled" | "unplanned" | "blocked" | "expired" | "missing" | "unavailable";

/** A renewal status, and when albflow acts: milliseconds since 1970, 0 where it does not. */
export interface Forecast {
  renewalStatus: RenewalStatus;
  /** From when it is to be renewed, if its ACME server does not ask for it earlier. */
  dueAt: number;
  /** When it is rotated, or its successor ordered: as soon as it is due and a maintenance window is open. */
  actsAt: number;
}

/** Forecasts it. `follows` says whether a certificate that can serve in its place is there. Pure. */
export function forecast(
  certificate: Certificate,
  {
    follows,
    mayOrder,
    share,
    windows,
    now,
  }: {
    follows: boolean;
    mayOrder: boolean;
    share: number;
    windows: MaintenanceWindow[];
    now: number;
  },
): Forecast {
  if (certificate.unavailable !== undefined) return { renewalStatus: "unavailable", dueAt: 0, actsAt: 0 };
  if (certificate.lost === true) return { renewalStatus: "missing", dueAt: 0, actsAt: 0 };
  const due = dueAt(certificate, share);
  const helps = follows || mayOrder;
  const actsAt = helps ? openFrom(certificate, Math.max(due, now), share, windows) : 0;
  const renewalStatus = renewalStatusOf({
    follows,
    mayOrder,
    isDue: due <= now,
    isExpired: certificate.notAfter <= now,
  });
  return { renewalStatus, dueAt: due, actsAt };
}

function renewalStatusOf(reported: {
  follows: boolean;
  mayOrder: boolean;
  isDue: boolean;
  isExpired: boolean;
}): RenewalStatus {
  const { follows, mayOrder, isDue, isExpired } = reported;
  if (isExpired) return "expired";
  if (follows) return "ready";
  if (mayOrder) return "scheduled";
  return isDue ? "blocked" : "unplanned";
}

function openFrom(certificate: Certificate, from: number, share: number, windows: MaintenanceWindow[]): number {
  const timing = timingOf(certificate, { now: from, share, window: windowState(windows, from) });
  return timing.due && !timing.mayAct ? timing.opensAt : from;
}

import type { Certificate } from "../../core/certificates/certificate.ts";
import { type MaintenanceWindow, windowState } from "./maintenanceWindow.ts";
import { dueAt, timingOf } from "./timing.ts";

/**
 * What is to become of a certificate: one follows it already; one will be ordered when it is due; it is not due, and nothing
 * follows it yet; it is due, and nobody can help it but a person; it has ended; the certificate service has lost it; it cannot
 * be read.
 */
type Outlook = "covered" | "ordered" | "open" | "stuck" | "expired" | "lost" | "unread";

/** An outlook, and when albflow acts: milliseconds since 1970, 0 where it does not. */
export interface Foretold {
  outlook: Outlook;
  /** From when it is to be renewed, if its ACME server does not ask for it earlier. */
  dueAt: number;
  /** When it is rotated, or its successor ordered: as soon as it is due and a maintenance window is open. */
  actsAt: number;
}

/** Foretells it. `follows` says whether a certificate that can serve in its place is there. Pure. */
export function foretell(
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
): Foretold {
  if (certificate.unread !== undefined) return { outlook: "unread", dueAt: 0, actsAt: 0 };
  if (certificate.lost === true) return { outlook: "lost", dueAt: 0, actsAt: 0 };
  const due = dueAt(certificate, share);
  const helps = follows || mayOrder;
  const actsAt = helps ? openFrom(certificate, Math.max(due, now), share, windows) : 0;
  const outlook = outlookOf({ follows, mayOrder, isDue: due <= now, isExpired: certificate.notAfter <= now });
  return { outlook, dueAt: due, actsAt };
}

function outlookOf(told: { follows: boolean; mayOrder: boolean; isDue: boolean; isExpired: boolean }): Outlook {
  const { follows, mayOrder, isDue, isExpired } = told;
  if (isExpired) return "expired";
  if (follows) return "covered";
  if (mayOrder) return "ordered";
  return isDue ? "stuck" : "open";
}

function openFrom(certificate: Certificate, from: number, share: number, windows: MaintenanceWindow[]): number {
  const timing = timingOf(certificate, { now: from, share, window: windowState(windows, from) });
  return timing.due && !timing.mayAct ? timing.opensAt : from;
}

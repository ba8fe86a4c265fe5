import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { reasonIn } from "../../platform/reasons/reasonText.ts";
import { type Certificate, isUnknown, labelsOf } from "./certificate.ts";

/** Whether a certificate is in the last third of its lifetime, so that 90-day and 6-day ones are both renewed in time. */
export function isDue({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">, now: number): boolean {
  return now >= notAfter - (notAfter - notBefore) / 3;
}

/** What somebody should look at. */
export function warningsOf(listener: {
  status: string;
  certificates: Certificate[];
  isDue(certificate: Certificate): boolean;
  now: number;
}): Reason[] {
  const { status, certificates, now } = listener;
  return [
    ...(status === "Stopped" ? [reason("listener-stopped")] : []),
    ...certificates.flatMap((certificate): Reason[] => {
      const { id, notAfter, endsWith, lost, unavailable } = certificate;
      if (unavailable !== undefined) {
        return [reason("bound-certificate-unreadable", { certificateId: id, cause: reasonIn(unavailable) })];
      }
      if (lost === true) return [reason("bound-certificate-lost", { certificateId: id })];
      const about = { certificateId: id, name: labelsOf(certificate)[0] ?? null, intermediate: endsWith ?? null };
      if (notAfter <= now) return [reason("certificate-expired", about)];
      if (!listener.isDue(certificate)) return [];
      return [reason("certificate-expiring", { ...about, days: Math.floor((notAfter - now) / DAY_MS) })];
    }),
  ];
}

/**
 * Whole days until clients turn it away, negative ones since then; null for one that cannot be read, or that
 * the certificate service has lost.
 */
export function daysLeftOf(certificate: Certificate, now: number): number | null {
  return isUnknown(certificate) ? null : Math.floor((certificate.notAfter - now) / DAY_MS);
}

const DAY_MS = 86_400_000;

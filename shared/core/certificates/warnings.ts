import { type Certificate, isUnknown, labelsOf } from "./certificate.ts";

/** Whether a certificate is in the last third of its lifetime, so that 90-day and 6-day ones are both renewed in time. */
export function isDue({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">, now: number): boolean {
  return now >= notAfter - (notAfter - notBefore) / 3;
}

/** What somebody should look at, in sentences. */
export function warningsOf(listener: {
  status: string;
  certificates: Certificate[];
  isDue(certificate: Certificate): boolean;
  now: number;
}): string[] {
  const { status, certificates, now } = listener;
  return [
    ...(status === "Stopped" ? ["It is stopped."] : []),
    ...certificates.flatMap((certificate) => {
      const { id, notAfter, endsWith, lost, unavailable } = certificate;
      if (unavailable !== undefined) return [`${id} is bound, and could not be read: ${unavailable}.`];
      if (lost === true) return [`${id} is bound, and the certificate service no longer has it.`];
      const named = `${id} (${labelsOf(certificate)[0] ?? "without a name"})`;
      const chain = endsWith === undefined ? "" : `, with the intermediate ${endsWith} of its chain`;
      if (notAfter <= now) return [`${named} has expired${chain}.`];
      if (!listener.isDue(certificate)) return [];
      const days = Math.floor((notAfter - now) / DAY_MS);
      return [`${named} expires in ${days} ${days === 1 ? "day" : "days"}${chain}.`];
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

import type { Certificate } from "./certificate.ts";

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
      const { id, names, notAfter, endsWith, unread } = certificate;
      if (unread !== undefined) return [`${id} is bound, and could not be read: ${unread}.`];
      if (names.length === 0) return [`${id} is bound, and the certificate service no longer has it.`];
      const chain = endsWith === undefined ? "" : `, with the intermediate ${endsWith} of its chain`;
      if (notAfter <= now) return [`${id} (${names[0]}) has expired${chain}.`];
      if (!listener.isDue(certificate)) return [];
      const days = Math.floor((notAfter - now) / DAY_MS);
      return [`${id} (${names[0]}) expires in ${days} ${days === 1 ? "day" : "days"}${chain}.`];
    }),
  ];
}

/**
 * Whole days until clients turn it away, negative ones since then; null for one that cannot be read, or that
 * the certificate service has lost.
 */
export function daysLeftOf({ names, notAfter }: Pick<Certificate, "names" | "notAfter">, now: number): number | null {
  return names.length === 0 ? null : Math.floor((notAfter - now) / DAY_MS);
}

const DAY_MS = 86_400_000;

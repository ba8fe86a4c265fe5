import type { Certificate } from "../../../shared/core/certificates/certificate.ts";

/** A name that is served, and where its certificates come from. */
export interface Subject {
  hostname: string;
  /** Lifetime of its certificates. */
  days: number;
  /** `acme`: whoever asks gets one. `people`: somebody puts one into the certificate service, or is late. */
  source: "acme" | "people";
  region: string;
  listenerIds: string[];
  /** Every certificate that it has had, the latest last. */
  certificates: (Certificate & { availableAt: number })[];
  /** When people put the next one there. */
  nextUploadAt: number;
  /** Whether a program of theirs puts it there when two thirds of a lifetime have passed, and not a person. */
  isAutomatic?: boolean;
  /** Nobody may read its certificates. */
  isUnreadable?: boolean;
  /** Beside each of its certificates stands one that seems better and fails whenever it is rotated to. */
  hasUnfit?: boolean;
}

/** The certificate that was put there last. */
export function latest(subject: Subject): Certificate & { availableAt: number } {
  const certificate = subject.certificates.at(-1);
  if (certificate === undefined) throw new Error(`${subject.hostname} has no certificate.`);
  return certificate;
}

/** People renew some days or weeks before the end, and one in thirty comes late. */
export function uploadAfter(subject: Subject, random: () => number): number {
  const { notAfter } = latest(subject);
  const isLate = random() < 1 / 30;
  if (isLate) return notAfter + (random() - 0.5) * 2 * DAY_MS;
  if (subject.isAutomatic === true) return notAfter - subject.days * (0.3 + random() * 0.05) * DAY_MS;
  return notAfter - (2 + random() * (subject.days / 5)) * DAY_MS;
}

const DAY_MS = 86_400_000;

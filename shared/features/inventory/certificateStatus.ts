import type { Reason } from "../../platform/reasons/reason.ts";
import type { Forecast } from "../renewal/forecast.ts";

/** A certificate that listeners hold, and what is to become of it. */
export interface CertificateStatus extends Forecast {
  id: string;
  /** Of another account; absent for the own one. */
  account?: string;
  /** What it is known by (`labelsOf`); empty for one that the certificate service has lost, or that cannot be read. */
  names: string[];
  /** Milliseconds since 1970; 0 for one that cannot be read, or that the certificate service has lost. */
  notBefore: number;
  notAfter: number;
  /** By the earliest end in its chain; null where nobody knows. */
  daysLeft: number | null;
  /** The intermediate that ends first, where it is not the certificate itself. */
  endsWith?: string;
  listeners: { account?: string; region: string; listenerId: string; description: string; isDefault: boolean }[];
  /** What follows it, where something can. */
  successor: { id: string; notBefore: number; notAfter: number } | null;
  /** Why nothing follows it; null where something does. */
  reason: Reason | null;
}

/** Every certificate that listeners hold, the next to end first, and the regions, of other accounts too, that could not be read. */
export interface CertificateList {
  certificates: CertificateStatus[];
  unavailable: { account?: string; region: string; reason: Reason }[];
  apiCalls: number;
}

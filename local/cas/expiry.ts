import { certificateChain } from "./certificateFacts.ts";
import type { CertificateRow } from "./rows.ts";

const WILL_EXPIRE_MS = 30 * 24 * 60 * 60 * 1000;

/** How a certificate stands; the last thirty days are `WILLEXPIRED`. */
export function expiryOf(row: Pick<CertificateRow, "Cert">, now: number): "EXPIRED" | "WILLEXPIRED" | "ISSUED" {
  const { notAfter } = certificateChain(row.Cert)[0];
  if (notAfter < now) return "EXPIRED";
  return notAfter - now < WILL_EXPIRE_MS ? "WILLEXPIRED" : "ISSUED";
}

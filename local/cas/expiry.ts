import type { CertificateRow } from "./rows.ts";

const WILL_EXPIRE_MS = 30 * 24 * 60 * 60 * 1000;

/** How a certificate stands; the last thirty days are `WILLEXPIRED`. */
export function expiryOf(row: Pick<CertificateRow, "NotAfter">, now: number): "EXPIRED" | "WILLEXPIRED" | "ISSUED" {
  if (row.NotAfter < now) return "EXPIRED";
  return row.NotAfter - now < WILL_EXPIRE_MS ? "WILLEXPIRED" : "ISSUED";
}

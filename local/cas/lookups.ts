import type { CasCall } from "./call.ts";
import type { CaCertificateRow, CasState, CertificateRow } from "./rows.ts";

/** The certificate, or 404 `NotFound` (alb.md U22). */
export function certificateOf(state: CasState, CertId: number, call: CasCall): CertificateRow {
  const certificate = state.certificates.get(String(CertId));
  if (certificate === undefined || certificate.Deleted === true) throw call.error("NotFound", CertId);
  return certificate;
}

/** The CA certificate, or 404. */
export function caCertificateOf(state: CasState, Identifier: string, call: CasCall): CaCertificateRow {
  const certificate = state.caCertificates.get(Identifier);
  if (certificate === undefined) throw call.error("NotFound", Identifier);
  return certificate;
}

import { caCertificateView, yearsOf } from "../caCertificateView.ts";
import type { CasAction } from "../call.ts";
import { caCertificateOf } from "../lookups.ts";

/** One CA certificate, with its PEM. */
export const describeCACertificate: CasAction<{ Identifier?: string }> = (state, { Identifier = "" }, call) => {
  const row = caCertificateOf(state, Identifier, call);
  return {
    Certificate: { ...caCertificateView(row), CaCertChain: row.Cert, CertIssuedCount: 0, Tags: [] },
    Years: yearsOf(row),
  };
};

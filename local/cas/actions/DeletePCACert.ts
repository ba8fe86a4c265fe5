import type { CasAction } from "../call.ts";
import { caCertificateOf } from "../lookups.ts";

/** Takes a CA certificate out of the warehouse. */
export const deletePCACert: CasAction<{ Identifier: string }> = (state, { Identifier }, call) => {
  caCertificateOf(state, Identifier, call);
  state.caCertificates.delete(Identifier);
  return {};
};

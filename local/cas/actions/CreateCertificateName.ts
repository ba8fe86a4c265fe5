import type { CasAction } from "../call.ts";
import { certificateOf } from "../lookups.ts";

interface Parameters {
  CertificateId: number;
  Name: string;
}

/** Gives a certificate another name (version 2018-08-13). */
export const createCertificateName: CasAction<Parameters> = (state, { CertificateId, Name }, call) => {
  const row = certificateOf(state, CertificateId, call);
  const others = state.certificates.by("name", Name).filter(({ CertId }) => CertId !== CertificateId);
  if (others.length > 0) throw call.error("NameRepeat", Name);
  state.certificates.put({ ...row, Name });
  return {};
};

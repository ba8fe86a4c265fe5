import type { CasAction } from "../call.ts";
import { certificateOf } from "../lookups.ts";

/** For uploaded or expired certificates. One that a listener serves can be deleted, and is served on (alb.md U23). */
export const deleteUserCertificate: CasAction<{ CertId: number }> = (state, { CertId }, call) => {
  const row = certificateOf(state, CertId, call);
  const expired = row.NotAfter < call.now;
  if (row.Source !== "upload" && !expired) throw call.error("StatusNotSupport", CertId);
  const refuses = call.isFound("delete-bound", "refused") && call.isBound(`${CertId}-${call.site}`);
  if (refuses) throw call.error("StatusNotSupport", CertId);
  state.certificates.put({ ...row, Deleted: true });
  return {};
};

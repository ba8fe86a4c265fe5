import type { CasAction } from "../call.ts";
import { getUserCertificateDetail } from "./GetUserCertificateDetail.ts";

/**
 * What the version 2018-07-13 had before GetUserCertificateDetail, always with the private key. Of a certificate that is not there it
 * tells nothing, and is no error: the Terraform provider, whose tests run on the real cloud, knows it by the missing `Id`.
 */
export const describeUserCertificateDetail: CasAction<{ CertId: number }> = (state, { CertId }, call) => {
  const certificate = state.certificates.get(String(CertId));
  if (certificate === undefined || certificate.Deleted === true) return {};
  const detail = getUserCertificateDetail(state, { CertId }, call) as Record<string, unknown>;
  return Object.fromEntries(FIELDS.map((name) => [name, detail[name]]));
};

const FIELDS =
  "Id Name Cert Key Common Sans Issuer OrgName Province City Country StartDate EndDate Expired Fingerprint BuyInAliyun".split(
    " ",
  );

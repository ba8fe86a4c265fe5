import type { CasAction } from "../call.ts";
import { certificateChain, isoDay, type ParsedCertificate } from "../certificateFacts.ts";
import { certificateOf } from "../lookups.ts";
import { tagsView } from "../tagsView.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything about a certificate. Without CertFilter=true the private key is returned (alb.md §7.1). */
export const getUserCertificateDetail: CasAction<{ CertId: number; CertFilter?: boolean }> = (
  state,
  { CertId, CertFilter = false },
  call,
) => {
  const row = certificateOf(state, CertId, call);
  const chain = certificateChain(row.Cert);
  const [leaf] = chain;
  return {
    Id: CertId,
    Name: row.Name,
    CertIdentifier: `${CertId}-${call.site}`,
    ...(CertFilter ? {} : { Cert: row.Cert, Key: row.Key }),
    Common: leaf.commonName,
    Sans: leaf.sans.join(","),
    Issuer: leaf.issuerCommonName,
    OrgName: leaf.subject.O ?? "",
    Province: leaf.subject.ST ?? "",
    City: leaf.subject.L ?? "",
    Country: leaf.subject.C ?? "",
    StartDate: isoDay(leaf.notBefore),
    EndDate: isoDay(leaf.notAfter),
    NotBefore: leaf.notBefore,
    NotAfter: leaf.notAfter,
    Expired: leaf.notAfter < call.now,
    Fingerprint: leaf.sha1,
    Sha2: leaf.sha256,
    CertSha2: leaf.sha256,
    SerialNo: leaf.serialNumber,
    Algorithm: leaf.algorithm,
    BuyInAliyun: row.Source === "issued",
    // Only what was ordered has an order.
    ...(row.Source === "issued" ? { OrderId: CertId } : {}),
    InstanceId: `cas-${row.Source}-${CertId}`,
    ResourceGroupId: row.ResourceGroupId,
    Tags: tagsView(row),
    CertChain: chain.map((certificate) => link(certificate, call.now)),
  };
};

function link(certificate: ParsedCertificate, now: number): object {
  return {
    CommonName: certificate.commonName,
    IssuerCommonName: certificate.issuerCommonName,
    NotBefore: certificate.notBefore,
    NotAfter: certificate.notAfter,
    RemainDay: Math.max(0, Math.floor((certificate.notAfter - now) / DAY_MS)),
  };
}

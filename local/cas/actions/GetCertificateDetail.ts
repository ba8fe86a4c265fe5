import type { CasAction } from "../call.ts";
import { certificateChain } from "../certificateFacts.ts";
import { expiryOf } from "../expiry.ts";
import { certificateOf } from "../lookups.ts";
import { tagsView } from "../tagsView.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const STATUS = { EXPIRED: "expired", WILLEXPIRED: "willExpire", ISSUED: "issued" } as const;

/** Everything about a certificate but the certificate and its key; the names of the site's newer API. */
export const getCertificateDetail: CasAction<{ CertificateId: number }> = (state, { CertificateId }, call) => {
  const row = certificateOf(state, CertificateId, call);
  const chain = certificateChain(row.Cert);
  const [leaf] = chain;
  const CertIdentifier = `${CertificateId}-${call.site}`;
  return {
    CertificateId,
    CertificateName: row.Name,
    CertIdentifier,
    CertificateSource: row.Source === "upload" ? "UPLOAD" : "BUY",
    CertificateStatus: STATUS[expiryOf(row, call.now)],
    CommonName: leaf.commonName,
    Domain: [...new Set([leaf.commonName, ...leaf.sans])].join(","),
    SubjectAlternativeNames: leaf.sans,
    Issuer: leaf.issuerCommonName,
    NotBefore: leaf.notBefore,
    NotAfter: leaf.notAfter,
    FingerPrint: leaf.sha1,
    Serial: leaf.serialNumber,
    Algorithm: leaf.algorithm,
    KeySize: leaf.keySize,
    ExistPrivateKey: true,
    InstanceId: `cas-${row.Source}-${CertificateId}`,
    DeploymentDesc: JSON.stringify({ Scope: "all" }),
    UsingProductList: call.isBound(CertIdentifier) ? ["ALB"] : [],
    Tags: tagsView(row),
    CertificateChainList: chain.map(({ subjectDn, issuerDn, notBefore, notAfter }) => ({
      Subject: subjectDn,
      Issuer: issuerDn,
      NotBefore: notBefore,
      NotAfter: notAfter,
      RemainDay: Math.max(0, Math.floor((notAfter - call.now) / DAY_MS)),
    })),
  };
};

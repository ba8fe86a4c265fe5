import { X509Certificate } from "node:crypto";
import { certificateChain } from "./certificateFacts.ts";
import type { CaCertificateRow } from "./rows.ts";

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** A CA certificate as CAS 2020-06-30 shows it; `BeforeDate` issued, `AfterDate` expires (alb.md §8). */
export function caCertificateView(row: CaCertificateRow): object {
  const [certificate] = certificateChain(row.Cert);
  const isRoot = certificate.subjectDn === certificate.issuerDn;
  const { subject } = certificate;
  return {
    Identifier: row.Identifier,
    CertificateType: isRoot ? "ROOT" : "SUB_ROOT",
    Status: row.Status,
    ParentIdentifier: row.ParentIdentifier,
    X509Certificate: new X509Certificate(row.Cert).toString(),
    SerialNumber: certificate.serialNumber,
    SubjectDN: certificate.subjectDn,
    CommonName: certificate.commonName,
    Organization: subject.O ?? "",
    OrganizationUnit: subject.OU ?? "",
    Locality: subject.L ?? "",
    State: subject.ST ?? "",
    CountryCode: subject.C ?? "",
    Sans: certificate.sans.join(","),
    Algorithm: certificate.algorithm,
    KeySize: certificate.keySize,
    BeforeDate: certificate.notBefore,
    AfterDate: certificate.notAfter,
    Sha2: certificate.sha256,
    Md5: certificate.md5,
    SignAlgorithm: certificate.signAlgorithm,
    ResourceGroupId: "rg-local",
    Years: yearsOf(row),
  };
}

/** Whole years of validity, at least one. */
export function yearsOf(row: CaCertificateRow): number {
  const [certificate] = certificateChain(row.Cert);
  return Math.max(1, Math.round((certificate.notAfter - certificate.notBefore) / YEAR_MS));
}

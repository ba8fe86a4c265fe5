import { createHash, X509Certificate } from "node:crypto";
import { nameEntries } from "../certificates/nameEntries.ts";

/** What a PEM chain says about its first certificate, in the shapes that CAS uses. */
export interface ParsedCertificate {
  commonName: string;
  /** DNS names and addresses, in the certificate's order. */
  sans: string[];
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
  /** Upper-case hexadecimal, no colons. */
  md5: string;
  sha1: string;
  sha256: string;
  /** Lower-case hexadecimal; padded to whole bytes, as CAS's may be (alb.md §7.1). */
  serialNumber: string;
  issuerCommonName: string;
  subject: Record<string, string>;
  subjectDn: string;
  issuerDn: string;
  algorithm: "RSA" | "ECC";
  /** What its issuer signed it with, `SHA256WithRSA`; empty for what is not known. */
  signAlgorithm: string;
  keySize: number;
  isCa: boolean;
}

const known = new Map<string, ParsedCertificate[]>();
const KNOWN_AT_MOST = 5_000;

/** Reads every certificate of a PEM chain, leaf first. Throws the system's error when one is no certificate. */
export function certificateChain(pem: string): [ParsedCertificate, ...ParsedCertificate[]] {
  const remembered = known.get(pem);
  const facts = remembered ?? pemBlocks(pem).map((block) => parseCertificate(new X509Certificate(block)));
  const [leaf, ...issuers] = facts;
  if (leaf === undefined) throw new Error("There is no certificate in the PEM text.");
  if (remembered === undefined) {
    if (known.size >= KNOWN_AT_MOST) known.clear();
    known.set(pem, facts);
  }
  return [leaf, ...issuers];
}

/** What a row keeps of its certificate, so that a hundred thousand are listed without reading one of them. */
export function searchedFacts(pem: string): { Domains: string[]; NotAfter: number } {
  const [{ commonName, sans, notAfter }] = certificateChain(pem);
  return { Domains: [commonName, ...sans], NotAfter: notAfter };
}

/** A date as CAS writes it: `2026-11-22`. */
export function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function pemBlocks(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

function parseCertificate(certificate: X509Certificate): ParsedCertificate {
  const subject = nameParts(certificate.subject);
  const { alternatives, commonNames } = nameEntries(certificate.toString());
  const issuer = nameParts(certificate.issuer);
  const serial = certificate.serialNumber.toLowerCase();
  const rsa = certificate.publicKey.asymmetricKeyType === "rsa";
  return {
    commonName: commonNames[0] ?? "",
    sans: alternatives.map(({ text }) => text),
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
    md5: createHash("md5").update(certificate.raw).digest("hex").toUpperCase(),
    sha1: certificate.fingerprint.replaceAll(":", ""),
    sha256: certificate.fingerprint256.replaceAll(":", ""),
    serialNumber: serial.length % 2 === 0 ? serial : `0${serial}`,
    issuerCommonName: issuer.CN ?? issuer.O ?? "",
    subject,
    subjectDn: distinguished(certificate.subject),
    issuerDn: distinguished(certificate.issuer),
    algorithm: rsa ? "RSA" : "ECC",
    signAlgorithm: signAlgorithmOf(certificate.raw),
    keySize: certificate.publicKey.asymmetricKeyDetails?.modulusLength ?? 256,
    isCa: certificate.ca,
  };
}

/** By the object identifiers of RFC 4055 and RFC 5758; the first in a certificate is that of its signature. */
const SIGN_ALGORITHMS: [identifier: string, name: string][] = [
  ["2a864886f70d01010b", "SHA256WithRSA"],
  ["2a864886f70d01010c", "SHA384WithRSA"],
  ["2a864886f70d01010d", "SHA512WithRSA"],
  ["2a8648ce3d040302", "SHA256WithECDSA"],
  ["2a8648ce3d040303", "SHA384WithECDSA"],
  ["2a8648ce3d040304", "SHA512WithECDSA"],
];

function signAlgorithmOf(der: Buffer): string {
  const found = SIGN_ALGORITHMS.map(([identifier, name]) => ({ at: der.indexOf(identifier, 0, "hex"), name }))
    .filter(({ at }) => at >= 0)
    .sort((one, other) => one.at - other.at);
  return found[0]?.name ?? "";
}

function distinguished(name: string | undefined): string {
  return (name ?? "").replaceAll("\n", ",");
}

/** Node has no text at all for an empty name, whatever its types say. */
function nameParts(name: string | undefined): Record<string, string> {
  if (name === undefined) return {};
  return Object.fromEntries(
    name.split("\n").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
  );
}

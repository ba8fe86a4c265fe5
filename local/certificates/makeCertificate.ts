// @peculiar/x509 wants it before itself.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** A certificate as a certificate authority hands it over, and who issued it. */
export interface MadeCertificate {
  /** Leaf first, then its issuers without the root. */
  certificatePem: string;
  /** PKCS#8. */
  privateKeyPem: string;
  /** Of the issuing CA; of the certificate itself when it is self-signed. */
  caPem: string;
  /** Hexadecimal, without leading zeros. */
  serialNumber: string;
}

/** What a certificate should say. */
interface CertificateRequest {
  /** Subject alternative names, DNS or IP; the first is the common name too. */
  names: string[];
  /** The common name, where it should differ from the first name. */
  commonName?: string;
  /** Default: an hour ago. */
  notBefore?: Date;
  /** Default: in 90 days. */
  notAfter?: Date;
  /** Who signs it; self-signed by default. */
  issuer?: MadeCertificate;
  /** May it sign others? */
  ca?: boolean;
  /** Of a CA: the one domain for whose names it may sign. */
  only?: string;
  /** An RSA key of 2,048 bits, which takes longer, instead of an EC one. Not for who signs others. */
  rsa?: boolean;
}

/** Makes an EC P-256 certificate in about 4 ms, or an RSA one, self-signed or signed by `issuer`. */
export async function makeCertificate(request: CertificateRequest): Promise<MadeCertificate> {
  const { names, issuer, ca = false, rsa = false, commonName = names[0] ?? "nobody" } = request;
  const keys = await webcrypto.subtle.generateKey(rsa ? RSA : ALGORITHM, true, ["sign", "verify"]);
  const signer = issuer === undefined ? undefined : new X509Certificate(issuer.certificatePem);
  const signingKey = issuer === undefined ? keys.privateKey : await privateKeyOf(issuer);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerialNumber(),
    subject: `CN=${commonName}`,
    issuer: signer?.subject ?? `CN=${commonName}`,
    notBefore: request.notBefore ?? new Date(STARTED_AT - HOUR),
    notAfter: request.notAfter ?? new Date(STARTED_AT + 90 * 24 * HOUR),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: rsa && issuer === undefined ? RSA : ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(ca, undefined, true),
      new KeyUsagesExtension(
        ca
          ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
          : KeyUsageFlags.digitalSignature | (rsa ? KeyUsageFlags.keyEncipherment : 0),
      ),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      // Who signs for itself needs not say whose key that was (RFC 5280 §4.2.1.1).
      ...(signer === undefined ? [] : [await AuthorityKeyIdentifierExtension.create(signer.publicKey)]),
      ...(request.only === undefined ? [] : [nameConstraints(request.only)]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: IP_ADDRESS.test(value) ? "ip" : "dns", value })),
      ),
    ],
  });
  const ownPem = certificate.toString("pem");
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  const issuerIsRoot = issuer === undefined || issuer.caPem === issuer.certificatePem;
  return {
    certificatePem: issuerIsRoot ? ownPem : `${ownPem}\n${issuer.certificatePem}`,
    privateKeyPem: PemConverter.encode(pkcs8, "PRIVATE KEY"),
    caPem: issuer?.caPem ?? ownPem,
    serialNumber: certificate.serialNumber.replace(/^0+/, ""),
  };
}

/** Makes a root that can issue others: `makeCertificate({ names, issuer: await makeCa() })`. */
export function makeCa(commonName = "local test CA"): Promise<MadeCertificate> {
  return makeCertificate({ names: ["ca.test"], commonName, ca: true });
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const RSA = {
  name: "RSASSA-PKCS1-v1_5",
  modulusLength: 2_048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: "SHA-256",
};
const HOUR = 3_600_000;
const STARTED_AT = performance.timeOrigin;
const IP_ADDRESS = /^[\d.]+$|:/;

/** Names below this domain and no others (RFC 5280 §4.2.1.10); a sequence in a sequence, each shorter than 128 bytes. */
function nameConstraints(domain: string): Extension {
  const tagged = (tag: number, content: Buffer) => Buffer.concat([Buffer.from([tag, content.length]), content]);
  const subtree = tagged(0x30, tagged(0x82, Buffer.from(domain, "latin1")));
  return new Extension("2.5.29.30", true, tagged(0x30, tagged(0xa0, subtree)));
}

/** Positive in DER: the first byte stays below 128. */
function newSerialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  return `1${Buffer.from(bytes).toString("hex").slice(1)}`;
}

function privateKeyOf(certificate: MadeCertificate) {
  const pkcs8 = PemConverter.decodeFirst(certificate.privateKeyPem);
  return webcrypto.subtle.importKey("pkcs8", pkcs8, ALGORITHM, false, ["sign"]);
}

import { X509Certificate } from "node:crypto";
import { type DerElement, readDer, TAG } from "../../platform/der.ts";
import { certificateFields, membersOf } from "./certificateFields.ts";
import { CA_FORUM, CURVES, EXTENSION, KEYS, KNOWN_EXTENSIONS, SIGNATURES } from "./objectIds.ts";

/** One certificate of a chain, with what decides whether clients take it. */
export interface Link {
  /** The common name, else the whole name; for people. */
  subject: string;
  issuer: string;
  /** Milliseconds since 1970. */
  notBefore: number;
  notAfter: number;
  /** The issuer's name as it is written, DER. */
  issuerName: Buffer;
  /** Identifier of the issuer's key (RFC 5280 §4.2.1.1), hex; undefined when it names none. */
  issuerKeyId: string | undefined;
  isCa: boolean;
  /** How many CAs may stand between it and the leaf. */
  pathLength: number | undefined;
  /** Whether it may sign handshakes; a certificate that says nothing may. */
  maySign: boolean;
  /** Object identifiers of its extended key usages; undefined when it may be used for anything. */
  usages: string[] | undefined;
  /** The digest that it was signed with, `SHA-256`; the object identifier in hex of an algorithm that clients may not know. */
  signature: string;
  key: PublicKey;
  /** Whether it demands a stapled OCSP answer (RFC 7633). */
  mustStaple: boolean;
  /** Whether it says that it follows the rules of publicly trusted CAs: such a CA never signs with its root itself. */
  claimsPublic: boolean;
  /** The DNS names among its alternative names, as they are written. */
  dnsNames: string[];
  /** What a CA may issue for, and may not: DNS names with everything below them; undefined when it may for anything. */
  permitted: string[] | undefined;
  excluded: string[];
  /** Critical extensions that clients do not know, in hex: they must turn the certificate away (RFC 5280 §4.2). */
  unknownCritical: string[];
  /** SHA-256 of all of it. */
  fingerprint: string;
  x509: X509Certificate;
}

/** A public key as policies and clients tell keys apart. */
interface PublicKey {
  kind: KeyFamily;
  /** `RSA 2048`, `P-256`, `SM2`, `Ed25519`, or the object identifier in hex of what is not known. */
  name: string;
  /** The size of an RSA key; 0 for others. */
  bits: number;
}

/** A kind of key, as far as cipher suites tell them apart. */
export type KeyFamily = "RSA" | "EC" | "other";

/** Reads every certificate of a PEM text, in its order. Throws an `Error` for what is no certificate or is cut off. */
export function readChain(pem: string): Link[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  // Without this, a block whose end is missing would be left out without a word.
  if (pem.split("-----BEGIN CERTIFICATE-----").length - 1 !== blocks.length) throw new Error("A block is cut off.");
  return blocks.map((block) => readLink(new X509Certificate(block)));
}

/** Reads one certificate. Throws an `Error` when it is none. */
export function readLink(x509: X509Certificate): Link {
  const { extensions, critical, issuer, publicKey, signature } = certificateFields(x509.raw);
  const extension = (oid: string) => readDer(extensions.get(oid) ?? Buffer.alloc(0))[0];
  const members = (oid: string) => membersOf(extension(oid));
  const dns = (names: DerElement[]) =>
    names.filter(({ tag }) => tag === DNS_NAME).map(({ contents }) => contents.toString().toLowerCase());
  const subtrees = (wanted: number) =>
    dns(membersOf(members(EXTENSION.nameConstraints).find(({ tag }) => tag === wanted)).flatMap(membersOf));
  const permitted = subtrees(PERMITTED);
  return {
    subject: commonNameOf(x509.subject),
    issuer: commonNameOf(x509.issuer),
    notBefore: Date.parse(x509.validFrom),
    notAfter: Date.parse(x509.validTo),
    issuerName: issuer,
    issuerKeyId: members(EXTENSION.authorityKeyId)
      .find(({ tag }) => tag === KEY_IDENTIFIER)
      ?.contents.toString("hex"),
    isCa: x509.ca,
    pathLength: members(EXTENSION.basicConstraints)
      .find(({ tag }) => tag === TAG.integer)
      ?.contents.at(-1),
    maySign: ((extension(EXTENSION.keyUsage)?.contents ?? ANY_USAGE)[1] ?? 0) >= DIGITAL_SIGNATURE,
    usages: extensions.has(EXTENSION.extendedKeyUsage)
      ? members(EXTENSION.extendedKeyUsage).map(({ contents }) => contents.toString("hex"))
      : undefined,
    signature: SIGNATURES[signature] ?? signature,
    key: keyOf(membersOf(publicKey)),
    mustStaple: members(EXTENSION.tlsFeature).some(({ contents }) => [5, 17].includes(contents.at(-1) ?? 0)),
    claimsPublic:
      extensions.has(EXTENSION.certificateTimestamps) ||
      members(EXTENSION.policies).some((policy) => membersOf(policy)[0]?.contents.toString("hex").startsWith(CA_FORUM)),
    dnsNames: dns(members(EXTENSION.subjectAltName)),
    permitted: permitted.length === 0 ? undefined : permitted,
    excluded: subtrees(EXCLUDED),
    unknownCritical: [...critical].filter((oid) => !KNOWN_EXTENSIONS.has(oid)),
    fingerprint: x509.fingerprint256,
    x509,
  };
}

/** Context-specific tags (RFC 5280 §4.2.1.1, §4.2.1.6, §4.2.1.10). */
const [KEY_IDENTIFIER, DNS_NAME, PERMITTED, EXCLUDED] = [0x80, 0x82, 0xa0, 0xa1];
/** The first bit of a bit string, whose first byte counts the unused ones (RFC 5280 §4.2.1.3). */
const DIGITAL_SIGNATURE = 0x80;
const ANY_USAGE = Buffer.from([0, 0xff]);

function keyOf([algorithm, bits]: ReturnType<typeof membersOf>): PublicKey {
  const [type, parameters] = membersOf(algorithm);
  const oid = type?.contents.toString("hex") ?? "";
  const known = KEYS[oid];
  if (known === "RSA") {
    const [modulus] = membersOf(readDer(bits?.contents.subarray(1) ?? Buffer.alloc(0))[0]);
    const size = bitsOf(modulus?.contents ?? Buffer.alloc(0));
    return { kind: "RSA", name: `RSA ${size}`, bits: size };
  }
  if (known !== "EC") return { kind: "other", name: known ?? oid, bits: 0 };
  const curve = parameters?.contents.toString("hex") ?? "";
  const name = CURVES[curve] ?? curve;
  return { kind: name.startsWith("P-") ? "EC" : "other", name, bits: 0 };
}

function bitsOf(integer: Buffer): number {
  const significant = integer[0] === 0 ? integer.subarray(1) : integer;
  return significant.length * 8 - (Math.clz32(significant[0] ?? 0) - 24);
}

function commonNameOf(name: string | undefined = ""): string {
  return /(?:^|\n)CN=([^\n]*)/.exec(name)?.[1] ?? name.replaceAll("\n", ", ");
}

import { type DerElement, readDer } from "../../platform/der.ts";
import { servedName } from "../../platform/hostnames.ts";
import { type CertificateFields, certificateFields, membersOf, OBJECT_ID } from "./certificateFields.ts";

/** For whom a certificate is. */
export interface CertificateNames {
  /**
   * The DNS names that clients can ask for and are content with: lower case, IDN in punycode, a wildcard as
   * `*.example.com`. The common name is among them only where the certificate has no DNS name at all.
   */
  names: string[];
  /** Its IP addresses. No client can ask for one in a handshake (RFC 6066 §3). */
  addresses: string[];
  /**
   * DNS names in it that no client can ask for, or that none would take the certificate for: titles, addresses written as
   * names, `*.com`, `f*.example.com`, a dot at the end, letters beyond ASCII.
   */
  unusable: string[];
  /** The first common name; empty where there is none. */
  commonName: string;
}

/**
 * Reads for whom a certificate (DER) is, from its subject alternative names by their ASN.1 type, as OpenSSL's
 * X509_check_host does: an address, a URI, an e-mail address or any other kind of entry is never a DNS name, whatever it
 * spells, and the common name counts only where no entry is one (docs/decisions/names-are-read-from-the-certificate.md).
 *
 * Throws an `Error` for what is no certificate.
 */
export function certificateNames(der: Buffer): CertificateNames {
  const { subject, extensions } = certificateFields(der);
  const [entries] = readDer(extensions.get(OBJECT_ID.subjectAltName) ?? Buffer.alloc(0));
  const alternatives = membersOf(entries);
  const dnsNames = alternatives.filter(({ tag }) => tag === DNS_NAME).map(({ contents }) => contents.toString());
  const commonNames = commonNamesIn(subject);
  const counted = (dnsNames.length > 0 ? dnsNames : commonNames).map((text) => ({ text, name: servedName(text) }));
  return {
    names: unique(counted.flatMap(({ name }) => name ?? [])),
    addresses: unique(
      alternatives.filter(({ tag }) => tag === IP_ADDRESS).flatMap(({ contents }) => addressIn(contents)),
    ),
    unusable:
      dnsNames.length === 0
        ? []
        : unique(counted.flatMap(({ text, name }) => (name === undefined ? printable(text) : []))),
    commonName: printable(commonNames[0] ?? ""),
  };
}

/** Context-specific tags of subject alternative names (RFC 5280 §4.2.1.6). */
const [DNS_NAME, IP_ADDRESS] = [0x82, 0x87];

function commonNamesIn(subject: CertificateFields["subject"]): string[] {
  return subject.filter(({ type }) => type === OBJECT_ID.commonName).map(({ value }) => textOf(value));
}

/** A string of a subject; each kind has its own alphabet (X.680 §41). */
function textOf({ tag, contents }: DerElement): string {
  if (tag === BMP_STRING && contents.length % 2 === 0) return Buffer.from(contents).swap16().toString("utf16le");
  if (tag === UNIVERSAL_STRING && contents.length % 4 === 0) {
    const points = Array.from({ length: contents.length / 4 }, (_, at) => contents.readUInt32BE(at * 4));
    return points.map((point) => (point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point))).join("");
  }
  return contents.toString(tag === UTF8_STRING ? "utf8" : "latin1");
}

const [UTF8_STRING, UNIVERSAL_STRING, BMP_STRING] = [12, 28, 30];

/** `192.0.2.1`, `2001:db8::1`; nothing for what has another length than an address. */
function addressIn(bytes: Buffer): string[] {
  if (bytes.length === 4) return [bytes.join(".")];
  if (bytes.length !== 16) return [];
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return [new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1)];
}

/** What may stand in a sentence: nothing that a terminal or a log takes for more than a letter. */
function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, "\ufffd");
}

function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}

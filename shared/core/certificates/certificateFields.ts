import { type DerElement, readDer, TAG } from "../../platform/der.ts";

/** What Node does not tell of a certificate, as it stands in its DER. */
export interface CertificateFields {
  /** The values of the subject's attributes, by the object identifier in hex: `550403` is the common name. */
  subject: { type: string; value: DerElement }[];
  /** The extensions' contents, by the object identifier in hex: `551d11` are the subject alternative names. */
  extensions: ReadonlyMap<string, Buffer>;
  /** Those of the extensions that whoever does not know them must not pass over. */
  critical: ReadonlySet<string>;
  /** The issuer's name, as its contents are written. */
  issuer: Buffer;
  /** The subject's public key (SubjectPublicKeyInfo). */
  publicKey: DerElement | undefined;
  /** Object identifier, in hex, of the algorithm that it is signed with. */
  signature: string;
}

/** Object identifiers in hex, as they stand in DER. */
export const OBJECT_ID = {
  /** 2.5.4.3 */
  commonName: "550403",
  /** 2.5.29.17 */
  subjectAltName: "551d11",
  /** 2.5.29.35 */
  authorityKeyId: "551d23",
} as const;

/**
 * Reads subject and extensions of a certificate in DER (RFC 5280 §4.1). Throws an `Error` for what is no certificate and
 * for an extension that stands there twice, which no certificate may have (§4.2).
 */
export function certificateFields(der: Buffer): CertificateFields {
  const [certificate] = readDer(der);
  const [toBeSigned, algorithm] = membersOf(certificate);
  const fields = membersOf(toBeSigned);
  // Only the version, which may be left out, has the tag [0].
  const [, , issuer, , subject, publicKey] = fields[0]?.tag === VERSION ? fields.slice(1) : fields;
  const extensions = new Map<string, Buffer>();
  const critical = new Set<string>();
  for (const list of membersOf(fields.find(({ tag }) => tag === EXTENSIONS))) {
    for (const extension of membersOf(list)) {
      const members = membersOf(extension);
      const name = members[0]?.contents.toString("hex") ?? "";
      if (extensions.has(name)) throw new Error(`The certificate has the extension ${name} twice.`);
      extensions.set(name, members.at(-1)?.contents ?? Buffer.alloc(0));
      if (members[1]?.tag === TAG.boolean && members[1].contents[0] !== 0) critical.add(name);
    }
  }
  return {
    subject: membersOf(subject).flatMap(membersOf).flatMap(attributeOf),
    extensions,
    critical,
    issuer: issuer?.contents ?? Buffer.alloc(0),
    publicKey,
    signature: membersOf(algorithm)[0]?.contents.toString("hex") ?? "",
  };
}

/** What an element that holds others holds; nothing where it is missing. */
export function membersOf(element: DerElement | undefined): DerElement[] {
  return element === undefined ? [] : readDer(element.contents);
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

function attributeOf(attribute: DerElement): CertificateFields["subject"] {
  const [type, value] = membersOf(attribute);
  if (type?.tag !== TAG.objectId || value === undefined) return [];
  return [{ type: type.contents.toString("hex"), value }];
}

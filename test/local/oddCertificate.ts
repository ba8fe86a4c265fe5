// @peculiar/x509 wants it before itself.
import "reflect-metadata";
import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { SubjectKeyIdentifierExtension, X509Certificate } from "@peculiar/x509";

/** A member of a certificate's subject: the object identifier in hex, the tag of its string, and the string's bytes. */
interface SubjectPart {
  type: string;
  tag: number;
  value: Buffer;
}

/** What a certificate shall say; nothing of it is checked, so that it may say what none should. */
export interface OddRequest {
  subject?: SubjectPart[];
  /** Subject alternative names: context-specific tag and bytes, as in RFC 5280 §4.2.1.6. None: without the extension. */
  alternatives?: { tag: number; value: Buffer }[];
  /** How often the list of them stands there; once unless given, which is all that a certificate may have. */
  lists?: number;
  notBefore?: Date;
  notAfter?: Date;
  /** The root that signs it, with an identifier of its key; self-signed by default. */
  issuer?: { certificatePem: string; privateKeyPem: string };
}

/**
 * Makes a certificate, self-signed or signed by `issuer`, written byte by byte here: libraries refuse to write the names
 * that this is for. It shares nothing with what reads certificates in the product or in the local cloud.
 */
export function oddCertificate(request: OddRequest): { certificatePem: string; privateKeyPem: string; der: Buffer } {
  const { subject = [], alternatives = [], lists = 1, notBefore = new Date(Date.now() - DAY_MS) } = request;
  const { notAfter = new Date(Date.now() + 90 * DAY_MS), issuer } = request;
  const name = node(0x30, ...subject.map((part) => node(0x31, node(0x30, oid(part.type), node(part.tag, part.value)))));
  const root = issuer && readRoot(issuer.certificatePem);
  const list = extension("551d11", ...alternatives.map(({ tag, value }) => node(tag, value)));
  const extensions = [
    ...(alternatives.length === 0 ? [] : Array.from({ length: lists }, () => list)),
    // RFC 5280 §4.2.1.1.
    ...(root === undefined ? [] : [extension("551d23", node(0x80, root.keyId))]),
  ];
  const algorithm = node(0x30, oid("2a8648ce3d040302"));
  const serial = createHash("sha256").update(JSON.stringify(request)).digest().subarray(0, 8);
  const toBeSigned = node(
    0x30,
    node(0xa0, node(0x02, Buffer.from([2]))),
    node(0x02, Buffer.concat([Buffer.from([1]), serial])),
    algorithm,
    root?.name ?? name,
    node(0x30, time(notBefore), time(notAfter)),
    name,
    keys.publicKey.export({ type: "spki", format: "der" }),
    ...(extensions.length === 0 ? [] : [node(0xa3, node(0x30, ...extensions))]),
  );
  const signature = createSign("sha256")
    .update(toBeSigned)
    .sign(issuer?.privateKeyPem ?? keys.privateKey);
  const der = node(0x30, toBeSigned, algorithm, node(0x03, Buffer.from([0]), signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificatePem: ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n"),
    privateKeyPem: keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    der,
  };
}

/** A common name in UTF-8, as nearly all are written. */
export function commonName(text: string, tag = 12): SubjectPart {
  return { type: "550403", tag, value: Buffer.from(text) };
}

/** A subject alternative name of a kind. */
export function alternative(kind: keyof typeof KINDS, text: string): { tag: number; value: Buffer } {
  return { tag: KINDS[kind], value: kind === "ip" ? Buffer.from(text.split(".").map(Number)) : Buffer.from(text) };
}

const KINDS = { email: 0x81, dns: 0x82, uri: 0x86, ip: 0x87 } as const;
const DAY_MS = 86_400_000;
const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

function extension(type: string, ...members: Buffer[]): Buffer {
  return node(0x30, oid(type), node(0x04, node(0x30, ...members)));
}

/** What certificates say of the root that signs them: its name, DER, and the identifier of its key. */
function readRoot(pem: string): { name: Buffer; keyId: Buffer } {
  const root = new X509Certificate(pem);
  const { keyId } = root.getExtension(SubjectKeyIdentifierExtension) ?? {};
  if (keyId === undefined) throw new Error(`${root.subject} does not identify its key.`);
  return { name: Buffer.from(root.subjectName.toArrayBuffer()), keyId: Buffer.from(keyId, "hex") };
}

function node(tag: number, ...contents: Buffer[]): Buffer {
  const { length } = Buffer.concat(contents);
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x83, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), ...contents]);
}

function oid(hex: string): Buffer {
  return node(0x06, Buffer.from(hex, "hex"));
}

/** GeneralizedTime is DER from 2050 on only; OpenSSL minds that in no place that matters here. */
function time(date: Date): Buffer {
  return node(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replaceAll(/\D/g, "")}Z`));
}

import { createPublicKey, type KeyLike, sign } from "node:crypto";

/**
 * A certificate signing request (PKCS #10, PEM) for a P-256 key and these names, the first of which that fits is the
 * common name, too. Node cannot make one, and a library that can weighs three times what a function may
 * (docs/decisions/a-certificate-request-in-fifty-lines.md).
 */
export function certificateRequest(names: string[], privateKeyPem: KeyLike): string {
  const commonName = names.find((name) => name.length <= LONGEST_COMMON_NAME);
  const subject = commonName === undefined ? [] : [set(sequence(OID.commonName, der(UTF8_STRING, text(commonName))))];
  const alternatives = sequence(...names.map((name) => der(DNS_NAME, text(name))));
  const extensions = sequence(sequence(OID.subjectAltName, der(OCTET_STRING, alternatives)));
  const info = sequence(
    der(INTEGER, Buffer.from([0])),
    sequence(...subject),
    createPublicKey(privateKeyPem).export({ type: "spki", format: "der" }),
    der(ATTRIBUTES, sequence(OID.extensionRequest, set(extensions))),
  );
  const signature = Buffer.concat([NO_UNUSED_BITS, sign("sha256", info, privateKeyPem)]);
  const request = sequence(info, sequence(OID.ecdsaWithSha256), der(BIT_STRING, signature));
  const lines = request.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE REQUEST-----", ...lines, "-----END CERTIFICATE REQUEST-----", ""].join("\n");
}

/** The longest text that a common name can be (RFC 5280, ub-common-name). */
const LONGEST_COMMON_NAME = 64;

/** Tags (X.690 §8); the last two are context-specific: RFC 2986 §4.1, RFC 5280 §4.2.1.6. */
const [INTEGER, BIT_STRING, OCTET_STRING, OBJECT_ID, UTF8_STRING, SEQUENCE, SET] = [2, 3, 4, 6, 12, 0x30, 0x31];
const [ATTRIBUTES, DNS_NAME] = [0xa0, 0x82];
const NO_UNUSED_BITS = Buffer.from([0]);

const OID = {
  /** 2.5.4.3 */
  commonName: der(OBJECT_ID, Buffer.from("550403", "hex")),
  /** 2.5.29.17 */
  subjectAltName: der(OBJECT_ID, Buffer.from("551d11", "hex")),
  /** 1.2.840.113549.1.9.14 */
  extensionRequest: der(OBJECT_ID, Buffer.from("2a864886f70d01090e", "hex")),
  /** 1.2.840.10045.4.3.2 */
  ecdsaWithSha256: der(OBJECT_ID, Buffer.from("2a8648ce3d040302", "hex")),
};

function sequence(...members: Buffer[]): Buffer {
  return der(SEQUENCE, ...members);
}

function set(...members: Buffer[]): Buffer {
  return der(SET, ...members);
}

/** Tag, length, contents: lengths from 128 on say first in how many bytes they are written. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

function text(value: string): Buffer {
  return Buffer.from(value, "utf8");
}

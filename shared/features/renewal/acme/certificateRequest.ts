import { createPublicKey, type KeyObject, sign } from "node:crypto";
import { OBJECT_ID } from "../../../core/certificates/certificateFields.ts";
import { TAG, writeDer } from "../../../platform/der.ts";

/**
 * A certificate signing request (PKCS #10, PEM) for an RSA, P-256 or P-384 key and these names, the first of which that
 * fits is the common name, too. Node cannot make one, and a library that can weighs three times what a function may
 * (docs/decisions/a-certificate-request-in-fifty-lines.md).
 */
export function certificateRequest(names: string[], privateKey: KeyObject): string {
  const commonName = names.find((name) => name.length <= LONGEST_COMMON_NAME);
  const subject = commonName === undefined ? [] : [set(sequence(OID.commonName, writeDer(TAG.utf8, text(commonName))))];
  const alternatives = sequence(...names.map((name) => writeDer(DNS_NAME, text(name))));
  const extensions = sequence(sequence(OID.subjectAltName, writeDer(TAG.octetString, alternatives)));
  const info = sequence(
    writeDer(TAG.integer, Buffer.from([0])),
    sequence(...subject),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    writeDer(ATTRIBUTES, sequence(OID.extensionRequest, set(extensions))),
  );
  const { hash, algorithm } = signatureOf(privateKey);
  const signature = Buffer.concat([NO_UNUSED_BITS, sign(hash, info, privateKey)]);
  const request = sequence(info, sequence(...algorithm), writeDer(TAG.bitString, signature));
  const lines = request.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE REQUEST-----", ...lines, "-----END CERTIFICATE REQUEST-----", ""].join("\n");
}

/** The longest text that a common name can be (RFC 5280, ub-common-name). */
const LONGEST_COMMON_NAME = 64;

/** Context-specific tags: RFC 2986 §4.1, RFC 5280 §4.2.1.6. */
const [ATTRIBUTES, DNS_NAME] = [0xa0, 0x82];
const NO_UNUSED_BITS = Buffer.from([0]);

const OID = {
  commonName: objectId(OBJECT_ID.commonName),
  subjectAltName: objectId(OBJECT_ID.subjectAltName),
  /** 1.2.840.113549.1.9.14 */
  extensionRequest: objectId("2a864886f70d01090e"),
  /** 1.2.840.10045.4.3.2 */
  ecdsaWithSha256: objectId("2a8648ce3d040302"),
  /** 1.2.840.10045.4.3.3 */
  ecdsaWithSha384: objectId("2a8648ce3d040303"),
  /** 1.2.840.113549.1.1.11 */
  sha256WithRsa: objectId("2a864886f70d01010b"),
};

/** Only RSA has parameters, and they are NULL (RFC 4055 §5, RFC 5758 §3.2). */
function signatureOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): { hash: string; algorithm: Buffer[] } {
  if (asymmetricKeyType === "rsa") return { hash: "sha256", algorithm: [OID.sha256WithRsa, writeDer(TAG.null)] };
  if (asymmetricKeyDetails?.namedCurve === "secp384r1") return { hash: "sha384", algorithm: [OID.ecdsaWithSha384] };
  return { hash: "sha256", algorithm: [OID.ecdsaWithSha256] };
}

function objectId(hex: string): Buffer {
  return writeDer(TAG.objectId, Buffer.from(hex, "hex"));
}

function sequence(...members: Buffer[]): Buffer {
  return writeDer(TAG.sequence, ...members);
}

function set(...members: Buffer[]): Buffer {
  return writeDer(TAG.set, ...members);
}

function text(value: string): Buffer {
  return Buffer.from(value, "utf8");
}

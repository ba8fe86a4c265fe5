/** One element of DER (X.690 §8.1): its tag, and what it holds. */
export interface DerElement {
  tag: number;
  contents: Buffer;
}

/** Tags (X.690 §8) that certificates and requests are made of. */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  objectId: 6,
  utf8: 12,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Writes one element: lengths from 128 on say first in how many bytes they are written. */
export function writeDer(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

/** The elements that stand one after another in `bytes`. Throws an `Error` where they are no DER. */
export function readDer(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0x80;
    // Certificates have no tags of several bytes, and DER no lengths that are told by an end mark.
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if ((tag & 0x1f) === 0x1f || first === 0x80 || lengthBytes > 4) throw new Error("This is no DER.");
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : bytes.subarray(at + 2, start).readUIntBE(0, lengthBytes);
    if (start + length > bytes.length) throw new Error("This DER ends in the middle of an element.");
    elements.push({ tag, contents: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

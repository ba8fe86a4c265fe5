import { X509Certificate } from "node:crypto";

/** What a certificate says about whom it is for, entry by entry as it stands there. */
interface NameEntries {
  /** `dns` and `ip` entries of the subject alternative names, in the certificate's order. */
  alternatives: { kind: "dns" | "ip"; text: string }[];
  commonNames: string[];
}

/** Reads the entries of the first certificate of a PEM text. Throws the system's error when it is no certificate. */
export function nameEntries(certificatePem: string): NameEntries {
  const bytes = new X509Certificate(certificatePem).raw;
  const entries: NameEntries = { alternatives: [], commonNames: [] };
  // Of what is signed, the subject is the fourth sequence: behind algorithm, issuer and validity.
  const signed = within(bytes, within(bytes, { start: 0, end: bytes.length })[0])[0];
  const parts = within(bytes, signed);
  const subject = parts.filter(({ tag }) => tag === 0x30)[3];
  for (const set of within(bytes, subject)) {
    for (const attribute of within(bytes, set)) {
      const [type, value] = within(bytes, attribute);
      if (type === undefined || value === undefined || !holds(bytes, type, COMMON_NAME)) continue;
      entries.commonNames.push(letters(bytes, value));
    }
  }
  const extensions = parts.find(({ tag }) => tag === 0xa3);
  for (const extension of within(bytes, within(bytes, extensions)[0])) {
    const fields = within(bytes, extension);
    const [type] = fields;
    if (type === undefined || !holds(bytes, type, SUBJECT_ALTERNATIVE_NAME)) continue;
    for (const entry of within(bytes, within(bytes, fields.at(-1))[0])) {
      const content = bytes.subarray(entry.start, entry.end);
      if (entry.tag === 0x82) entries.alternatives.push({ kind: "dns", text: content.toString("latin1") });
      if (entry.tag === 0x87) entries.alternatives.push({ kind: "ip", text: addressText(content) });
    }
  }
  return entries;
}

const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALTERNATIVE_NAME = [0x55, 0x1d, 0x11];

/** An element's tag, and from where to where its contents go. */
interface Span {
  tag?: number;
  start: number;
  end: number;
}

/** The elements between two places: a tag of one byte, a length, and as many bytes (X.690 §8.1). */
function within(bytes: Buffer, outer: Span | undefined): Required<Span>[] {
  const found: Required<Span>[] = [];
  let at = outer?.start ?? 0;
  while (outer !== undefined && at < outer.end) {
    const tag = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    const more = short > 0x80 ? short - 0x80 : 0;
    const start = at + 2 + more;
    const end = start + (more === 0 ? short : bytes.readUIntBE(at + 2, more));
    if (end > outer.end) throw new Error(`The element at byte ${at} goes beyond what holds it.`);
    found.push({ tag, start, end });
    at = end;
  }
  return found;
}

function holds(bytes: Buffer, { start, end }: Span, content: number[]): boolean {
  return bytes.subarray(start, end).equals(Buffer.from(content));
}

/** The letters of a string of a subject: one, two or four bytes each, or UTF-8 (X.680 §41). */
function letters(bytes: Buffer, { tag, start, end }: Required<Span>): string {
  const content = bytes.subarray(start, end);
  const width = tag === 0x1e ? 2 : tag === 0x1c ? 4 : 1;
  if (width === 1 || content.length % width !== 0) return content.toString(tag === 0x0c ? "utf8" : "latin1");
  const codes = Array.from({ length: content.length / width }, (_, at) => content.readUIntBE(at * width, width));
  return codes.map((code) => String.fromCodePoint(Math.min(code, 0x10_ff_ff))).join("");
}

function addressText(content: Buffer): string {
  if (content.length === 4) return content.join(".");
  return (content.toString("hex").match(/.{1,4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, "")).join(":");
}

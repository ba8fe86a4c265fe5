import { inflateRawSync } from "node:zlib";

/** A file in an archive. */
interface ZipEntry {
  name: string;
  data: Buffer;
}

/** Signatures of the records, and where their fields are (PKWARE's APPNOTE, 4.3). */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const END_SIZE = 22;
const MAX_COMMENT = 65_535;
/** The largest unpacked code that the cloud takes is 500 MB; ours is smaller. */
const MAX_SIZE = 100 * 1024 * 1024;

/** The files of a zip archive, stored or deflated. Throws `RangeError` when it is none, or too large. */
export function unzip(archive: Buffer): ZipEntry[] {
  const end = findEnd(archive);
  const entries: ZipEntry[] = [];
  let size = 0;
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== CENTRAL) throw new RangeError("central directory");
    const method = archive.readUInt16LE(at + 10);
    const packed = archive.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const local = archive.readUInt32LE(at + 42);
    const name = archive.toString("utf8", at + 46, at + 46 + (nameLength ?? 0));
    // The local header has lengths of its own.
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    if (!name.endsWith("/")) {
      const content = archive.subarray(start, start + packed);
      const data = method === 0 ? content : inflateRawSync(content, { maxOutputLength: MAX_SIZE });
      size += data.length;
      if (size > MAX_SIZE) throw new RangeError("size");
      entries.push({ name, data });
    }
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function findEnd(archive: Buffer): number {
  for (let at = archive.length - END_SIZE; at >= Math.max(0, archive.length - END_SIZE - MAX_COMMENT); at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new RangeError("end of central directory");
}

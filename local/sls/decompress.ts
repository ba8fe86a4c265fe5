import * as zlib from "node:zlib";
import { CloudError } from "../wire/cloudError.ts";
import { unpackZstd } from "./unpackZstd.ts";

/** The largest body of a write, unpacked. */
const MAX_RAW_SIZE = 10 * 1024 * 1024;

/**
 * Unpacks a request body as its headers `x-log-compresstype` (`lz4`, `zstd`, `deflate`, or none) and `x-log-bodyrawsize` say.
 * Throws `CloudError` when it is something else, or too large.
 */
export function decompress(body: Buffer, headers: Record<string, string>): Buffer {
  const type = headers["x-log-compresstype"] ?? "";
  const unpack = UNPACK.get(type);
  if (unpack === undefined) {
    throw new CloudError(400, "InvalidCompressType", `The compress type ${type} is not supported.`);
  }
  const rawSize = Number(headers["x-log-bodyrawsize"] ?? body.length);
  if (!Number.isInteger(rawSize) || rawSize < 0 || rawSize > MAX_RAW_SIZE || body.length > MAX_RAW_SIZE) {
    throw new CloudError(
      400,
      "PostBodyTooLarge",
      `The body is larger than ${MAX_RAW_SIZE} bytes, or has no valid size.`,
    );
  }
  try {
    return unpack(body, rawSize);
  } catch {
    throw new CloudError(400, "PostBodyUncompressError", "The body cannot be uncompressed.");
  }
}

const UNPACK = new Map<string, (body: Buffer, rawSize: number) => Buffer>([
  ["", (body) => body],
  ["deflate", (body) => zlib.inflateSync(body, { maxOutputLength: MAX_RAW_SIZE })],
  ["lz4", uncompressLz4Block],
  ["zstd", uncompressZstd],
]);

/** By Node where it can: since 22.15. */
function uncompressZstd(body: Buffer, rawSize: number): Buffer {
  const unpack = (zlib as { zstdDecompressSync?: (body: Buffer, options: object) => Buffer }).zstdDecompressSync;
  if (unpack === undefined) return unpackZstd(body, rawSize);
  const raw = unpack(body, { maxOutputLength: MAX_RAW_SIZE });
  if (raw.length !== rawSize) throw new RangeError("size");
  return raw;
}

/**
 * An LZ4 block: sequences of a token (lengths of literals and match), literals, and a 2-byte offset back into what has
 * been written; the last sequence has literals only. Throws `RangeError` when it does not fill `rawSize` bytes exactly.
 */
function uncompressLz4Block(block: Buffer, rawSize: number): Buffer {
  const raw = Buffer.alloc(rawSize);
  let at = 0;
  let written = 0;
  const longer = (length: number): number => {
    if (length < 15) return length;
    let total = length;
    let byte = 255;
    while (byte === 255) {
      byte = block.readUInt8(at++);
      total += byte;
    }
    return total;
  };
  while (at < block.length) {
    const token = block.readUInt8(at++);
    const literals = longer(token >> 4);
    if (at + literals > block.length || written + literals > rawSize) throw new RangeError("literals");
    block.copy(raw, written, at, at + literals);
    at += literals;
    written += literals;
    if (at === block.length) break;
    const offset = block.readUInt16LE(at);
    at += 2;
    const end = written + longer(token & 15) + 4;
    if (offset === 0 || offset > written || end > rawSize) throw new RangeError("match");
    // Byte by byte, because a match may overlap what it writes.
    for (; written < end; written += 1) raw.writeUInt8(raw.readUInt8(written - offset), written);
  }
  if (written !== rawSize) throw new RangeError("size");
  return raw;
}

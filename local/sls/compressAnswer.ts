import { deflateSync } from "node:zlib";
import type { WireResponse } from "../wire/exchange.ts";

/**
 * An answer in the form that `Accept-Encoding` asks for: `lz4`, `zstd` or `gzip`, said in `x-log-compresstype`, with the size of the
 * whole in `x-log-bodyrawsize`; as it is where none of them is asked for alone, as by HTTP libraries that name all they know.
 * LZ4 and zstd are written without looking for repetitions: what any reader takes, and no smaller than it was. Node 20 has
 * no zstd, and no library for it that compresses is kept up.
 */
export function compressAnswer(answer: WireResponse, headers: Record<string, string>): WireResponse {
  const asked = (headers["accept-encoding"] ?? "").trim().toLowerCase();
  const write = WRITERS.get(asked);
  const body = Buffer.from(answer.body);
  const sized = { ...answer.headers, "x-log-bodyrawsize": String(body.length) };
  if (write === undefined || body.length === 0) return { ...answer, headers: sized };
  return { ...answer, headers: { ...sized, "x-log-compresstype": asked }, body: write(body) };
}

const WRITERS = new Map<string, (raw: Buffer) => Buffer>([
  ["lz4", lz4Block],
  ["zstd", zstdFrame],
  // What the SDKs read as gzip is zlib's own form.
  ["gzip", (raw) => deflateSync(raw)],
]);

/** One sequence of literals, which is also the last one (LZ4 block format, "end of block"). */
function lz4Block(raw: Buffer): Buffer {
  const more = raw.length - 15;
  if (more < 0) return Buffer.concat([Buffer.from([raw.length << 4]), raw]);
  const length = Buffer.alloc(Math.floor(more / 255) + 1, 255);
  length[length.length - 1] = more % 255;
  return Buffer.concat([Buffer.from([0xf0]), length, raw]);
}

/** A frame of raw blocks in a single segment (RFC 8878 §3.1.1). */
function zstdFrame(raw: Buffer): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(raw.length, 5);
  const parts: Buffer[] = [head];
  for (let at = 0; at < raw.length; at += LARGEST_BLOCK) {
    const block = raw.subarray(at, at + LARGEST_BLOCK);
    const blockHead = Buffer.alloc(3);
    blockHead.writeUIntLE((block.length << 3) | (at + LARGEST_BLOCK >= raw.length ? 1 : 0), 0, 3);
    parts.push(blockHead, block);
  }
  return Buffer.concat(parts);
}

const LARGEST_BLOCK = 128 * 1024;

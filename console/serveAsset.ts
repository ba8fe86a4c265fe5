import { brotliCompressSync } from "node:zlib";
import { type Asset, assets } from "./assets.ts";

/** A file by its name, for a year: another content has another name. Undefined when there is none of that name. */
export function serveAsset(name: string, accepted: string): Response | undefined {
  const asset = Object.values(assets).find((one) => one.name === name);
  if (asset === undefined) return undefined;
  const isTaken = /\bbr\b/.test(accepted);
  return new Response(isTaken ? brotliOf(asset) : asset.text, {
    headers: {
      "content-type": asset.type,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      ...(isTaken ? { "content-encoding": "br" } : {}),
    },
  });
}

/** Compressed when it is first asked for, once for each instance: in the package it is compressed with everything else. */
function brotliOf({ name, text }: Asset): Buffer<ArrayBuffer> {
  const known = compressed.get(name) ?? Buffer.from(brotliCompressSync(text));
  compressed.set(name, known);
  return known;
}

const compressed = new Map<string, Buffer<ArrayBuffer>>();

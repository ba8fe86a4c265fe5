import { brotliDecompressSync } from "node:zlib";
import { type Asset, assets } from "./assets.ts";

/** A file by its name, for a year: another content has another name. Undefined when there is none of that name. */
export function serveAsset(name: string, accepted: string): Response | undefined {
  const asset = Object.values(assets).find((one) => one.name === name);
  if (asset === undefined) return undefined;
  const isTaken = /\bbr\b/.test(accepted);
  const bytes = Buffer.from(asset.brotli, "base64");
  return new Response(isTaken ? bytes : plain(asset, bytes), {
    headers: {
      "content-type": asset.type,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      ...(isTaken ? { "content-encoding": "br" } : {}),
    },
  });
}

function plain({ brotli }: Asset, bytes: Buffer): Buffer<ArrayBuffer> | string {
  return brotli === "" ? "" : Buffer.from(brotliDecompressSync(bytes));
}

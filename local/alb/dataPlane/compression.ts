import type { IncomingMessage } from "node:http";
import { constants, createGzip, type Gzip } from "node:zlib";
import type { Exchange } from "./exchange.ts";
import type { RawHeaders } from "./headers.ts";

/** How an answer is compressed on its way to the client. */
interface Compression {
  stream: Gzip;
  /** Fields of the server's answer that no longer hold, in lower case. */
  replaced: readonly string[];
  headers: RawHeaders;
}

/** What is worth compressing; the list that Alibaba Cloud publishes for its load balancers. */
const COMPRESSIBLE = new Set([
  "application/atom+xml",
  "application/javascript",
  "application/json",
  "application/rss+xml",
  "application/x-javascript",
  "application/xml",
  "text/css",
  "text/html",
  "text/javascript",
  "text/plain",
  "text/xml",
]);

/** Bytes below which an answer of known length is left alone. */
const SMALLEST = 1024;

/** Compresses when the listener does, the client can, and the answer is worth it; undefined otherwise. */
export function gzipFor({ listener, request }: Exchange, answered: IncomingMessage): Compression | undefined {
  if (!listener.gzip || request.method === "HEAD" || answered.statusCode !== 200) return undefined;
  const { "content-type": type = "", "content-encoding": encoding, "content-length": length, etag } = answered.headers;
  if (encoding !== undefined || !COMPRESSIBLE.has(type.split(";")[0]?.trim().toLowerCase() ?? "")) return undefined;
  if (length !== undefined && Number(length) < SMALLEST) return undefined;
  if (!acceptsGzip(request.headers["accept-encoding"])) return undefined;
  return {
    // A stream of unknown length may be a live one: its client must see each chunk at once.
    stream: createGzip(length === undefined ? { flush: constants.Z_SYNC_FLUSH } : {}),
    replaced: REPLACED,
    headers: [
      "Content-Encoding",
      "gzip",
      "Vary",
      "Accept-Encoding",
      ...(etag === undefined ? [] : ["ETag", etag.startsWith("W/") ? etag : `W/${etag}`]),
    ],
  };
}

const REPLACED: readonly string[] = ["content-length", "etag", "accept-ranges"];

function acceptsGzip(accepted: string | string[] | undefined): boolean {
  return [accepted ?? []]
    .flat()
    .join(",")
    .split(",")
    .some((offer) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/i.test(offer));
}

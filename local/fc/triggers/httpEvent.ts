import { isUtf8 } from "node:buffer";
import { decodePairs, decodePath, encode } from "../../ram/signatures/encoding.ts";
import type { WireRequest } from "../../wire/exchange.ts";

/** Bodies of these types come as text, every other in base64 (real-cloud.md F3): a form, too. */
const TEXT = /^(?:text\/.*|application\/(?:json|ld\+json|xhtml\+xml|xml|atom\+xml|javascript))$/;

/** The event of an HTTP trigger, version v1 (functionCompute.md §5). */
export function httpEvent(options: {
  request: WireRequest;
  query: Record<string, string>;
  /** As the function is to see it, without a prefix of ours. */
  path: string;
  requestId: string;
  accountId: string;
  domainPrefix: string;
  /** What it was called by: the function's own, or one that is bound to it. */
  domainName: string;
  now: number;
  /** Whether values of the query are decoded (real-cloud.md FR25). */
  isDecoded?: boolean;
}) {
  const { request, path, requestId, accountId, domainPrefix, domainName, now, isDecoded = true } = options;
  const text = request.body.toString("utf8");
  const [type = ""] = (request.headers["content-type"] ?? "").split(";");
  const isText = request.body.length === 0 || (TEXT.test(type.trim().toLowerCase()) && isUtf8(request.body));
  return {
    version: "v1",
    rawPath: path,
    body: isText ? text : request.body.toString("base64"),
    isBase64Encoded: !isText,
    headers: request.headers,
    queryParameters: queryParameters(request.rawQuery, isDecoded),
    requestContext: {
      accountId,
      domainName,
      domainPrefix,
      requestId,
      time: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
      timeEpoch: String(now),
      http: {
        method: request.method,
        path: decodePath(path),
        protocol: "HTTP/1.1",
        sourceIp: request.remoteAddress,
        userAgent: request.headers["user-agent"] ?? "",
      },
    },
  };
}

/** Several values of one name are joined by commas. */
function queryParameters(rawQuery: string, isDecoded: boolean): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, decoded] of decodePairs(rawQuery)) {
    const value = isDecoded ? decoded : encode(decoded);
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

import { decodePairs, decodePath } from "../../ram/signatures/encoding.ts";
import type { WireRequest } from "../../wire/exchange.ts";

/** The event of an HTTP trigger, version v1 (functionCompute.md §5). */
export function httpEvent(options: {
  request: WireRequest;
  query: Record<string, string>;
  /** As the function is to see it, without a prefix of ours. */
  path: string;
  requestId: string;
  accountId: string;
  domainPrefix: string;
  region: string;
  now: number;
}) {
  const { request, path, requestId, accountId, domainPrefix, region, now } = options;
  const text = request.body.toString("utf8");
  const isText = Buffer.from(text, "utf8").equals(request.body);
  return {
    version: "v1",
    rawPath: decodePath(path),
    body: isText ? text : request.body.toString("base64"),
    isBase64Encoded: !isText,
    headers: request.headers,
    queryParameters: queryParameters(request.rawQuery),
    requestContext: {
      accountId,
      domainName: `${domainPrefix}.${region}.fcapp.run`,
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
function queryParameters(rawQuery: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of decodePairs(rawQuery)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

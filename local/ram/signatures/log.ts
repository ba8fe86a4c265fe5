import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { decodePairs, decodePath } from "./encoding.ts";
import { headerLines } from "./headerLines.ts";
import type { SignatureFamily } from "./signature.ts";

/** LOG, HMAC-SHA1 or HMAC-SHA256: the two clients of Simple Log Service (wire.md §5). The host is not signed. */
export const logSignature: SignatureFamily = {
  signs: ({ headers }) => headers.authorization?.startsWith("LOG ") === true,
  read(request) {
    const { headers, body } = request;
    const [, accessKeyId, signature] = /^LOG ([^:]+):(.+)$/.exec(headers.authorization ?? "") ?? [];
    const date = headers["x-log-date"] ?? headers.date;
    const digest = DIGESTS.get(headers["x-log-signaturemethod"] ?? "");
    if (accessKeyId === undefined || signature === undefined || date === undefined || digest === undefined) return;
    const token = headers["x-acs-security-token"];
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: Date.parse(date),
      signature,
      bodyIsSigned: body.length === 0 || (headers["content-md5"] ?? "").toUpperCase() === md5(body),
      expected: (secret) => createHmac(digest, secret).update(stringToSign(request, date)).digest("base64"),
      // The vendor's Python client signs, and then repeats its Date as `x-log-date` for proxies that drop the Date.
      otherwise(secret) {
        const { "x-log-date": repeated, ...headers } = request.headers;
        if (repeated !== headers.date) return "";
        return createHmac(digest, secret)
          .update(stringToSign({ ...request, headers }, date))
          .digest("base64");
      },
    };
  },
  refusals: {
    incomplete: [
      400,
      "InvalidAuthorization",
      "The authorization header or one of the headers it needs is missing or invalid.",
    ],
    unknownKey: [401, "Unauthorized", "The AccessKeyId is unauthorized."],
    wrongSignature: [401, "SignatureNotMatch", "The signature of the request does not match."],
    badDate: [400, "InvalidDateFormat", "The date of the request must follow RFC822."],
    skewed: [400, "RequestTimeExpired", "The request time differs from the server time by more than 15 minutes."],
    replayed: [400, "RequestTimeExpired", "The request was received before."],
    tokenMissing: [401, "Unauthorized", "The security token is missing."],
    tokenMismatch: [401, "Unauthorized", "The security token you provided is invalid."],
    tokenExpired: [401, "Unauthorized", "The security token you provided has expired."],
  },
};

const DIGESTS = new Map([
  ["hmac-sha1", "sha1"],
  ["hmac-sha256", "sha256"],
]);

function stringToSign({ method, headers, path, rawQuery }: WireRequest, date: string): string {
  const query = decodePairs(rawQuery)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join("&");
  const first = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date];
  const resource = query === "" ? decodePath(path) : `${decodePath(path)}?${query}`;
  return `${first.join("\n")}\n${headerLines(headers, ["x-log-", "x-acs-"])}${resource}`;
}

function md5(body: Buffer): string {
  return createHash("md5").update(body).digest("hex").toUpperCase();
}

import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { decodePath } from "./encoding.ts";
import { headerLines } from "./headerLines.ts";
import type { SignatureFamily } from "./signature.ts";

/** FC, HMAC-SHA256: `@alicloud/fc2` (wire.md §7). The query is not signed, the body only by its digest. */
export const fc: SignatureFamily = {
  signs: ({ headers }) => headers.authorization?.startsWith("FC ") === true,
  read(request) {
    const { headers, body } = request;
    const [, accessKeyId, signature] = /^FC ([^:]+):(.+)$/.exec(headers.authorization ?? "") ?? [];
    if (accessKeyId === undefined || signature === undefined || headers.date === undefined) return;
    const token = headers["x-fc-security-token"];
    const digest = headers["content-md5"];
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: Date.parse(headers.date),
      signature,
      // A streamed body goes without a digest.
      bodyIsSigned: digest === undefined || digest === md5(body),
      expected: (secret) => createHmac("sha256", secret).update(stringToSign(request)).digest("base64"),
    };
  },
  refusals: {
    incomplete: [400, "MissingRequiredHeader", "The HTTP headers 'authorization' and 'date' must be specified."],
    unknownKey: [403, "InvalidAccessKeyID", "The AccessKey ID is invalid."],
    wrongSignature: [
      403,
      "SignatureNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your access key and signing method.",
    ],
    badDate: [400, "InvalidArgument", "The HTTP header 'date' is not a valid date."],
    skewed: [403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."],
    replayed: [403, "SignatureNotMatch", "The request was received before."],
    tokenMissing: [403, "InvalidSecurityToken", "The security token is missing."],
    tokenMismatch: [403, "InvalidSecurityToken", "The security token is invalid."],
    tokenExpired: [403, "ExpiredSecurityToken", "The security token is expired."],
  },
};

function stringToSign({ method, headers, path }: WireRequest): string {
  const first = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", headers.date ?? ""];
  return `${first.join("\n")}\n${headerLines(headers, ["x-fc-"])}${decodePath(path)}`;
}

/** Base64 of the hexadecimal text, not of the digest itself. */
function md5(body: Buffer): string {
  return Buffer.from(createHash("md5").update(body).digest("hex")).toString("base64");
}

import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { decodePath } from "./encoding.ts";
import { headerLines } from "./headerLines.ts";
import type { SignatureFamily } from "./signature.ts";

/** OSS, HMAC-SHA1: the first signature of Object Storage's clients. `bucketOf` tells the bucket, which is in the host. */
export function oss(bucketOf: (request: WireRequest) => string): SignatureFamily {
  return {
    signs: ({ headers }) => headers.authorization?.startsWith("OSS ") === true,
    read(request) {
      const { headers, body } = request;
      const [, accessKeyId, signature] = /^OSS ([^:]+):(.+)$/.exec(headers.authorization ?? "") ?? [];
      const date = headers["x-oss-date"] ?? headers.date;
      if (accessKeyId === undefined || signature === undefined || date === undefined) return;
      const token = headers["x-oss-security-token"];
      const digest = headers["content-md5"];
      return {
        accessKeyId,
        ...(token !== undefined && token !== "" && { securityToken: token }),
        signedAt: Date.parse(date),
        signature,
        bodyIsSigned: digest === undefined || digest === createHash("md5").update(body).digest("base64"),
        expected: (secret) =>
          createHmac("sha1", secret)
            .update(stringToSign(request, date, bucketOf(request)))
            .digest("base64"),
      };
    },
    refusals: {
      incomplete: [403, "AccessDenied", "The request must be signed and must have a date."],
      unknownKey: [403, "InvalidAccessKeyId", "The OSS Access Key Id you provided does not exist in our records."],
      wrongSignature: [
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      ],
      badDate: [403, "AccessDenied", "The date of the request cannot be read."],
      skewed: [
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.",
      ],
      replayed: [403, "AccessDenied", "The request was received before."],
      tokenMissing: [403, "InvalidSecurityToken", "The security token is missing."],
      tokenMismatch: [403, "InvalidSecurityToken", "The security token you provided is invalid."],
      tokenExpired: [403, "SecurityTokenExpired", "The security token you provided has expired."],
    },
  };
}

function stringToSign({ method, headers, path }: WireRequest, date: string, bucket: string): string {
  const first = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", date];
  return `${first.join("\n")}\n${headerLines(headers, ["x-oss-"])}/${bucket}${decodePath(path)}`;
}

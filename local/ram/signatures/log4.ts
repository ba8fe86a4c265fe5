import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { decodePairs, encode } from "./encoding.ts";
import { logSignature } from "./log.ts";
import type { SignatureFamily } from "./signature.ts";

/** SLS4-HMAC-SHA256: the newer signature of Simple Log Service's SDKs. It names no signed headers, so they follow from the request. */
export const log4: SignatureFamily = {
  signs: ({ headers }) => headers.authorization?.startsWith("SLS4-HMAC-SHA256 ") === true,
  read(request) {
    const { headers, body } = request;
    const [, accessKeyId, day, region, signature] = AUTHORIZATION.exec(headers.authorization ?? "") ?? [];
    const date = headers["x-log-date"];
    const hash = headers["x-log-content-sha256"];
    if (accessKeyId === undefined || day === undefined || region === undefined || signature === undefined) return;
    if (date === undefined || hash === undefined) return;
    const token = headers["x-acs-security-token"];
    const [, year, month, dayOfMonth, hour, minute, second] = DATE.exec(date) ?? [];
    const signed = (secret: string, withHost: boolean) => {
      const scope = `${day}/${region}/sls/aliyun_v4_request`;
      const canonical = createHash("sha256")
        .update(canonicalRequest(request, hash, withHost))
        .digest("hex");
      const key = [day, region, "sls", "aliyun_v4_request"].reduce<string | Buffer>(
        (former, part) => createHmac("sha256", former).update(part).digest(),
        `aliyun_v4${secret}`,
      );
      return createHmac("sha256", key).update(`SLS4-HMAC-SHA256\n${date}\n${scope}\n${canonical}`).digest("hex");
    };
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: Date.parse(`${year}-${month}-${dayOfMonth}T${hour}:${minute}:${second}Z`),
      signature,
      bodyIsSigned: date.startsWith(day) && hash === createHash("sha256").update(body).digest("hex"),
      expected: (secret) => signed(secret, false),
      otherwise: (secret) => signed(secret, true),
    };
  },
  refusals: logSignature.refusals,
};

const AUTHORIZATION =
  /^SLS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/]*)\/sls\/aliyun_v4_request,\s*Signature=([0-9a-f]+)$/;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** The host is signed by those who set it themselves, and not by those who leave it to their HTTP library. */
function canonicalRequest({ method, path, rawQuery, headers }: WireRequest, hash: string, withHost: boolean): string {
  const query = decodePairs(rawQuery)
    .map(([name, value]): [string, string] => [name, encode(value)])
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
  const signed = Object.keys(headers)
    .filter(
      (name) =>
        name === "content-type" ||
        (withHost && name === "host") ||
        (name.startsWith("x-log-") && !name.startsWith("x-log-meta-")) ||
        name.startsWith("x-acs-"),
    )
    .sort();
  const lines = signed.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("");
  return [method, path, query, lines, signed.join(";"), hash].join("\n");
}

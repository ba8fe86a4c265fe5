import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { byName, decodePairs } from "./encoding.ts";
import { gatewayRefusals } from "./gatewayRefusals.ts";
import { headerLines } from "./headerLines.ts";
import type { SignatureFamily } from "./signature.ts";

/** ROA v1, HMAC-SHA1: `Authorization: acs <id>:<signature>`, as older clients of FC's API send it (tea-roa, the Aliyun CLI). */
export const roa: SignatureFamily = {
  signs: ({ headers }) => headers.authorization?.startsWith("acs ") === true,
  read(request) {
    const { headers, body } = request;
    const [, accessKeyId, signature] = /^acs ([^:]+):(.+)$/.exec(headers.authorization ?? "") ?? [];
    const { date, "x-acs-signature-method": method = "HMAC-SHA1" } = headers;
    if (accessKeyId === undefined || signature === undefined || date === undefined || method !== "HMAC-SHA1") return;
    const token = headers["x-acs-security-token"];
    const nonce = headers["x-acs-signature-nonce"];
    const digest = headers["content-md5"];
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      ...(nonce !== undefined && { nonce: `${accessKeyId} ${nonce}` }),
      signedAt: Date.parse(date),
      signature,
      bodyIsSigned: digest === undefined || digest === createHash("md5").update(body).digest("base64"),
      expected: (secret) => createHmac("sha1", secret).update(stringToSign(request)).digest("base64"),
    };
  },
  refusals: gatewayRefusals,
};

function stringToSign({ method, headers, path, rawQuery }: WireRequest): string {
  const { accept = "", "content-md5": digest = "", "content-type": type = "", date = "" } = headers;
  const query = decodePairs(rawQuery)
    .sort(byName)
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
  const resource = query === "" ? path : `${path}?${query}`;
  return `${[method, accept, digest, type, date].join("\n")}\n${headerLines(headers, ["x-acs-"])}${resource}`;
}

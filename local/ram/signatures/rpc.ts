import { createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { byName, decodePairs, encode } from "./encoding.ts";
import { gatewayRefusals } from "./gatewayRefusals.ts";
import type { SignatureFamily } from "./signature.ts";

/**
 * RPC v1, HMAC-SHA1: pop-core and with it CloudFlow's SDK, shell scripts, Terraform (wire.md §4). Parameters travel in
 * the query, in a form body, or in both (alb.md §2.1); all of them but the signature are signed.
 */
export const rpc: SignatureFamily = {
  signs: (request) => SIGNATURE_PARAMETER.test(request.rawQuery) || SIGNATURE_PARAMETER.test(form(request)),
  read(request) {
    const pairs = [...decodePairs(request.rawQuery), ...decodePairs(form(request))];
    const given = new Map(pairs);
    const [accessKeyId, signature, nonce, timestamp] = PARTS.map((name) => given.get(name));
    const method = given.get("SignatureMethod");
    if (accessKeyId === undefined || signature === undefined || nonce === undefined || timestamp === undefined) return;
    if (method !== "HMAC-SHA1" || given.get("SignatureVersion") !== "1.0") return;
    const token = given.get("SecurityToken");
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: ISO_DATE.test(timestamp) ? Date.parse(timestamp) : Number.NaN,
      nonce: `${accessKeyId} ${nonce}`,
      signature,
      bodyIsSigned: true,
      expected: (secret) =>
        createHmac("sha1", `${secret}&`).update(stringToSign(request.method, pairs)).digest("base64"),
    };
  },
  refusals: gatewayRefusals,
};

const PARTS = ["AccessKeyId", "Signature", "SignatureNonce", "Timestamp"];
const SIGNATURE_PARAMETER = /(^|&)(Signature|AccessKeyId)=/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function stringToSign(method: string, pairs: [string, string][]): string {
  const canonical = pairs
    .filter(([name]) => name !== "Signature")
    .sort(byName)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  return `${method}&${encode("/")}&${encode(canonical)}`;
}

function form({ headers, body }: WireRequest): string {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true ? body.toString("utf8") : "";
}

import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../wire/exchange.ts";
import { byName, decodePairs, encode } from "./encoding.ts";
import { gatewayRefusals } from "./gatewayRefusals.ts";
import type { SignatureFamily } from "./signature.ts";

/** ACS3-HMAC-SHA256: the SDKs of ALB, CAS and FC 3.0, and signed HTTP triggers (wire.md §2, functionCompute.md §6). */
export const acs3: SignatureFamily = {
  signs: ({ headers }) => headers.authorization?.startsWith("ACS3-") === true,
  read(request) {
    const { headers, body } = request;
    const parts = AUTHORIZATION.exec(headers.authorization ?? "");
    const [, accessKeyId, list, signature] = parts ?? [];
    const date = headers["x-acs-date"];
    if (accessKeyId === undefined || list === undefined || signature === undefined || date === undefined) return;
    const signedHeaders = list.toLowerCase().split(";");
    if (!signsItsCommands(headers, signedHeaders)) return;

    const isApiCall = headers["x-acs-version"] !== undefined;
    const claimedHash = headers["x-acs-content-sha256"];
    const nonce = headers["x-acs-signature-nonce"];
    // A request to an HTTP trigger is signed with neither: its payload counts as empty.
    if (isApiCall && (claimedHash === undefined || nonce === undefined)) return;

    const token = headers["x-acs-security-token"];
    return {
      accessKeyId,
      ...(token !== undefined && token !== "" && { securityToken: token }),
      signedAt: ISO_DATE.test(date) ? Date.parse(date) : Number.NaN,
      ...(nonce !== undefined && { nonce: `${accessKeyId} ${nonce}` }),
      signature,
      bodyIsSigned: claimedHash === undefined || claimedHash === sha256(body),
      expected: (secret) =>
        createHmac("sha256", secret)
          .update(`ACS3-HMAC-SHA256\n${sha256(canonicalRequest(request, signedHeaders, claimedHash ?? ""))}`)
          .digest("hex"),
    };
  },
  refusals: gatewayRefusals,
};

const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/;
const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Whoever may change what is done, when or for whom, without breaking the signature, could do anything. */
function signsItsCommands(headers: Record<string, string>, signed: string[]): boolean {
  return Object.keys(headers).every((name) => !name.startsWith("x-acs-") || signed.includes(name));
}

function canonicalRequest(request: WireRequest, signedHeaders: string[], payloadHash: string): string {
  const path = request.path.replaceAll("+", "%20").replaceAll("*", "%2A").replaceAll("%7E", "~");
  const query = decodePairs(request.rawQuery)
    .sort(byName)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join("&");
  const headers = signedHeaders.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`).join("");
  return [request.method, path, query, headers, signedHeaders.join(";"), payloadHash].join("\n");
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

import { createHmac, createPublicKey, type JsonWebKey, timingSafeEqual, verify } from "node:crypto";
import { asText } from "../../rest/asText.ts";
import { CloudError } from "../../wire/cloudError.ts";
import type { WireRequest } from "../../wire/exchange.ts";

/** How an HTTP trigger checks JSON Web Tokens (functionCompute.md §4). */
export interface JwtConfig {
  jwks: { keys: (JsonWebKey & { kid?: string; alg?: string })[] };
  /** `header:Authorization:Bearer ` (its default), `query:token`, `cookie:token`; several joined by commas. */
  tokenLookup?: string;
  /** `header:<claim>:<header name>`; several joined by commas. */
  claimPassBy?: string;
  /** Paths that need no token; with a `blacklist` instead, all others need none. `*` at the end is any rest. */
  whitelist?: string[];
  blacklist?: string[];
}

/** Throws `CloudError` InvalidArgument. */
export function checkJwtConfig(config: JwtConfig | undefined): void {
  const refuse = (what: string) => new CloudError(400, "InvalidArgument", `triggerConfig.authConfig: ${what}.`);
  if (!Array.isArray(config?.jwks?.keys) || config.jwks.keys.length === 0) throw refuse("jwks must have keys");
  if (config.whitelist !== undefined && config.blacklist !== undefined) {
    throw refuse("whitelist and blacklist exclude each other");
  }
}

/**
 * Checks the token of a request and gives the claims to pass on, as headers. Throws `CloudError`: 400 when there is no
 * token, 401 when it is not valid. (Which status the real gateway uses is not documented: assumed.)
 */
export function passedClaims(
  config: JwtConfig,
  request: WireRequest,
  query: Record<string, string>,
  path: string,
  now: number,
): Record<string, string> {
  if (isOpen(config, path)) return {};
  const token = findToken(config.tokenLookup ?? "header:Authorization:Bearer ", request, query);
  if (token === undefined) throw new CloudError(400, "InvalidArgument", "missing or malformed jwt");
  const claims = verified(token, config.jwks.keys);
  const seconds = now / 1000;
  if (claims === undefined || Number(claims.exp ?? Infinity) <= seconds || Number(claims.nbf ?? 0) > seconds) {
    throw new CloudError(401, "AccessDenied", "invalid or expired jwt");
  }
  const passed = (config.claimPassBy ?? "").split(",").flatMap((rule) => {
    const [place, claim = "", name = claim] = rule.trim().split(":");
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    return place === "header" && value !== undefined ? [[name.toLowerCase(), asText(value)]] : [];
  });
  return Object.fromEntries(passed) as Record<string, string>;
}

function isOpen({ whitelist, blacklist }: JwtConfig, path: string): boolean {
  const listed = (patterns: string[]) =>
    patterns.some((pattern) => (pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern));
  if (blacklist !== undefined) return !listed(blacklist);
  return whitelist !== undefined && listed(whitelist);
}

function findToken(lookup: string, { headers }: WireRequest, query: Record<string, string>): string | undefined {
  for (const rule of lookup.split(",")) {
    const [, place, name = "", prefix = ""] = /^\s*(header|query|cookie):([^:]+)(?::(.*))?$/.exec(rule) ?? [];
    const value =
      place === "header" ? headers[name.toLowerCase()] : place === "query" ? query[name] : cookie(headers.cookie, name);
    if (value?.startsWith(prefix) === true && value.length > prefix.length) return value.slice(prefix.length);
  }
  return undefined;
}

function cookie(header: string | undefined, name: string): string | undefined {
  const pair = (header ?? "").split(/;\s*/).find((one) => one.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** How each algorithm is checked: by a shared secret, or by a public key with what Node must know of it. */
const ALGORITHMS = new Map<string, { kty: string; hash: string; ecdsa?: boolean }>([
  ["HS256", { kty: "oct", hash: "sha256" }],
  ["RS256", { kty: "RSA", hash: "sha256" }],
  ["RS512", { kty: "RSA", hash: "sha512" }],
  ["ES256", { kty: "EC", hash: "sha256", ecdsa: true }],
  ["ES384", { kty: "EC", hash: "sha384", ecdsa: true }],
]);

/** The claims of a token that one of the keys has signed; undefined otherwise. */
function verified(token: string, keys: JwtConfig["jwks"]["keys"]): Record<string, unknown> | undefined {
  const [head = "", payload = "", signature = "", ...rest] = token.split(".");
  const header = decoded(head);
  const claims = decoded(payload);
  const algorithm = ALGORITHMS.get(String(header?.alg));
  if (rest.length > 0 || claims === undefined || algorithm === undefined) return undefined;
  const signed = Buffer.from(`${head}.${payload}`);
  const given = Buffer.from(signature, "base64url");
  // The key decides what kind of signature counts, so that a public key is never taken for a shared secret.
  const fitting = keys.filter(
    ({ kty, kid }) => kty === algorithm.kty && (header?.kid === undefined || kid === header.kid),
  );
  return fitting.some((key) => isSignedBy(key, algorithm, signed, given)) ? claims : undefined;
}

function isSignedBy(
  key: JsonWebKey,
  { kty, hash, ecdsa }: { kty: string; hash: string; ecdsa?: boolean },
  signed: Buffer,
  given: Buffer,
): boolean {
  try {
    if (kty === "oct") {
      const expected = createHmac(hash, Buffer.from(key.k ?? "", "base64url"))
        .update(signed)
        .digest();
      return expected.length === given.length && timingSafeEqual(expected, given);
    }
    const publicKey = createPublicKey({ key, format: "jwk" });
    return verify(hash, signed, ecdsa === true ? { key: publicKey, dsaEncoding: "ieee-p1363" } : publicKey, given);
  } catch {
    return false;
  }
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

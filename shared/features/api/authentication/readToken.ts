import type { JSONWebKeySet, JWTVerifyGetKey } from "jose";
import { problemOfName } from "../../../core/personName.ts";
import { clock } from "../../../platform/clock.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { wrongSetting } from "../../../platform/settings/readSetting.ts";
import { type Identity, readGrants } from "./identity.ts";

/** Whose tokens are believed. */
export interface TokenSettings {
  issuer: string;
  audience: string;
  /** The issuer's public keys: the address of its JWKS, or the JWKS itself. */
  keys: { url: string } | { jwks: JSONWebKeySet };
  /** Signature algorithms that are taken; public-key ones only. */
  algorithms: string[];
  /** The claim that holds the grants, with dots into objects: `roles`, `realm_access.roles`. */
  grantsClaim: string;
}

/** Algorithms that may be pinned: none of them can be mistaken for one with a shared secret. */
const TOKEN_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

/**
 * Prepares to read tokens; keys are fetched when the first one comes, and kept. The returned function takes a JWT and
 * throws `AlbflowError`: Denied with code `Unauthenticated` for a token that is not believed, Transient when the
 * issuer's keys cannot be fetched. No error holds the token. Throws InvalidInput for settings that would let others in.
 */
export function tokenReader(settings: TokenSettings): (token: string) => Promise<Identity> {
  const { issuer, audience, algorithms, grantsClaim } = settings;
  if (issuer === "" || audience === "" || algorithms.length === 0)
    throw misconfigured("issuer, audience or algorithms");
  if (algorithms.some((algorithm) => !TOKEN_ALGORITHMS.includes(algorithm))) throw misconfigured("algorithms");
  const source = keySource(settings.keys);
  let keys: JWTVerifyGetKey | undefined;
  return async (token) => {
    try {
      const { createLocalJWKSet, createRemoteJWKSet, jwtVerify } = await import("./tokenLibrary.ts");
      keys ??=
        source instanceof URL ? createRemoteJWKSet(source, { timeoutDuration: 5_000 }) : createLocalJWKSet(source);
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ["exp", "sub"],
        clockTolerance: TOLERANCE_SECONDS,
        currentDate: new Date(clock.now()),
      });
      const sub: unknown = payload.sub;
      const problem = problemOfName(sub);
      if (problem !== undefined) throw unauthenticated(reason("token-subject-unfit", { problem }));
      return { name: sub as string, kind: "person", grants: readGrants(memberOf(payload, grantsClaim)) };
    } catch (error) {
      throw tokenError(error);
    }
  };
}

const TOLERANCE_SECONDS = 30;

/** The keys themselves, or the address where they are. */
function keySource(keys: TokenSettings["keys"]): JSONWebKeySet | URL {
  if ("jwks" in keys) {
    if (isKeySet(keys.jwks)) return keys.jwks;
    throw misconfigured("JWKS");
  }
  const url = URL.canParse(keys.url) ? new URL(keys.url) : undefined;
  const local = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url === undefined || (url.protocol !== "https:" && !local)) throw misconfigured("JWKS address");
  return url;
}

function isKeySet({ keys }: { keys?: unknown }): boolean {
  return Array.isArray(keys) && keys.every((key) => typeof key === "object" && key !== null);
}

function memberOf(claims: object, path: string): unknown {
  let value: unknown = claims;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** What jose says is safe to tell (it names the claim or the check), but never what the token holds. */
function tokenError(error: unknown): AlbflowError {
  if (error instanceof AlbflowError) return error;
  const { code = "", claim } = error as { code?: string; claim?: string };
  if (FETCHING.has(code) || !code.startsWith("ERR_J")) {
    return new AlbflowError("Transient", reason("token-keys-unreachable", { error: code === "" ? null : code }));
  }
  return unauthenticated(reason("token-not-believed", { error: code, claim: claim ?? null }));
}

const FETCHING = new Set(["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC"]);

/** Whoever calls is not known. The cause is for the log; the caller is told nothing of it. */
export function unauthenticated(cause: Reason): AlbflowError {
  return new AlbflowError("Denied", reason("not-authenticated", { cause }), { code: "Unauthenticated" });
}

function misconfigured(what: string): AlbflowError {
  return wrongSetting(reason("token-settings-invalid", { part: what }));
}

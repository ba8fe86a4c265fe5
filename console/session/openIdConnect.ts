import { createHash, randomBytes } from "node:crypto";
import type { SignInService } from "../../shared/features/api/authentication/signInService.ts";
import { clock } from "../../shared/platform/clock.ts";

/** A sign-in that somebody has begun in this browser and not finished. */
interface BegunSignIn {
  state: string;
  nonce: string;
  verifier: string;
  /** Where they wanted to go. */
  next: string;
}

/** Why nobody is signed in: somebody else's answer, or none; or the provider cannot be asked just now. */
export class SignInFailed extends Error {
  readonly why: "unfinished" | "unreachable";

  constructor(why: "unfinished" | "unreachable", cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

/**
 * Begins a sign-in by the authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636): where the browser goes,
 * and what it is to bring back. Throws `SignInFailed`.
 */
export async function beginSignIn(
  service: SignInService,
  { redirectUri, next }: { redirectUri: string; next: string },
): Promise<{ location: string; kept: string }> {
  const { authorization } = await discovered(service.issuer);
  const [state, nonce, verifier] = [random(), random(), random()];
  const location = new URL(authorization);
  for (const [name, value] of Object.entries({
    response_type: "code",
    client_id: service.clientId,
    redirect_uri: redirectUri,
    scope: "openid profile email",
    state,
    nonce,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }))
    location.searchParams.set(name, value);
  const begun: BegunSignIn = { state, nonce, verifier, next };
  return { location: location.href, kept: Buffer.from(JSON.stringify(begun)).toString("base64url") };
}

/**
 * Finishes it with what the provider has sent the browser back with: the tokens that it gives for the code, the one that says who
 * somebody is first. Whether they are good is still to be checked. Throws `SignInFailed`.
 */
export async function finishSignIn(
  service: SignInService,
  { redirectUri, query, kept }: { redirectUri: string; query: URLSearchParams; kept: string },
): Promise<{ tokens: string[]; next: string }> {
  const { state, nonce, verifier, next } = begunIn(kept);
  const code = query.get("code");
  // By its issuer an answer of another provider is told from ours (RFC 9207).
  const isOwnAnswer = query.get("state") === state && (query.get("iss") ?? service.issuer) === service.issuer;
  if (!isOwnAnswer || code === null) throw new SignInFailed("unfinished");
  const { token, takesBasic } = await discovered(service.issuer);
  const { clientId } = service;
  const clientSecret = secretOf(service);
  const isBasic = clientSecret !== "" && takesBasic;
  const form = new URLSearchParams({
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...(isBasic ? {} : { client_id: clientId }),
    ...(isBasic || clientSecret === "" ? {} : { client_secret: clientSecret }),
  });
  const credentials = Buffer.from([clientId, clientSecret].map(encodeURIComponent).join(":")).toString("base64");
  const given = await asked(token, {
    method: "POST",
    body: form,
    headers: isBasic ? { authorization: `Basic ${credentials}` } : {},
  });
  const { id_token: idToken, access_token: accessToken } = given;
  if (typeof idToken !== "string" || (await nonceOf(idToken)) !== nonce) throw new SignInFailed("unfinished");
  return { tokens: [idToken, ...(typeof accessToken === "string" ? [accessToken] : [])], next };
}

function random(): string {
  return randomBytes(32).toString("base64url");
}

function begunIn(kept: string): BegunSignIn {
  try {
    const begun = JSON.parse(Buffer.from(kept, "base64url").toString("utf8")) as BegunSignIn;
    if (begun.state !== "" && [begun.state, begun.nonce, begun.verifier].every((text) => typeof text === "string"))
      return begun;
  } catch {
    // Nobody has begun anything here.
  }
  throw new SignInFailed("unfinished");
}

async function nonceOf(token: string): Promise<unknown> {
  const { decodeJwt } = await import("../../shared/features/api/authentication/tokenLibrary.ts");
  try {
    return decodeJwt(token).nonce;
  } catch {
    return undefined;
  }
}

/** What a provider says of itself (OpenID Connect Discovery 1.0). */
interface Discovered {
  authorization: string;
  token: string;
  takesBasic: boolean;
}

/** Asked once an hour. A document of another issuer, or with addresses that could be overheard, is none. */
async function discovered(issuer: string): Promise<Discovered> {
  const now = clock.now();
  if (known?.issuer === issuer && now >= known.at && now < known.at + KEPT_MS) return known.found;
  const document = await asked(`${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`);
  const { authorization_endpoint: authorization, token_endpoint: token } = document;
  if (document.issuer !== issuer || !isSafe(authorization) || !isSafe(token)) throw new SignInFailed("unreachable");
  const methods = (document.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]) as string[];
  const found = { authorization, token, takesBasic: methods.includes("client_secret_basic") };
  known = { issuer, at: now, found };
  return found;
}

let known: { issuer: string; at: number; found: Discovered } | undefined;
const KEPT_MS = 3_600_000;

function isSafe(address: unknown): address is string {
  if (typeof address !== "string" || !URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && /^(?:127\.0\.0\.1|localhost)$/.test(hostname));
}

async function asked(address: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  if (!isSafe(address)) throw new SignInFailed("unreachable");
  let response: Response;
  try {
    response = await fetch(address, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return (await response.json()) as Record<string, unknown>;
  } catch (error) {
    throw new SignInFailed("unreachable", error);
  }
  // A code that is not taken any more is somebody's second try.
  throw new SignInFailed(response.status === 400 || response.status === 401 ? "unfinished" : "unreachable");
}

const TIMEOUT_MS = 10_000;

function secretOf(service: SignInService): string {
  try {
    return service.clientSecret();
  } catch (error) {
    throw new SignInFailed("unreachable", error);
  }
}

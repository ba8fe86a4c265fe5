import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Deployed } from "../../shared/features/api/apiCall.ts";
import { accessSettingsFrom, callerReader } from "../../shared/features/api/authentication/readCaller.ts";
import { signInServiceFrom } from "../../shared/features/api/authentication/signInService.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { keepUnavailable } from "../../shared/platform/settings/secretSetting.ts";
import { createConsole } from "../createConsole.ts";

/** A real provider: the package is no dependency of what is deployed, and has no types of its own. */
const PROVIDER = "oidc-provider";
const PAGES = "http://127.0.0.1:1";
const HOST = "127.0.0.1:1";

let provider: Server;
let issuer: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const [open, secret] = [await exportJWK(publicKey), await exportJWK(privateKey)];
  provider = createServer();
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(provider.address() as { port: number }).port}`;
  const { default: Provider } = await import(PROVIDER);
  const client = {
    redirect_uris: [`${PAGES}/console/sign-in/done`],
    response_types: ["code"],
    grant_types: ["authorization_code"],
  };
  const oidc = new Provider(issuer, {
    jwks: { keys: [{ ...secret, alg: "RS256", use: "sig", kid: "k" }] },
    clients: [
      { ...client, client_id: "albflow", token_endpoint_auth_method: "none" },
      {
        ...client,
        client_id: "secretive",
        client_secret: "a secret & more",
        token_endpoint_auth_method: "client_secret_basic",
      },
    ],
    cookies: { keys: ["for tests"] },
    pkce: { required: () => true },
    claims: { openid: ["sub", "roles"], profile: ["name"], email: ["email"] },
    conformIdTokenClaims: false,
    ttl: { IdToken: 3_600, AccessToken: 3_600, AuthorizationCode: 600, Grant: 3_600, Interaction: 600, Session: 3_600 },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, roles: id === "olga" ? ["operator"] : [] }),
    }),
  });
  provider.on("request", oidc.callback());
  environment = {
    ALBFLOW_TOKEN_ISSUER: issuer,
    ALBFLOW_TOKEN_AUDIENCE: "albflow",
    ALBFLOW_TOKEN_JWKS: JSON.stringify({ keys: [{ ...open, alg: "RS256", use: "sig", kid: "k" }] }),
    ALBFLOW_SIGN_IN_CLIENT_ID: "albflow",
  };
});
afterAll(() => provider.close());

/** A browser of somebody: it keeps cookies by host, and follows nobody by itself. */
function browser(settings = environment) {
  const pages = createConsole({
    api: undefined as never,
    readCaller: callerReader(accessSettingsFrom(settings)),
    signInService: signInServiceFrom(settings),
    anonymousLimiter: { take: () => 0 } as never,
  });
  const deployed = () => ({ url: PAGES, region: "cn-hangzhou", regions: [], accounts: [] }) as unknown as Deployed;
  const bindings = { deployed, sourceIp: "192.0.2.1", requestId: "r", log: () => {} };
  const jars = new Map<string, Map<string, string>>();
  return async (
    address: string,
    init: RequestInit = {},
  ): Promise<{ status: number; location: string; text: string }> => {
    const url = new URL(address, PAGES);
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === "" ? {} : { cookie }) };
    const asked = { ...init, headers: { ...headers, host: url.host }, redirect: "manual" as const };
    const isPages = url.host === HOST;
    const response = isPages
      ? await pages.fetch(new Request(url, asked), bindings)
      : await fetch(url, { ...asked, headers });
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === "" || /max-age=0\b|expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = response.headers.get("location");
    const next = location === null ? "" : new URL(location, url).href;
    return { status: response.status, location: next, text: await response.text() };
  };
}

type Browser = ReturnType<typeof browser>;

/** Signs in at the provider as this person and agrees, until it sends the browser back: that address. */
async function throughProvider(go: Browser, start: string, person: string): Promise<string> {
  let at = start;
  for (let step = 0; step < 12; step += 1) {
    const { location, text } = await go(at);
    if (location !== "") {
      if (new URL(location).host === HOST) return location;
      at = location;
      continue;
    }
    const [, prompt = ""] = /name="prompt" value="(\w+)"/.exec(text) ?? [];
    const [, action = ""] = /<form[^>]* action="([^"]+)"/.exec(text) ?? [];
    const answer = new URLSearchParams({ prompt, ...(prompt === "login" ? { login: person, password: "x" } : {}) });
    at = (await go(new URL(action, at).href, { method: "POST", body: answer })).location;
  }
  throw new Error("The provider sends nobody back.");
}

async function signedIn(go: Browser, person: string, next = "/console/approvals"): Promise<string> {
  const { location } = await go(`/console/sign-in/start?next=${encodeURIComponent(next)}`);
  return throughProvider(go, location, person);
}

test("whoever is not signed in is led to the provider with a code challenge, and back to where they were, signed in", async () => {
  const go = browser();
  const away = await go("/console/approvals");
  expect(away.location).toBe(`${PAGES}/console/sign-in?next=%2Fconsole%2Fapprovals`);
  expect((await go(away.location)).text).toContain('href="/console/sign-in/start?next=%2Fconsole%2Fapprovals"');
  const started = await go("/console/sign-in/start?next=%2Fconsole%2Fapprovals");
  const asked = new URL(started.location);
  expect(asked.origin).toBe(issuer);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    response_type: "code",
    client_id: "albflow",
    redirect_uri: `${PAGES}/console/sign-in/done`,
    scope: "openid profile email",
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: "S256",
  });
  const back = await go(await throughProvider(go, started.location, "olga"));
  expect([back.status, back.location]).toEqual([303, `${PAGES}/console/approvals`]);
  const page = await go(back.location);
  expect(page.status).toBe(200);
  expect(page.text.replaceAll(/<[^>]*>/g, "")).toMatch(/olga operator/);
});

test("an answer that another browser has begun, or that comes twice, signs nobody in", async () => {
  const [hers, his] = [browser(), browser()];
  const answer = await signedIn(hers, "olga");
  expect((await his(answer)).status).toBe(403);
  await his("/console/sign-in/start");
  expect((await his(answer)).status).toBe(403);
  expect((await his("/console/approvals")).location).toContain("/console/sign-in?");
  expect((await hers(answer)).status).toBe(303);
  const again = await hers(answer);
  expect(again.status).toBe(403);
  expect(again.text).toContain("The sign-in was not finished");
});

test("an answer of another issuer, without a code, or with a code of somebody else's sign-in is refused", async () => {
  const go = browser();
  const answer = new URL(await signedIn(go, "olga"));
  const foreign = new URL(answer);
  foreign.searchParams.set("iss", "https://elsewhere.example.com");
  expect((await go(foreign.href)).status).toBe(403);
  const denied = new URL(answer);
  denied.searchParams.delete("code");
  denied.searchParams.set("error", "access_denied");
  expect((await go(denied.href)).status).toBe(403);
  const mallory = new URL(await signedIn(browser(), "mallory"));
  // Her code under his state: the verifier is not hers.
  answer.searchParams.set("code", mallory.searchParams.get("code") ?? "");
  expect((await go(answer.href)).status).toBe(403);
});

test("a registration with a secret sends it as the provider asks, and a token that is for somebody else signs nobody in", async () => {
  const settings = {
    ...environment,
    ALBFLOW_SIGN_IN_CLIENT_ID: "secretive",
    ALBFLOW_SIGN_IN_CLIENT_SECRET: "a secret & more",
  };
  const known = browser({ ...settings, ALBFLOW_TOKEN_AUDIENCE: "secretive" });
  expect((await known(await signedIn(known, "olga"))).status).toBe(303);
  const unknown = browser(settings);
  const refused = await unknown(await signedIn(unknown, "olga"));
  expect(refused.status).toBe(403);
  expect(refused.text).toContain("is not for albflow");
  const wrong = browser({ ...settings, ALBFLOW_SIGN_IN_CLIENT_SECRET: "another" });
  expect((await wrong(await signedIn(wrong, "olga"))).status).toBe(403);
});

test("the registration's secret is followed when it is rotated, and one that cannot be read keeps nobody from the page", async () => {
  const settings = {
    ...environment,
    ALBFLOW_TOKEN_AUDIENCE: "secretive",
    ALBFLOW_SIGN_IN_CLIENT_ID: "secretive",
    ALBFLOW_SIGN_IN_CLIENT_SECRET: "kms:albflow/sign-in",
  };
  const go = browser(settings);
  keepUnavailable("ALBFLOW_SIGN_IN_CLIENT_SECRET", new AlbflowError("Denied", reason("no-answer")));
  expect((await go("/console/sign-in")).status).toBe(200);
  const kept = await go(await signedIn(go, "olga"));
  keepUnavailable("ALBFLOW_SIGN_IN_CLIENT_SECRET", undefined);
  expect([kept.status, kept.text]).toEqual([503, expect.stringContaining('name="token"')]);
  settings.ALBFLOW_SIGN_IN_CLIENT_SECRET = "an older one";
  expect((await go(await signedIn(go, "olga"))).status).toBe(403);
  settings.ALBFLOW_SIGN_IN_CLIENT_SECRET = "a secret & more";
  expect((await go(await signedIn(go, "olga"))).status).toBe(303);
});

test("nobody is sent to a page of somebody else's afterwards", async () => {
  const go = browser();
  const back = await go(await signedIn(go, "olga", "https://evil.example.com/console"));
  expect(back.location).toBe(`${PAGES}/console`);
});

test("a provider that cannot be reached, or that is another than it says, is told as such, and a token can be brought instead", async () => {
  const nobody = createServer((_, response) => response.end(JSON.stringify({ issuer: "https://other.example.com" })));
  await new Promise<void>((resolve) => nobody.listen(0, "127.0.0.1", resolve));
  const other = `http://127.0.0.1:${(nobody.address() as { port: number }).port}`;
  const settings = { ...environment, ALBFLOW_TOKEN_ISSUER: other };
  const lied = await browser(settings)("/console/sign-in/start");
  nobody.close();
  expect(lied.status).toBe(503);
  const gone = await browser(settings)("/console/sign-in/start");
  expect(gone.status).toBe(503);
  expect(gone.text).toContain('name="token"');
});

test("without a registration there is no way to the provider, only the token", async () => {
  const go = browser({ ...environment, ALBFLOW_SIGN_IN_CLIENT_ID: "" });
  expect((await go("/console/sign-in")).text).not.toContain("/sign-in/start");
  expect((await go("/console/sign-in/start")).location).toContain("/console/sign-in?");
});

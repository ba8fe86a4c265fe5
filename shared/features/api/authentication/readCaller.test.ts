import { createServer, type Server } from "node:http";
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CLOCK_GLOBAL, simulatedClock } from "../../../platform/clock.ts";
import { accessSettingsFrom, callerReader } from "./readCaller.ts";

const NOW = Date.UTC(2026, 10, 22);
const seconds = NOW / 1_000;
const clock = simulatedClock(NOW);

let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let others: Awaited<ReturnType<typeof generateKeyPair>>;
let publicKey: JWK;
let server: Server;
let jwksAnswer: { status: number; body: string };
let environment: Record<string, string>;

beforeAll(async () => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
  keys = await generateKeyPair("ES256", { extractable: true });
  others = await generateKeyPair("ES256", { extractable: true });
  publicKey = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "ES256" };
  server = createServer((_, response) => void response.writeHead(jwksAnswer.status).end(jwksAnswer.body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
  server.close();
});
beforeEach(() => {
  jwksAnswer = { status: 200, body: JSON.stringify({ keys: [publicKey] }) };
  environment = {
    ALBFLOW_TOKEN_ISSUER: "https://issuer.example.com",
    ALBFLOW_TOKEN_AUDIENCE: "albflow",
    ALBFLOW_TOKEN_JWKS: `http://127.0.0.1:${(server.address() as { port: number }).port}/jwks`,
  };
});

const CLAIMS = {
  iss: "https://issuer.example.com",
  aud: "albflow",
  sub: "alice",
  exp: seconds + 600,
  roles: ["operator:lsn-prod-*"],
};
const sign = (claims: object = {}, header: object = {}, key: Parameters<SignJWT["sign"]>[0] = keys.privateKey) =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: "ES256", kid: "k1", ...header }).sign(key);
const call = (token: string) => callerReader(accessSettingsFrom(environment))({ Authorization: `Bearer ${token}` });
const UNAUTHENTICATED = { kind: "Denied", code: "Unauthenticated" };

describe("a token", () => {
  test("of the issuer tells who calls, and what they may do", async () => {
    expect(await call(await sign())).toEqual({
      name: "alice",
      kind: "person",
      grants: [{ role: "operator", resources: "lsn-prod-*", operations: "*" }],
    });
  });

  test("is believed with the keys in the settings too", async () => {
    environment.ALBFLOW_TOKEN_JWKS = JSON.stringify({ keys: [publicKey] });
    expect(await call(await sign())).toHaveProperty("name", "alice");
  });

  test("holds the grants where the settings say", async () => {
    environment.ALBFLOW_TOKEN_GRANTS_CLAIM = "realm_access.roles";
    const token = await sign({ roles: "approver", realm_access: { roles: "viewer approver" } });
    expect((await call(token)).grants.map(({ role }) => role)).toEqual(["viewer", "approver"]);
  });

  test("without grants is somebody who may do nothing", async () => {
    expect((await call(await sign({ roles: undefined }))).grants).toEqual([]);
  });

  test.each<[string, () => Promise<string> | string]>([
    ["of another issuer", () => sign({ iss: "https://other.example.com" })],
    ["for another audience", () => sign({ aud: "other" })],
    ["that has expired", () => sign({ exp: seconds - 31 })],
    ["that is not valid yet", () => sign({ nbf: seconds + 31 })],
    ["without an end", () => sign({ exp: undefined })],
    ["without a subject", () => sign({ sub: undefined })],
    ["with an empty subject", () => sign({ sub: "" })],
    ["signed with another key", () => sign({}, {}, others.privateKey)],
    ["of a key that nobody knows", () => sign({}, { kid: "k2" })],
    ["that brings its own key", async () => sign({}, { jwk: await exportJWK(others.publicKey) }, others.privateKey)],
    ["without a signature", () => new UnsecuredJWT(CLAIMS).encode()],
    [
      "signed with the public key as a shared secret",
      async () => sign({}, { alg: "HS256" }, new TextEncoder().encode(await exportSPKI(keys.publicKey))),
    ],
    ["that was changed", async () => (await sign()).replace(/\.(..)/, ".AA")],
    ["that is none", () => "not.a.token"],
  ])("%s is not believed", async (_what, make) => {
    const token = await make();
    const error = await call(token).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(UNAUTHENTICATED);
    expect((error as Error).message).not.toContain(token);
  });

  test("of an algorithm that is not pinned is not believed, though the key is known", async () => {
    environment.ALBFLOW_TOKEN_ALGORITHMS = "RS256";
    await expect(call(await sign())).rejects.toMatchObject(UNAUTHENTICATED);
  });

  test.each([
    { status: 500, body: "" },
    { status: 200, body: "no json" },
    { status: 200, body: "[]" },
  ])("cannot be judged while the issuer answers %j", async (answer) => {
    jwksAnswer = answer;
    await expect(call(await sign())).rejects.toMatchObject({ kind: "Transient" });
  });

  test("cannot be judged while the issuer cannot be reached", async () => {
    environment.ALBFLOW_TOKEN_JWKS = "http://127.0.0.1:1/jwks";
    await expect(call(await sign())).rejects.toMatchObject({ kind: "Transient" });
  });
});

describe("credentials", () => {
  const acs3 = "ACS3-HMAC-SHA256 Credential=LTAI5machine,SignedHeaders=host;x-acs-date,Signature=ab12";
  const machine = (machines: string, authorization = acs3) =>
    callerReader(accessSettingsFrom({ ...environment, ALBFLOW_MACHINES: machines }))({ authorization });

  test("of a machine that the platform has verified carry the grants of its key", async () => {
    expect(await machine('{"LTAI5machine":["operator"],"*":["viewer"]}')).toEqual({
      name: "LTAI5machine",
      kind: "machine",
      grants: [{ role: "operator", resources: "*", operations: "*" }],
    });
    expect((await machine('{"*":["viewer"]}')).grants[0]?.role).toBe("viewer");
  });

  test("of a machine mean nothing where the platform does not verify them", async () => {
    await expect(callerReader(accessSettingsFrom(environment))({ authorization: acs3 })).rejects.toMatchObject(
      UNAUTHENTICATED,
    );
  });

  test.each(["", "Basic YWJj", "Bearer", "Bearer a b", "FC LTAI:sig", "ACS3-HMAC-SHA256 Credential=,Signature=x"])(
    "like %j let nobody in",
    async (authorization) => {
      await expect(machine('{"*":["viewer"]}', authorization)).rejects.toMatchObject(UNAUTHENTICATED);
    },
  );

  test("of a machine without grants let nobody in, whatever its name", async () => {
    await expect(
      machine('{"LTAIother":["viewer"]}', acs3.replace("LTAI5machine", "constructor")),
    ).rejects.toMatchObject(UNAUTHENTICATED);
  });
});

test.each([
  ["nobody could be let in", { ALBFLOW_TOKEN_ISSUER: "" }],
  ["the audience is missing", { ALBFLOW_TOKEN_AUDIENCE: "" }],
  ["keys come over plain http", { ALBFLOW_TOKEN_JWKS: "http://issuer.example.com/jwks" }],
  ["keys are missing", { ALBFLOW_TOKEN_JWKS: "" }],
  ["keys are no JSON", { ALBFLOW_TOKEN_JWKS: "{" }],
  ["keys are no JWKS", { ALBFLOW_TOKEN_JWKS: '{"keys":"none"}' }],
  ["a shared secret is pinned", { ALBFLOW_TOKEN_ALGORITHMS: "ES256,HS256" }],
  ["no signature is pinned", { ALBFLOW_TOKEN_ALGORITHMS: "none" }],
  ["machines are no JSON", { ALBFLOW_MACHINES: "x" }],
  ["a machine has an unknown role", { ALBFLOW_MACHINES: '{"LTAI":["root"]}' }],
])("settings in which %s are refused", (_what, changed) => {
  expect(() => callerReader(accessSettingsFrom({ ...environment, ...changed }))).toThrow(
    expect.objectContaining({ kind: "InvalidInput" }),
  );
});

import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Alidns, createAlidns } from "../../../local/alidns/alidns.ts";
import { type DnsServer, listenDns } from "../../../local/alidns/nameServer/listenDns.ts";
import { type Cas, createCas } from "../../../local/cas/cas.ts";
import { listen, type WireServer } from "../../../local/wire/server.ts";
import { accountKeyFrom } from "../../../shared/acme/accountKey.ts";
import type { AcmeSettings } from "../../../shared/acme/acmeSettings.ts";
import { type AcmeDoors, type CertificateOrder, issueCertificate } from "../../../shared/acme/issueCertificate.ts";
import { openAlidns } from "../../../shared/clients/alidns.ts";
import { openCas } from "../../../shared/clients/cas.ts";
import type { Session } from "../../../shared/session.ts";
import { testContext } from "../../local/testContext.ts";
import { type Pebble, startPebble } from "./pebble.ts";

let context: ReturnType<typeof testContext>;
let alidns: Alidns;
let cas: Cas;
let dns: DnsServer;
let servers: WireServer[];
let pebble: Pebble;
let doors: AcmeDoors;
let settings: AcmeSettings;

beforeAll(async () => {
  context = testContext();
  alidns = createAlidns(context, { propagationMs: 200 });
  cas = createCas(context);
  dns = await listenDns(alidns, { port: 0 });
  servers = [await listen(alidns, { port: 0 }), await listen(cas, { port: 0 })];
  const [dnsApi, casApi] = servers.map(({ port }) => `127.0.0.1:${port}`) as [string, string];
  const session: Session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: { alidns: dnsApi, cas: casApi },
  };
  doors = { alidns: openAlidns(session), cas: openCas(session) };
  // A quarter of all good nonces is refused, so that repeats are part of every test.
  pebble = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_WFE_NONCEREJECT: "25", PEBBLE_AUTHZREUSE: "0" });
  settings = {
    directoryUrl: pebble.directoryUrl,
    trustedCaPem: pebble.trustedCaPem,
    accountKeyPem: accountKeyFrom({ ALBFLOW_SECRET: "a secret of a deployment, long enough" }),
    contacts: ["sre@example.com"],
    nameServers: [`127.0.0.1:${dns.port}`],
  };
});
afterAll(async () => {
  await Promise.all([pebble?.close(), dns?.close(), ...(servers ?? []).map((server) => server.close())]);
});
beforeEach(() => {
  context.calls.length = 0;
  context.faults.clear();
  cas.importState({ certificates: [], caCertificates: [], deploymentJobs: [] });
  alidns.importState({ domains: [], records: [] });
  alidns.putDomain("example.com", [{ RR: "_acme-challenge", Type: "TXT", Value: "somebody else's" }]);
  alidns.putDomain("challenges.net");
});

const order = (more: Partial<CertificateOrder> = {}): CertificateOrder => ({
  names: ["shop.example.com"],
  period: "after-1A2B",
  deadline: performance.timeOrigin + performance.now() + 30_000,
  ...more,
});
const issue = (more: Partial<CertificateOrder> = {}, changed: Partial<AcmeSettings> = {}) =>
  issueCertificate(doors, { ...settings, ...changed }, order(more));
const records = () => alidns.exportState().records.map(({ Value }) => Value);
const uploads = () =>
  context.calls.filter(({ action, status }) => action === "UploadUserCertificate" && status === 200);

describe("an order", () => {
  test("for names and a wildcard gets a certificate of pebble's into CAS, and leaves no record behind", async () => {
    const names = ["*.example.com", "example.com", "a.b.example.com"];
    const { certificate, ...rest } = await issue({ names });
    expect(rest).toEqual({
      outcome: "issued",
      name: expect.stringMatching(/^albflow-any\.example\.com-[0-9a-f]{16}$/),
      leftovers: [],
    });
    expect([...certificate.names].sort()).toEqual(["*.example.com", "a.b.example.com", "example.com"]);
    const held = cas.certificate(certificate.id);
    const leaf = new X509Certificate(held?.certificatePem ?? "");
    expect(leaf.issuer).toContain("Pebble Intermediate CA");
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
    expect(records()).toEqual(["somebody else's"]);
    expect(JSON.stringify([certificate, rest, context.calls])).not.toContain("PRIVATE KEY");
  });

  test("asked for twice makes one certificate", async () => {
    const first = await issue();
    const second = await issue({ names: ["SHOP.example.com.", "shop.example.com"] });
    expect(second).toEqual({ ...first, outcome: "found" });
    expect(uploads()).toHaveLength(1);
  });

  test("asked for twice at the same time makes one certificate", async () => {
    const both = await Promise.all([issue(), issue()]);
    expect(both[0]?.certificate.id).toBe(both[1]?.certificate.id);
    expect(cas.exportState().certificates).toHaveLength(1);
    expect(records()).toEqual(["somebody else's"]);
  });

  test("of another period makes another certificate", async () => {
    const first = await issue();
    const second = await issue({ period: "after-3C4D" });
    expect(second.certificate.id).not.toBe(first.certificate.id);
  });

  test("proves no name that the server believes already", async () => {
    const trusting = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_AUTHZREUSE: "100" });
    const other = { directoryUrl: trusting.directoryUrl, trustedCaPem: trusting.trustedCaPem };
    await issue({}, other);
    await issue({ period: "after-3C4D" }, other);
    expect(context.calls.filter(({ action }) => action === "AddDomainRecord")).toHaveLength(1);
    expect(uploads()).toHaveLength(2);
    await trusting.close();
  });

  test("to a server that knows its customers needs the binding to one of them", async () => {
    const hmacKey = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    const customers = { externalAccountBindingRequired: true, externalAccountMACKeys: { "kid-1": hmacKey } };
    const closed = await startPebble(`127.0.0.1:${dns.port}`, {}, customers);
    const other = { directoryUrl: closed.directoryUrl, trustedCaPem: closed.trustedCaPem };
    await expect(issue({}, other)).rejects.toMatchObject({ kind: "Refused", code: "externalAccountRequired" });
    const bound = await issue({}, { ...other, externalAccountBinding: { kid: "kid-1", hmacKey } });
    expect(bound.outcome).toBe("issued");
    await closed.close();
  });

  test("for a name that is an alias is proven in the domain that the alias leads to", async () => {
    alidns.putDomain("example.com", [{ RR: "_acme-challenge.shop", Type: "CNAME", Value: "shop.challenges.net" }]);
    await issue();
    const added = context.calls.filter(({ action }) => action === "AddDomainRecord");
    expect(added.map(({ resource }) => resource)).toEqual(["challenges.net"]);
    expect(records().sort()).toEqual(["shop.challenges.net", "somebody else's"]);
  });

  test.each([
    ["AddDomainRecord", "before"],
    ["AddDomainRecord", "after"],
    ["DeleteDomainRecord", "before"],
    ["DeleteDomainRecord", "after"],
    ["DescribeSubDomainRecords", "before"],
    ["UploadUserCertificate", "before"],
    ["UploadUserCertificate", "after"],
    ["GetUserCertificateDetail", "before"],
  ] as const)("survives that %s loses its line %s it took effect", async (action, when) => {
    context.faults.set(action, { kind: "reset", when });
    const { leftovers } = await issue();
    expect(leftovers).toEqual([]);
    expect(cas.exportState().certificates).toHaveLength(1);
    expect(records()).toEqual(["somebody else's"]);
  });
});

describe("a refused order", () => {
  test("for a name in no domain of the account says what to do", async () => {
    await expect(issue({ names: ["shop.example.org"] })).rejects.toMatchObject({
      kind: "Refused",
      message: expect.stringContaining(
        "No domain of this account in Alibaba Cloud DNS holds _acme-challenge.shop.example.org",
      ),
    });
  });

  test("leaves no record behind when the second of two names cannot be proven", async () => {
    await expect(issue({ names: ["shop.example.com", "shop.example.org"] })).rejects.toMatchObject({ kind: "Refused" });
    expect(records()).toEqual(["somebody else's"]);
  });

  test("says what the ACME server saw when it does not believe the record", async () => {
    // The server asks a name server that knows nothing of the records.
    const empty = await listenDns(createAlidns(testContext()), { port: 0 });
    const blind = await startPebble(`127.0.0.1:${empty.port}`);
    const other = { directoryUrl: blind.directoryUrl, trustedCaPem: blind.trustedCaPem };
    await expect(issue({}, other)).rejects.toMatchObject({
      kind: "Refused",
      code: "urn:ietf:params:acme:error:unauthorized",
      message: expect.stringContaining("The ACME server does not accept that shop.example.com is ours: [unauthorized]"),
    });
    expect(records()).toEqual(["somebody else's"]);
    expect(cas.exportState().certificates).toEqual([]);
    await Promise.all([blind.close(), empty.close()]);
  });

  test("ends at its deadline when the domain is delegated to somebody else, and takes its records with it", async () => {
    const empty = await listenDns(createAlidns(testContext()), { port: 0 });
    const soon = performance.timeOrigin + performance.now() + 12_000;
    await expect(issue({ deadline: soon }, { nameServers: [`127.0.0.1:${empty.port}`] })).rejects.toMatchObject({
      kind: "Transient",
      message: expect.stringContaining("example.com is kept in Alibaba Cloud DNS but delegated to somebody else's"),
    });
    expect(records()).toEqual(["somebody else's"]);
    await empty.close();
  });

  test("ends at its deadline when the ACME server dies in the middle of it, and takes its records with it", async () => {
    const slow = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_VA_NOSLEEP: "", PEBBLE_VA_SLEEPTIME: "60" });
    const other = { directoryUrl: slow.directoryUrl, trustedCaPem: slow.trustedCaPem };
    const soon = performance.timeOrigin + performance.now() + 13_000;
    const issuing = issue({ deadline: soon }, other).catch((thrown: unknown) => thrown);
    await vi.waitUntil(() => records().length > 1, { timeout: 10_000 });
    await slow.close();
    expect(await issuing).toMatchObject({ kind: "Transient", message: expect.stringContaining("ACME server") });
    expect(records()).toEqual(["somebody else's"]);
    expect(cas.exportState().certificates).toEqual([]);
  });

  test.each([[[]], [["shop"]], [["a.*.example.com"]], [["shop.example.com/path"]], [["1.2.3.4"]]])(
    "is one for the names %j",
    async (names) => {
      await expect(issue({ names })).rejects.toMatchObject({ kind: "InvalidInput" });
      expect(context.calls).toEqual([]);
    },
  );

  test("is one when a role may not upload; the key is in no message", async () => {
    context.faults.set("UploadUserCertificate", {
      kind: "refuse",
      status: 403,
      code: "NoPermission",
      message: "You are not authorized",
    });
    const error = await issue().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "Denied", code: "NoPermission" });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("PRIVATE KEY");
  });
});

describe("the account's key", () => {
  const secret = "a secret of a deployment, long enough";

  test("follows from the secret, the same each time, and another secret gives another", () => {
    const key = accountKeyFrom({ ALBFLOW_SECRET: secret });
    expect(accountKeyFrom({ ALBFLOW_SECRET: secret })).toBe(key);
    expect(accountKeyFrom({ ALBFLOW_SECRET: `${secret}!` })).not.toBe(key);
    expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  test("can be given, with its line ends written out", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(accountKeyFrom({ ALBFLOW_ACME_ACCOUNT_KEY: pem.replaceAll("\n", "\\n") })).toBe(pem);
  });

  test.each([{}, { ALBFLOW_SECRET: "short" }, { ALBFLOW_ACME_ACCOUNT_KEY: "no key" }])(
    "is refused for %j",
    (environment) => {
      expect(() => accountKeyFrom(environment)).toThrow(expect.objectContaining({ kind: "InvalidInput" }));
    },
  );
});

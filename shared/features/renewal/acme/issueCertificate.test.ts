import { execFileSync } from "node:child_process";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Alidns, createAlidns } from "../../../../local/alidns/alidns.ts";
import { type DnsServer, listenDns } from "../../../../local/alidns/nameServer/listenDns.ts";
import { type Cas, createCas } from "../../../../local/cas/cas.ts";
import type { Fault } from "../../../../local/context.ts";
import { createSls, type Sls } from "../../../../local/sls/sls.ts";
import { listen, type WireServer } from "../../../../local/wire/server.ts";
import { testContext } from "../../../../test/local/testContext.ts";
import { coded } from "../../../../test/support/coded.ts";
import { type Pebble, startPebble } from "../../../../test/support/pebble.ts";
import { inWholeSuite, longTest, sampled } from "../../../../test/support/sampled.ts";
import { openAlidns } from "../../../platform/clients/alidns.ts";
import { openCas } from "../../../platform/clients/cas.ts";
import { openLogs } from "../../../platform/clients/logs.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { Session } from "../../../platform/session.ts";
import { accountKeyFrom } from "./accountKey.ts";
import type { AcmeSettings } from "./acmeSettings.ts";
import { type AcmeClients, type CertificateOrder, issueCertificate } from "./issueCertificate.ts";
import { keyKindOf } from "./keyKind.ts";
import { type OrderRecords, openOrderRecords } from "./orderRecords.ts";
import { ORDER_TOPIC } from "./orderTopic.ts";

const PLACE = { project: "albflow-reports", logstore: "albflow" };
const SEALING_KEY = Buffer.alloc(32, 7);
const FULL: Fault = {
  kind: "refuse",
  status: 400,
  code: "CertQuotaCheckFailed",
  message: "The certificate quota is exceeded, usage 1000/1000.",
};

let context: ReturnType<typeof testContext>;
let alidns: Alidns;
let cas: Cas;
let sls: Sls;
let dns: DnsServer;
let servers: WireServer[];
let pebble: Pebble;
let clients: AcmeClients;
let settings: AcmeSettings;
let session: Session;

beforeAll(async () => {
  context = testContext();
  alidns = createAlidns(context, { propagationMs: 200 });
  cas = createCas(context);
  dns = await listenDns(alidns, { port: 0 });
  sls = createSls(context);
  servers = [await listen(alidns, { port: 0 }), await listen(cas, { port: 0 }), await listen(sls, { port: 0 })];
  const [dnsPort, casPort, slsPort] = servers.map(({ port }) => port);
  session = {
    region: "cn-hangzhou",
    accountId: "1234567890123456",
    credentials: { accessKeyId: "local", accessKeySecret: "local" },
    endpoints: {
      alidns: `127.0.0.1:${dnsPort}`,
      cas: `127.0.0.1:${casPort}`,
      log: `http://sls.localhost:${slsPort}`,
    },
  };
  clients = {
    alidns: openAlidns(session),
    cas: openCas(session),
    records: recordsWith(SEALING_KEY),
  };
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
  vi.restoreAllMocks();
  context.calls.length = 0;
  context.faults.clear();
  cas.importState({ certificates: [], caCertificates: [], deploymentJobs: [] });
  sls.importState({ projects: [] });
  sls.ensure(PLACE);
  alidns.importState({ domains: [], records: [] });
  alidns.putDomain("example.com", [{ RR: "_acme-challenge", Type: "TXT", Value: "somebody else's" }]);
  alidns.putDomain("challenges.net");
});

const order = (more: Partial<CertificateOrder> = {}): CertificateOrder => ({
  names: ["shop.example.com"],
  period: "after-1A2B",
  keyKind: "ecdsa-p256",
  deadline: performance.timeOrigin + performance.now() + 30_000,
  ...more,
});
const issue = (more: Partial<CertificateOrder> = {}, changed: Partial<AcmeSettings> = {}) =>
  issueCertificate(clients, { ...settings, ...changed }, order(more));
const records = () => alidns.exportState().records.map(({ Value }) => Value);
/** A fault that the upload itself meets, not the question whether the quota allows it. */
const failUploads = (fault: Fault, times = 1) => {
  let left = times;
  vi.spyOn(context, "faultFor").mockImplementation(({ action, resource = "" }) => {
    const isUpload = action === "UploadUserCertificate" && !resource.startsWith("albflow-asks-whether");
    if (!isUpload || left === 0) return undefined;
    left -= 1;
    return fault;
  });
};
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

  longTest("asked for twice at the same time makes one certificate", async () => {
    const both = await Promise.all([issue(), issue()]);
    expect(both[0]?.certificate.id).toBe(both[1]?.certificate.id);
    expect(cas.exportState().certificates).toHaveLength(1);
    expect(records()).toEqual(["somebody else's"]);
  });

  inWholeSuite(() => {
    test("of another period makes another certificate", async () => {
      const first = await issue();
      const second = await issue({ period: "after-3C4D" });
      expect(second.certificate.id).not.toBe(first.certificate.id);
    });
  });

  longTest("proves no name that the server believes already", async () => {
    const trusting = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_AUTHZREUSE: "100" });
    const other = { directoryUrl: trusting.directoryUrl, trustedCaPem: trusting.trustedCaPem };
    await issue({}, other);
    await issue({ period: "after-3C4D" }, other);
    expect(context.calls.filter(({ action }) => action === "AddDomainRecord")).toHaveLength(1);
    expect(uploads()).toHaveLength(2);
    await trusting.close();
  });

  longTest("to a server that knows its customers needs the binding to one of them", async () => {
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

  const LOST = [
    ["AddDomainRecord", "before"],
    ["AddDomainRecord", "after"],
    ["DeleteDomainRecord", "before"],
    ["DeleteDomainRecord", "after"],
    ["DescribeSubDomainRecords", "before"],
    ["UploadUserCertificate", "before"],
    ["UploadUserCertificate", "after"],
    ["GetUserCertificateDetail", "before"],
  ] as const;

  test.each(sampled(5, LOST, 1))("survives that %s loses its line %s it took effect", async (action, when) => {
    if (action === "UploadUserCertificate") failUploads({ kind: "reset", when });
    else context.faults.set(action, { kind: "reset", when });
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
      reason: coded("no-zone", {
        name: "_acme-challenge.shop.example.org",
        wanted: "_acme-challenge.shop.example.org",
      }),
    });
  });

  test("leaves no record behind when the second of two names cannot be proven", async () => {
    await expect(issue({ names: ["shop.example.com", "shop.example.org"] })).rejects.toMatchObject({ kind: "Refused" });
    expect(records()).toEqual(["somebody else's"]);
  });

  longTest("says what the ACME server saw when it does not believe the record", async () => {
    // The server asks a name server that knows nothing of the records.
    const empty = await listenDns(createAlidns(testContext()), { port: 0 });
    const blind = await startPebble(`127.0.0.1:${empty.port}`);
    const other = { directoryUrl: blind.directoryUrl, trustedCaPem: blind.trustedCaPem };
    await expect(issue({}, other)).rejects.toMatchObject({
      kind: "Refused",
      code: "urn:ietf:params:acme:error:unauthorized",
      reason: coded("acme-name-not-proven", {
        name: "shop.example.com",
        cause: coded("acme-problem", {
          action: "authorizations",
          type: "unauthorized",
          detail: expect.any(String),
          notBefore: null,
        }),
      }),
    });
    expect(records()).toEqual(["somebody else's"]);
    expect(cas.exportState().certificates).toEqual([]);
    await Promise.all([blind.close(), empty.close()]);
  });

  longTest(
    "ends at its deadline when the domain is delegated to somebody else, and takes its records with it",
    async () => {
      const empty = await listenDns(createAlidns(testContext()), { port: 0 });
      const soon = performance.timeOrigin + performance.now() + 12_000;
      await expect(issue({ deadline: soon }, { nameServers: [`127.0.0.1:${empty.port}`] })).rejects.toMatchObject({
        kind: "Transient",
        reason: coded("order-timed-out", {
          what: "dns-records-served",
          of: null,
          last: coded("record-not-served", {
            name: "_acme-challenge.shop.example.com",
            domain: "example.com",
            servers: [`127.0.0.1:${empty.port}`],
          }),
        }),
      });
      expect(records()).toEqual(["somebody else's"]);
      await empty.close();
    },
  );

  inWholeSuite(() => {
    test("ends at its deadline when the ACME server dies in the middle of it, and takes its records with it", async () => {
      const slow = await startPebble(`127.0.0.1:${dns.port}`, { PEBBLE_VA_NOSLEEP: "", PEBBLE_VA_SLEEPTIME: "60" });
      const other = { directoryUrl: slow.directoryUrl, trustedCaPem: slow.trustedCaPem };
      const soon = performance.timeOrigin + performance.now() + 13_000;
      const issuing = issue({ deadline: soon }, other).catch((thrown: unknown) => thrown);
      await vi.waitUntil(() => records().length > 1, { timeout: 10_000 });
      await slow.close();
      expect(await issuing).toMatchObject({ kind: "Transient", reason: { code: "order-timed-out" } });
      expect(records()).toEqual(["somebody else's"]);
      expect(cas.exportState().certificates).toEqual([]);
    });
  });

  const unfit = (name: string, code: string, params = {}) =>
    coded("name-not-orderable", { name, problem: coded(code, params) });
  const LONG = Array.from({ length: 64 }, () => "abc").join(".");
  test.each([
    [[], [coded("order-without-name")]],
    [["shop"], [unfit("shop", "single-label")]],
    [["a.*.example.com"], [unfit("a.*.example.com", "star-misplaced")]],
    [["*.*.example.com"], [unfit("*.*.example.com", "star-misplaced")]],
    [["shop.example.com/path"], [unfit("shop.example.com/path", "label-invalid", { label: "com/path" })]],
    [["1.2.3.4"], [unfit("1.2.3.4", "address-not-provable")]],
    [["2001:db8::1"], [unfit("2001:db8::1", "address-not-provable")]],
    [["my_shop.example.com"], [unfit("my_shop.example.com", "underscore-not-signed")]],
    [["shop.local"], [unfit("shop.local", "suffix-not-public", { suffix: "local" })]],
    [["db.corp.internal"], [unfit("db.corp.internal", "suffix-not-public", { suffix: "internal" })]],
    [["*.home.arpa"], [unfit("*.home.arpa", "suffix-not-public", { suffix: "arpa" })]],
    [
      [`${"a".repeat(64)}.example.com`],
      [unfit(`${"a".repeat(64)}.example.com`, "label-invalid", { label: "a".repeat(64) })],
    ],
    [[LONG], [unfit(LONG, "dns-name-too-long", { length: 255, most: 253 })]],
    [["-a.example.com"], [unfit("-a.example.com", "label-invalid", { label: "-a" })]],
    [["a..example.com"], [unfit("a..example.com", "label-invalid", { label: "" })]],
    [["ab--c.example.com"], [unfit("ab--c.example.com", "punycode-invalid")]],
    [["shop.example.123"], [unfit("shop.example.123", "last-label-number")]],
    [
      Array.from({ length: 101 }, (_, index) => `shop-${index}.example.com`),
      [coded("order-of-many-names", { count: 101, most: 100 })],
    ],
    [
      ["shop.example.com", "1.2.3.4", "shop.local"],
      [unfit("1.2.3.4", "address-not-provable"), unfit("shop.local", "suffix-not-public", { suffix: "local" })],
    ],
  ])("is one for the names %j, and nobody is asked", async (names, problems) => {
    await expect(issue({ names })).rejects.toMatchObject({
      kind: "InvalidInput",
      code: "names-not-orderable",
      reason: coded("names-not-orderable", { problems, more: 0 }),
    });
    expect(context.calls).toEqual([]);
  });

  test.each([
    ["denies", { kind: "deny" }, "Denied", "upload-denied"],
    ["is full", FULL, "Refused", "certificate-service-full"],
  ] as const)("is one when CAS %s, before anything is ordered", async (_, fault, kind, code) => {
    const before = pebble.issued();
    context.faults.set("UploadUserCertificate", fault);
    await expect(issue()).rejects.toMatchObject({ kind, reason: { code, params: { cause: { code: "cloud-error" } } } });
    expect(pebble.issued()).toBe(before);
    expect(records()).toEqual(["somebody else's"]);
  });

  test("is one when what is issued could not be kept, and nothing is issued", async () => {
    const before = pebble.issued();
    sls.importState({ projects: [] });
    await expect(issue()).rejects.toMatchObject({
      kind: "Refused",
      code: "order-records-unusable",
      reason: { code: "order-records-unusable", params: { cause: { code: "cloud-error" } } },
    });
    expect(pebble.issued()).toBe(before);
  });
});

describe("what was issued", () => {
  const NOT_UPLOADED = coded("issued-not-uploaded", {
    name: expect.stringMatching(/^albflow-shop\.example\.com-[0-9a-f]{16}$/),
    notAfter: expect.any(Number),
    cause: expect.objectContaining({ code: "cloud-error" }),
  });

  longTest(
    "and does not fit into CAS is kept, and uploaded by a later order without another one at the CA",
    async () => {
      const before = pebble.issued();
      failUploads(FULL, 2);
      for (const _ of [1, 2]) {
        const error = await issue().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ kind: "Failed", reason: NOT_UPLOADED });
        expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("PRIVATE KEY");
      }
      const { outcome, certificate } = await issue();
      expect(outcome).toBe("takenUp");
      expect(cas.certificate(certificate.id)?.privateKeyPem).toContain("PRIVATE KEY");
      expect(cas.exportState().certificates).toHaveLength(1);
      expect(pebble.issued()).toBe(before + 1);
      expect(records()).toEqual(["somebody else's"]);
    },
  );

  test("is fetched from the CA again by the order that was kept, when the function died before the upload", async () => {
    const before = pebble.issued();
    const keep = vi.fn<OrderRecords["keep"]>((name, kept) => clients.records.keep(name, kept));
    const dying = { ...clients, records: { ...clients.records, keep } };
    failUploads({ kind: "deny" }, 1);
    // The second record, with the certificate in it, is not written any more.
    keep
      .mockImplementationOnce((name, kept) => clients.records.keep(name, kept))
      .mockRejectedValueOnce(new Error("killed"));
    await expect(issueCertificate(dying, settings, order())).rejects.toMatchObject({ kind: "Denied" });
    const [{ name = "" } = {}, ...others] = await entries();
    expect(others).toEqual([]);
    expect((await clients.records.read(name)).kept).toEqual({
      orderUrl: expect.stringMatching(/^https:/),
      privateKeyPem: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----/),
    });
    expect((await issue()).outcome).toBe("takenUp");
    expect(pebble.issued()).toBe(before + 1);
  });

  test("stands sealed in the log, under a name, with no key, certificate or address in clear", async () => {
    failUploads(FULL);
    await issue().catch(() => {});
    const kept = await entries();
    expect(kept.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^albflow-shop/),
      expect.stringMatching(/^albflow-shop/),
    ]);
    expect(JSON.stringify(kept)).not.toMatch(/BEGIN|PRIVATE|https:/);
    // Three letters of what is sealed may be anything: only where they begin it, or stand in clear, are they a certificate's.
    expect(JSON.stringify(kept.map((one) => ({ ...one, sealed: "" })))).not.toContain("MII");
    for (const { sealed = "" } of kept) {
      expect(sealed.startsWith("MII")).toBe(false);
      expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toMatch(/BEGIN|https:|MII[A-Za-z0-9+/]{20}/);
    }
  });

  inWholeSuite(() => {
    test("does not open with another secret, so that another one is ordered", async () => {
      const before = pebble.issued();
      failUploads(FULL);
      await issue().catch(() => {});
      const other = recordsWith(Buffer.alloc(32, 8));
      const issued = await issueCertificate({ ...clients, records: other }, settings, order());
      expect(issued.outcome).toBe("issued");
      expect(pebble.issued()).toBe(before + 2);
    });
  });

  test("is of no use to an order of another name whose record it is put into", async () => {
    failUploads(FULL);
    await issue().catch(() => {});
    const [{ sealed = "" } = {}] = await entries();
    await openLogs(session).write(PLACE.project, PLACE.logstore, ORDER_TOPIC, [{ name: "albflow-x", at: "1", sealed }]);
    expect(await clients.records.read("albflow-x")).toEqual({ kept: undefined, failures: [] });
  });
});

describe("a directory that is none", () => {
  test.each([
    [
      "a page that is not there",
      { path: "x" },
      {
        kind: "InvalidInput",
        reason: {
          code: "setting-invalid",
          params: {
            name: "ALBFLOW_ACME_DIRECTORY",
            expected: { code: "expected-acme-directory", params: { status: 404 } },
          },
        },
      },
    ],
    [
      "a server that is not trusted",
      { trustedCaPem: "" },
      {
        kind: "Refused",
        reason: { code: "acme-not-trusted", params: { action: "directory" } },
      },
    ],
  ] as [string, { path?: string; trustedCaPem?: string; url?: string }, object][])(
    "like %s is told at once",
    async (_, { path = "", trustedCaPem = pebble.trustedCaPem, url = pebble.directoryUrl }, error) => {
      const begun = performance.now();
      const { trustedCaPem: __, ...others } = settings;
      const wrong = { ...others, directoryUrl: `${url}${path}`, ...(trustedCaPem === "" ? {} : { trustedCaPem }) };
      await expect(issueCertificate(clients, wrong, order())).rejects.toMatchObject(error);
      expect(performance.now() - begun).toBeLessThan(10_000);
      expect(records()).toEqual(["somebody else's"]);
    },
  );
});

describe("a server that counts orders", () => {
  test("is not asked again before the time that it has named", async () => {
    const name = "albflow-shop.example.com-0000";
    const limited = (detail: string) =>
      reason("acme-problem", { action: "newOrder", type: "rateLimited", detail, notBefore: 4e12 });
    const first = limited("too many");
    await clients.records.note(name, { code: "rateLimited", reason: first, notBefore: 4e12 });
    expect((await clients.records.read(name)).failures).toEqual([
      { code: "rateLimited", reason: first, notBefore: 4e12 },
    ]);
    const tooEarly = reason("acme-asked-too-early", { notBefore: 4e12, cause: first });
    await clients.records.note(name, { code: "rateLimited", reason: tooEarly, notBefore: 4e12 });
    await clients.records.note(name, { code: "rateLimited", reason: limited("earlier"), notBefore: 3e12 });
    const remembering = { ...clients, records: { ...clients.records, read: () => clients.records.read(name) } };
    const before = pebble.issued();
    await expect(issueCertificate(remembering, settings, order())).rejects.toMatchObject({
      kind: "Throttled",
      code: "rateLimited",
      reason: tooEarly,
    });
    expect(pebble.issued()).toBe(before);
  });
});

describe("an order gets the kind of key that it asks for", () => {
  const KINDS = [
    ["rsa-2048", "rsa", { modulusLength: 2048, publicExponent: 65_537n }],
    ["rsa-4096", "rsa", { modulusLength: 4096, publicExponent: 65_537n }],
    ["ecdsa-p384", "ec", { namedCurve: "secp384r1" }],
  ] as const;

  test.each(sampled(3, KINDS, 2))("%s", async (keyKind, type, details) => {
    // A large key takes a slow machine half a minute.
    const deadline = performance.timeOrigin + performance.now() + 240_000;
    const { certificate } = await issue({ keyKind, deadline });
    const { publicKey } = new X509Certificate(cas.certificate(certificate.id)?.certificatePem ?? "");
    expect([publicKey.asymmetricKeyType, publicKey.asymmetricKeyDetails]).toEqual([type, details]);
  });

  test.each(
    sampled(
      3,
      [
        [{ keyAlgorithm: "rsa", bits: 1024 }, "rsa-2048"],
        [{ keyAlgorithm: "rsa", bits: 2048 }, "rsa-2048"],
        [{ keyAlgorithm: "rsa", bits: 2560 }, "rsa-3072"],
        [{ keyAlgorithm: "rsa", bits: 4096 }, "rsa-4096"],
        [{ keyAlgorithm: "ec", curve: "prime256v1" }, "ecdsa-p256"],
        [{ keyAlgorithm: "ec", curve: "secp384r1" }, "ecdsa-p384"],
        [{ keyAlgorithm: "ec", curve: "secp521r1" }, "ecdsa-p384"],
      ] as const,
      1,
    ),
  )("and that of a predecessor with %j is %s", (key, kind) => {
    expect(keyKindOf(selfSigned(key))).toBe(kind);
  });

  test("and a predecessor with a key that no CA signs is refused with the setting that helps", () => {
    expect(() => keyKindOf(selfSigned({ keyAlgorithm: "ed25519" }))).toThrow(
      expect.objectContaining({
        kind: "Refused",
        code: "key-kind-not-orderable",
        reason: coded("key-kind-not-orderable", {
          kind: "ed25519",
          setting: "ALBFLOW_ACME_KEY",
          kinds: ["rsa-2048", "rsa-3072", "rsa-4096", "ecdsa-p256", "ecdsa-p384"],
        }),
      }),
    );
  });
});

describe("a domain with letters beyond ASCII", () => {
  const BEYOND_ASCII: [string, string[]][] = [
    ["bücher.example", ["shop.xn--bcher-kva.example"]],
    ["xn--bcher-kva.example", ["shop.bücher.example", "*.xn--bcher-kva.example", "BÜCHER.example"]],
    ["例子.example", ["例子.example"]],
  ];

  test.each(sampled(3, BEYOND_ASCII, 1))("that was added as %s is found for %j", async (domain, names) => {
    alidns.putDomain(domain);
    const { certificate } = await issue({ names });
    expect(certificate.names.every((name) => /^[\x20-\x7e]+\.example$/.test(name))).toBe(true);
    expect(certificate.names).toHaveLength(names.length);
    expect(records()).toEqual(["somebody else's"]);
    expect(
      context.calls.filter(({ action }) => action === "AddDomainRecord").map(({ status }) => status),
    ).not.toContain(400);
  });
});

function recordsWith(key: Buffer) {
  const logs = openLogs(session);
  return openOrderRecords(
    logs,
    (records) => logs.write(PLACE.project, PLACE.logstore, ORDER_TOPIC, records),
    PLACE,
    key,
  );
}

async function entries(): Promise<Record<string, string>[]> {
  const now = Date.now();
  const range = { from: now - 3_600_000, to: now + 60_000, query: `__topic__: ${ORDER_TOPIC}` };
  return (await openLogs(session).read(PLACE.project, PLACE.logstore, range)) as unknown as Record<string, string>[];
}

/** A certificate by OpenSSL, with any key. */
function selfSigned(key: { keyAlgorithm: string; bits?: number; curve?: string }): string {
  const newKey =
    key.keyAlgorithm === "ec"
      ? ["ec", "-pkeyopt", `ec_paramgen_curve:${key.curve}`]
      : [key.bits === undefined ? key.keyAlgorithm : `rsa:${key.bits}`];
  return execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      ...newKey,
      "-nodes",
      "-keyout",
      "/dev/null",
      "-subj",
      "/CN=shop.example.com",
      "-days",
      "9",
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
}

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

import { Resolver } from "node:dns/promises";
import AlidnsSdk from "@alicloud/alidns20150109";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { beyondLimits, withoutRequired } from "../../test/local/rpc/brokenParameters.ts";
import { callFlat, callSdk, flat, type SdkClient } from "../../test/local/rpc/sdkCall.ts";
import { clientConfig } from "../../test/local/rpc/testCloud.ts";
import { testContext } from "../../test/local/testContext.ts";
import type { ActionApi, Api } from "../rpc/api.ts";
import { listen, type WireServer } from "../wire/server.ts";
import { type Alidns, createAlidns } from "./alidns.ts";
import table from "./api.json" with { type: "json" };
import { type DnsServer, listenDns } from "./nameServer/listenDns.ts";
import { alidnsActions } from "./registry.ts";

const api = table as unknown as Api;
const NOW = Date.UTC(2026, 10, 22);

let clock: SimulatedClock;
let context: ReturnType<typeof testContext>;
let alidns: Alidns;
let server: WireServer;
let dns: DnsServer;
let client: AlidnsSdk.default;
let resolver: Resolver;

beforeAll(async () => {
  clock = simulatedClock(NOW);
  context = testContext(clock);
  alidns = createAlidns(context);
  server = await listen(alidns, { port: 0, clock });
  dns = await listenDns(alidns, { port: 0 });
  client = new AlidnsSdk.default(clientConfig(server.port));
  resolver = new Resolver({ timeout: 1_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${dns.port}`]);
});
afterAll(async () => {
  await Promise.all([server.close(), dns.close()]);
});
beforeEach(() => {
  alidns.importState({ domains: [], records: [] });
  alidns.putDomain("example.com", [
    { RR: "@", Type: "A", Value: "192.0.2.1" },
    { RR: "www", Type: "CNAME", Value: "example.com" },
    { RR: "*.shop", Type: "A", Value: "192.0.2.2" },
  ]);
  alidns.putDomain("sub.example.com");
});

const call = (action: string, parameters: Record<string, unknown> = {}) =>
  callSdk(client, AlidnsSdk, action, parameters);

const add = (parameters: Record<string, unknown> = {}) =>
  call("AddDomainRecord", {
    DomainName: "example.com",
    RR: "_acme-challenge",
    Type: "TXT",
    Value: "one",
    ...parameters,
  });

/** A valid call of each action that has parameters which it needs. */
const VALID = {
  AddDomainRecord: { DomainName: "example.com", RR: "mail", Type: "MX", Value: "mx.example.com", Priority: "5" },
  DeleteDomainRecord: { RecordId: "1" },
  DescribeDomains: { PageSize: "20" },
  DescribeDomainRecords: { DomainName: "example.com" },
  DescribeSubDomainRecords: { SubDomain: "www.example.com" },
  DescribeDomainRecordInfo: { RecordId: "1" },
  SetDomainRecordStatus: { RecordId: "1", Status: "Disable" },
  UpdateDomainRecord: { RecordId: "1", RR: "mail", Type: "MX", Value: "mx.example.com", Priority: "5" },
  UpdateDomainRecordRemark: { RecordId: "1", Remark: "of the test" },
};

const refusal = (code: string) => ({ error: expect.objectContaining({ code, status: 400 }) });

describe("the API", () => {
  test("has an action for each row of its table and no other", () => {
    expect(Object.keys(alidnsActions).sort()).toEqual(Object.keys(api.actions).sort());
  });

  describe.each(Object.entries(VALID))("%s", (action, valid) => {
    const row = api.actions[action] as ActionApi;
    const broken = [...withoutRequired(row, flat(valid)), ...beyondLimits(row, flat(valid))];

    test.each(broken.map((one) => [one.what, one] as const))("is refused when %s", async (_what, one) => {
      const outcome = await callFlat(client as unknown as SdkClient, "2015-01-09", action, one.flat);
      expect(outcome).toEqual(refusal(one.code));
    });
  });

  test("a record that was added is listed by domain and by name, with its id", async () => {
    const outcome = await add();
    const { RecordId } = (outcome as { answer: { RecordId: string } }).answer;
    expect(RecordId).toMatch(/^\d{18}$/);
    const record = {
      DomainName: "example.com",
      RR: "_acme-challenge",
      Type: "TXT",
      Value: "one",
      TTL: 600,
      Line: "default",
      Status: "ENABLE",
      Locked: false,
      RecordId,
    };
    expect(await call("DescribeSubDomainRecords", { SubDomain: "_acme-challenge.example.com" })).toEqual({
      answer: expect.objectContaining({ TotalCount: 1, DomainRecords: { Record: [expect.objectContaining(record)] } }),
    });
    expect(await call("DescribeDomainRecords", { DomainName: "example.com", TypeKeyWord: "TXT" })).toEqual({
      answer: expect.objectContaining({
        TotalCount: 1,
        DomainRecords: { Record: [expect.objectContaining({ ...record, CreateTimestamp: NOW })] },
      }),
    });
  });

  test("two values of one name stand side by side, and the same value is refused", async () => {
    await add();
    expect(await add({ Value: "two" })).toHaveProperty("answer.RecordId");
    expect(await add()).toEqual(refusal("DomainRecordDuplicate"));
  });

  test("nothing stands beside an alias", async () => {
    expect(await add({ RR: "www" })).toEqual(refusal("DomainRecordConflict"));
    expect(await add({ RR: "@", Type: "CNAME", Value: "other.net" })).toEqual(refusal("DomainRecordConflict"));
  });

  test("a domain that is not of this account is refused", async () => {
    expect(await add({ DomainName: "example.net" })).toEqual(refusal("InvalidDomainName.NoExist"));
  });

  test("a record that is gone is refused as somebody else's", async () => {
    const outcome = await add();
    const { RecordId } = (outcome as { answer: { RecordId: string } }).answer;
    expect(await call("DeleteDomainRecord", { RecordId })).toHaveProperty("answer.RecordId", RecordId);
    expect(await call("DeleteDomainRecord", { RecordId })).toEqual(refusal("DomainRecordNotBelongToUser"));
  });

  test("lists are paged by number", async () => {
    for (const Value of ["a", "b", "c"]) await add({ Value });
    const page = await call("DescribeSubDomainRecords", {
      SubDomain: "_acme-challenge.example.com",
      PageSize: 2,
      PageNumber: 2,
    });
    expect(page).toEqual({
      answer: expect.objectContaining({
        TotalCount: 3,
        PageNumber: 2,
        PageSize: 2,
        DomainRecords: { Record: [expect.objectContaining({ Value: "c" })] },
      }),
    });
    expect(await call("DescribeDomains", { KeyWord: "sub" })).toEqual({
      answer: expect.objectContaining({
        TotalCount: 1,
        Domains: { Domain: [expect.objectContaining({ DomainName: "sub.example.com" })] },
      }),
    });
  });

  test("a name belongs to the longest domain that is kept here", async () => {
    await add({ DomainName: "sub.example.com", RR: "a", Value: "in sub" });
    expect(await call("DescribeSubDomainRecords", { SubDomain: "a.sub.example.com" })).toHaveProperty(
      "answer.TotalCount",
      1,
    );
  });

  test("a role may do what its policy says about one domain", async () => {
    context.ram.putRole({
      name: "acme",
      trusts: ["fc.aliyuncs.com"],
      policies: [
        {
          Version: "1",
          Statement: [
            { Effect: "Allow", Action: "alidns:AddDomainRecord", Resource: "acs:alidns:*:*:domain/example.com" },
          ],
        },
      ],
    });
    const identity = context.ram.identityOfRole("acs:ram::1234567890123456:role/acme", "fc.aliyuncs.com");
    const record = { RR: "x", Type: "TXT", Value: "v" };
    await expect(
      alidns.call(identity, "AddDomainRecord", { DomainName: "example.com", ...record }),
    ).resolves.toHaveProperty("RecordId");
    await expect(
      alidns.call(identity, "AddDomainRecord", { DomainName: "sub.example.com", ...record }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

describe("the name server", () => {
  test("tells a new record after the time of propagation, and a deleted one no more", async () => {
    const outcome = await add();
    const { RecordId } = (outcome as { answer: { RecordId: string } }).answer;
    await expect(resolver.resolveTxt("_acme-challenge.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await clock.advance(1_000);
    expect(await resolver.resolveTxt("_acme-challenge.example.com")).toEqual([["one"]]);
    await call("DeleteDomainRecord", { RecordId });
    await expect(resolver.resolveTxt("_acme-challenge.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  test("follows aliases, and says so when a name has no record of the type", async () => {
    expect(await resolver.resolve4("www.example.com")).toEqual(["192.0.2.1"]);
    expect(await resolver.resolveCname("www.example.com")).toEqual(["example.com"]);
    await expect(resolver.resolveTxt("example.com")).rejects.toMatchObject({ code: "ENODATA" });
  });

  test("a wildcard stands for names without a record of their own", async () => {
    expect(await resolver.resolve4("a.shop.example.com")).toEqual(["192.0.2.2"]);
    expect(await resolver.resolve4("a.b.shop.example.com")).toEqual(["192.0.2.2"]);
    await expect(resolver.resolve4("shop.example.com")).rejects.toMatchObject({ code: "ENODATA" });
  });

  test("refuses domains that are not kept here", async () => {
    await expect(resolver.resolve4("www.example.net")).rejects.toMatchObject({ code: "EREFUSED" });
  });

  test("an answer too long for UDP is fetched over TCP", async () => {
    for (let number = 0; number < 12; number += 1) await add({ Value: `${number}`.padEnd(240, "x") });
    await clock.advance(1_000);
    expect(await resolver.resolveTxt("_acme-challenge.example.com")).toHaveLength(12);
  });

  test.each([
    ["SOA", () => resolver.resolveSoa("example.com"), expect.objectContaining({ nsname: "dns1.hichina.com" })],
    ["NS", () => resolver.resolveNs("example.com"), expect.arrayContaining(["dns1.hichina.com", "dns2.hichina.com"])],
    ["MX", () => resolver.resolveMx("all.example.com"), [{ exchange: "mail.example.com", priority: 5 }]],
    ["AAAA", () => resolver.resolve6("all.example.com"), ["2001:db8::1"]],
    [
      "SRV",
      () => resolver.resolveSrv("all.example.com"),
      [{ name: "a.example.com", port: 443, priority: 1, weight: 2 }],
    ],
    ["CAA", () => resolver.resolveCaa("all.example.com"), [{ critical: 0, issue: "letsencrypt.org" }]],
  ])("tells records of type %s", async (_type, ask, expected) => {
    alidns.putDomain("example.com", [
      { RR: "all", Type: "MX", Value: "mail.example.com", Priority: 5 },
      { RR: "all", Type: "AAAA", Value: "2001:db8::1" },
      { RR: "all", Type: "SRV", Value: "1 2 443 a.example.com" },
      { RR: "all", Type: "CAA", Value: '0 issue "letsencrypt.org"' },
    ]);
    expect(await ask()).toEqual(expected);
  });

  test("bytes that are no question are not answered", () => {
    const junk = [Buffer.alloc(0), Buffer.alloc(11), Buffer.alloc(40, 255), Buffer.alloc(17)];
    expect(junk.map((bytes) => alidns.answer(bytes, "udp"))).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("a domain with letters beyond ASCII", () => {
  beforeEach(() => alidns.putDomain("xn--bcher-kva.example"));

  test("is named in Unicode, and its PunyCode stands beside it", async () => {
    const named = expect.objectContaining({ DomainName: "bücher.example", PunyCode: "xn--bcher-kva.example" });
    expect(await call("DescribeDomains", { KeyWord: "bücher" })).toEqual({
      answer: expect.objectContaining({ TotalCount: 1, Domains: { Domain: [named] } }),
    });
  });

  test("is asked for by the name that the API gives it, and not by its PunyCode", async () => {
    expect(await add({ DomainName: "xn--bcher-kva.example" })).toEqual(refusal("InvalidDomainName.NoExist"));
    expect(await add({ DomainName: "bücher.example" })).toHaveProperty("answer.RecordId");
    expect(await call("DescribeSubDomainRecords", { SubDomain: "_acme-challenge.bücher.example" })).toEqual({
      answer: expect.objectContaining({ TotalCount: 1 }),
    });
  });

  test("is served under its PunyCode, which is all that DNS knows", async () => {
    await add({ DomainName: "bücher.example", RR: "www", Type: "CNAME", Value: "例子.bücher.example" });
    await add({ DomainName: "bücher.example", RR: "xn--fsqu00a", Value: "found" });
    await clock.advance(2_000);
    expect(await resolver.resolveTxt("xn--fsqu00a.xn--bcher-kva.example")).toEqual([["found"]]);
    expect(await resolver.resolveTxt("www.xn--bcher-kva.example")).toEqual([["found"]]);
  });
});

describe("a record that is there", () => {
  const idOf = async () => ((await add()) as { answer: { RecordId: string } }).answer.RecordId;
  const info = async (RecordId: string) =>
    ((await call("DescribeDomainRecordInfo", { RecordId })) as { answer: object }).answer;

  test("is changed, remarked and switched off, and each stays while the others change", async () => {
    const RecordId = await idOf();
    await call("UpdateDomainRecordRemark", { RecordId, Remark: "of the test" });
    expect(await call("SetDomainRecordStatus", { RecordId, Status: "Disable" })).toMatchObject({
      answer: { RecordId, Status: "Disable" },
    });
    await call("UpdateDomainRecord", { RecordId, RR: "_acme-challenge", Type: "TXT", Value: "two", TTL: 60 });
    expect(await info(RecordId)).toMatchObject({
      RR: "_acme-challenge",
      Value: "two",
      TTL: 60,
      Status: "DISABLE",
      Remark: "of the test",
      DomainName: "example.com",
      PunyCode: "example.com",
    });
  });

  test("is not told by the name servers while it is switched off", async () => {
    const RecordId = await idOf();
    await clock.advance(1_000);
    expect(await resolver.resolveTxt("_acme-challenge.example.com")).toEqual([["one"]]);
    await call("SetDomainRecordStatus", { RecordId, Status: "Disable" });
    await expect(resolver.resolveTxt("_acme-challenge.example.com")).rejects.toMatchObject({ code: "ENOTFOUND" });
    await call("SetDomainRecordStatus", { RecordId, Status: "Enable" });
    expect(await resolver.resolveTxt("_acme-challenge.example.com")).toEqual([["one"]]);
  });

  test("is not changed into what it is, nor into what is there", async () => {
    const RecordId = await idOf();
    const same = { RecordId, RR: "_acme-challenge", Type: "TXT", Value: "one" };
    expect(await call("UpdateDomainRecord", same)).toEqual(refusal("DomainRecordDuplicate"));
    const alias = { ...same, RR: "www", Type: "TXT" };
    expect(await call("UpdateDomainRecord", alias)).toEqual(refusal("DomainRecordConflict"));
  });
});

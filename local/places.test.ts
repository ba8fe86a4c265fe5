import "../test/local/localhostNames.ts";
import RpcClient from "@alicloud/pop-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAlb } from "../shared/platform/clients/alb.ts";
import { openCas } from "../shared/platform/clients/cas.ts";
import { openCloudFlow } from "../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../shared/platform/clients/logs.ts";
import type { AlbflowError } from "../shared/platform/errors.ts";
import type { Credentials, Session } from "../shared/platform/session.ts";
import { group, unchecked } from "../test/local/alb/refusalCases.ts";
import type { LocalCloud } from "./cloud.ts";
import { startLocalCloud } from "./localCloud.ts";

const [HOME, SHOP, BANK] = ["1234567890123456", "2222222222222222", "3333333333333333"];
const keysOf = (accountId: string) => ({ accessKeyId: `key-${accountId}`, accessKeySecret: `secret-${accountId}` });

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({
    port: 0,
    fast: true,
    quotas: { serverGroups: 2 },
    accounts: [SHOP, BANK].map((accountId) => ({ accountId, rootKey: keysOf(accountId) })),
  });
  await cloud.seedWith(seedOf("at home"));
  await cloud.at({ region: "eu-central-1" }).seedWith(seedOf("Frankfurt"));
  await cloud.at({ accountId: SHOP, region: "cn-shanghai" }).seedWith(seedOf("the shop's in Shanghai"));
});
afterAll(() => cloud.close());

/** The same ids everywhere. */
function seedOf(description: string) {
  return {
    certificates: [{ name: "shop", id: 77, names: ["shop.example.com"] }],
    backends: [],
    loadBalancers: [{ LoadBalancerId: "alb-same" }],
    serverGroups: [{ ServerGroupId: "sgp-same" }],
    listeners: [
      {
        ListenerId: "lsn-same",
        LoadBalancerId: "alb-same",
        ListenerProtocol: "HTTPS" as const,
        ListenerPort: 443,
        ListenerDescription: description,
        Certificates: [{ CertificateId: "shop" }],
        DefaultActions: [
          { Type: "ForwardGroup" as const, ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-same" }] } },
        ],
      },
    ],
  };
}

function sessionOf(region: string, credentials: Credentials = cloud.rootKey, accountId = HOME): Session {
  const { alb, cas, fnf, fc, log } = cloud.endpoints;
  return {
    region,
    accountId,
    credentials,
    isElsewhere: region !== "cn-hangzhou",
    endpoints: { alb, cas, fnf, fc, log: log.replace("sls.", "{region}.sls.") },
  };
}

const describedAt = async (session: Session) =>
  (await openAlb(session).call("ListListeners", {})).Listeners?.map((row) => row.ListenerDescription);

describe("one local cloud with three accounts and every region", () => {
  it("keeps listeners of the same id apart by the region that a call names and the account of its key", async () => {
    expect(await describedAt(sessionOf("cn-hangzhou"))).toEqual(["at home"]);
    expect(await describedAt(sessionOf("eu-central-1"))).toEqual(["Frankfurt"]);
    expect(await describedAt(sessionOf("cn-shanghai"))).toEqual([]);
    expect(await describedAt(sessionOf("cn-shanghai", keysOf(SHOP)))).toEqual(["the shop's in Shanghai"]);
    expect(await describedAt(sessionOf("cn-hangzhou", keysOf(BANK)))).toEqual([]);
  });

  it("has quotas for each account and region: one that is used up leaves those of the others as they are", async () => {
    const groupsAt = (session: Session) => {
      const create = (ServerGroupName: string) =>
        openAlb(session).call("CreateServerGroup", { ...group, ...unchecked, ServerGroupName });
      return { create, refusal: (name: string) => create(name).catch((error: AlbflowError) => error.code) };
    };
    const home = groupsAt(sessionOf("cn-hangzhou"));
    await home.create("second");
    expect(await home.refusal("third")).toBe("QuotaExceeded.ServerGroupsNum");
    for (const other of [
      sessionOf("us-west-1"),
      sessionOf("cn-hangzhou", keysOf(SHOP)),
      sessionOf("us-west-1", keysOf(BANK)),
    ]) {
      const groups = groupsAt(other);
      await groups.create("first");
      await groups.create("second");
      expect(await groups.refusal("third")).toBe("QuotaExceeded.ServerGroupsNum");
    }
  });

  it("gives each its own address, so that all of them are served", () => {
    const homes = [cloud, cloud.at({ region: "eu-central-1" }), cloud.at({ accountId: SHOP, region: "cn-shanghai" })];
    const served = homes.map((place) => place.dataPlane.endpoint("lsn-same")?.address);
    expect(new Set(served).size).toBe(3);
    expect(served).not.toContain(undefined);
  });

  it("has a certificate service for each account and site, not for each region", async () => {
    const certificatesAt = async (session: Session) =>
      (await openCas(session).call("ListUserCertificateOrder", { OrderType: "UPLOAD" })).CertificateOrderList?.length ??
      0;
    expect(await certificatesAt(sessionOf("cn-beijing"))).toBe(1);
    expect(await certificatesAt(sessionOf("eu-central-1"))).toBe(1);
    expect(await certificatesAt(sessionOf("us-west-1"))).toBe(0);
    expect(await certificatesAt(sessionOf("cn-beijing", keysOf(BANK)))).toBe(0);
  });

  it("has log projects for each account and region", async () => {
    cloud.at({ region: "eu-central-1" }).sls.ensure({ project: "logs-abroad", logstore: "alb" });
    expect(await openLogs(sessionOf("eu-central-1")).names()).toEqual(["logs-abroad"]);
    expect(await openLogs(sessionOf("eu-central-1")).names("logs-abroad")).toEqual(["alb"]);
    expect(await openLogs(sessionOf("cn-shanghai")).names()).toEqual([]);
  });

  it("has CloudFlow in its own region alone: elsewhere there is no such host, and the call log says who asked", async () => {
    await expect(openCloudFlow(sessionOf("cn-shanghai")).list("albflow-lock", "", 1)).rejects.toMatchObject({
      kind: "Transient",
    });
    expect(cloud.calls.recent({ service: "fnf" }).at(-1)).toMatchObject({
      code: "NoSuchHost",
      place: { accountId: HOME, region: "cn-shanghai" },
    });
  });

  it("says in its call log where a call was made, unless that is its own place", async () => {
    await describedAt(sessionOf("cn-shanghai", keysOf(SHOP)));
    expect(cloud.calls.recent({ action: "ListListeners" }).at(-1)?.place).toEqual({
      accountId: SHOP,
      region: "cn-shanghai",
    });
    await describedAt(sessionOf("cn-hangzhou"));
    expect(cloud.calls.recent({ action: "ListListeners" }).at(-1)?.place).toBeUndefined();
  });

  it("lets a fault hit the calls of one place alone", async () => {
    const fault = { kind: "refuse" as const, status: 403, code: "Forbidden.Listener", message: "Not here." };
    const id = cloud.faults.add({ service: "alb", region: "eu-central-1", fault });
    await expect(describedAt(sessionOf("eu-central-1"))).rejects.toMatchObject({ code: "Forbidden.Listener" });
    expect(await describedAt(sessionOf("cn-hangzhou"))).toEqual(["at home"]);
    cloud.faults.clear(id);
  });

  it("allows an account as many calls of an action in each region as if there were no other", async () => {
    const own = await startLocalCloud({ port: 0, changeMs: 1, callsPerMinute: 2 });
    const { alb } = own.endpoints;
    const list = (region: string) =>
      openAlb({ region, accountId: HOME, credentials: own.rootKey, endpoints: { alb }, isElsewhere: true }).call(
        "ListAcls",
        {},
      );
    try {
      for (const region of ["cn-hangzhou", "cn-shanghai", "cn-hangzhou", "cn-shanghai"]) await list(region);
      expect(own.calls.recent({ action: "ListAcls" }).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      await expect(
        own.at({}).alb.call({ accountId: HOME, accessKeyId: "local" }, "ListAcls", {}),
      ).rejects.toMatchObject({ code: "Throttling.User" });
    } finally {
      await own.close();
    }
  });

  it("takes every place back to a snapshot, and what was made later is empty", async () => {
    const mark = cloud.snapshot();
    await cloud.at({ accountId: BANK, region: "us-west-1" }).seedWith(seedOf("later"));
    await openAlb(sessionOf("eu-central-1")).call("UpdateListenerAttribute", {
      ListenerId: "lsn-same",
      ListenerDescription: "changed",
    });
    await cloud.reset(mark);
    expect(await describedAt(sessionOf("us-west-1", keysOf(BANK)))).toEqual([]);
    expect(await describedAt(sessionOf("eu-central-1"))).toEqual(["Frankfurt"]);
  });

  it("refuses a region that there is not", async () => {
    await expect(describedAt(sessionOf("cn-atlantis"))).rejects.toMatchObject({ kind: "Transient" });
    expect(() => cloud.at({ region: "cn-atlantis" })).toThrow("There is no region cn-atlantis.");
    expect(() => cloud.at({ accountId: "9999999999999999" })).toThrow("has no account 9999999999999999");
  });
});

describe("a role that another account may assume", () => {
  const ARN = `acs:ram::${SHOP}:role/albflow-target`;
  const anyone = { Effect: "Allow" as const, Action: "*", Resource: "*" };
  const assume = (credentials: Credentials, more: object = {}) =>
    new RpcClient({ ...credentials, endpoint: cloud.endpoints.ram, apiVersion: "2015-04-01" }).request<{
      Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
    }>("AssumeRole", { RoleArn: ARN, RoleSessionName: "test", ...more }, { method: "POST" });
  const callerWith = (resource: string) => {
    cloud.ram.putRole({
      name: "caller",
      trusts: ["fc.aliyuncs.com"],
      policies: [{ Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: resource }] }],
    });
    return cloud.ram.assumeRole(`acs:ram::${HOME}:role/caller`, "fc.aliyuncs.com");
  };

  beforeAll(async () => {
    const ram = new RpcClient({ ...keysOf(SHOP), endpoint: cloud.endpoints.ram, apiVersion: "2015-05-01" });
    const trust = {
      Version: "1",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { RAM: [`acs:ram::${HOME}:root`] },
          Condition: { StringEquals: { "sts:ExternalId": "albflow-1" } },
        },
      ],
    };
    await ram.request(
      "CreateRole",
      { RoleName: "albflow-target", AssumeRolePolicyDocument: JSON.stringify(trust) },
      { method: "POST" },
    );
    const role = cloud.at({ accountId: SHOP }).ram.directory.roles["albflow-target"];
    role?.policies.push({ Version: "1", Statement: [anyone] });
  });

  it("gives keys of its own account to whom both sides let", async () => {
    const { Credentials: given } = await assume(callerWith(`acs:ram:*:${SHOP}:role/albflow-target`), {
      ExternalId: "albflow-1",
    });
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret, SecurityToken: securityToken } = given;
    const credentials = { accessKeyId, accessKeySecret, securityToken };
    expect(await describedAt(sessionOf("cn-shanghai", credentials, SHOP))).toEqual(["the shop's in Shanghai"]);
  });

  it("is not given without the external id that its trust asks for, nor with another one", async () => {
    const caller = callerWith("*");
    await expect(assume(caller)).rejects.toMatchObject({ code: "NoPermission" });
    await expect(assume(caller, { ExternalId: "albflow-2" })).rejects.toMatchObject({ code: "NoPermission" });
  });

  it("is not given to a caller whose own account does not allow it, or allows it for another account's role", async () => {
    const ExternalId = "albflow-1";
    await expect(assume(callerWith(`acs:ram:*:${HOME}:role/albflow-target`), { ExternalId })).rejects.toMatchObject({
      code: "NoPermission",
    });
    await expect(assume(keysOf(BANK), { ExternalId })).rejects.toMatchObject({ code: "NoPermission" });
  });
});

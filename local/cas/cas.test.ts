import CasSdk from "@alicloud/cas20200407";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { makeCa, makeCertificate, type TestCertificate } from "../../test/local/certificates.ts";
import { beyondLimits, withoutRequired } from "../../test/local/rpc/brokenParameters.ts";
import { callFlat, flat, type Outcome, type SdkClient } from "../../test/local/rpc/sdkCall.ts";
import { startTestCloud, type TestCloud } from "../../test/local/rpc/testCloud.ts";
import type { Api } from "../rpc/api.ts";
import casTable from "./api.json" with { type: "json" };
import { casActions } from "./registry.ts";

const api = casTable as unknown as Api;
const NOW = Date.UTC(2026, 10, 22);
const DAY = 86_400_000;

let clock: SimulatedClock;
let cloud: TestCloud;
let ca: TestCertificate;
let shop: TestCertificate;
let old: TestCertificate;

beforeAll(async () => {
  clock = simulatedClock(NOW);
  cloud = await startTestCloud({ clock });
  ca = await makeCa("Shop CA");
  const valid = { notBefore: new Date(NOW - DAY), notAfter: new Date(NOW + 90 * DAY) };
  shop = await makeCertificate({ names: ["shop.example.com", "*.example.com"], issuer: ca, ...valid });
  old = await makeCertificate({
    names: ["old.example.com"],
    notBefore: new Date(NOW - 9 * DAY),
    notAfter: new Date(NOW - DAY),
  });
});
afterAll(() => cloud.close());
beforeEach(() => {
  cloud.cas.importState({ certificates: [], caCertificates: [], deploymentJobs: [] });
  cloud.cas.putCertificate({ name: "shop", certId: 11, ...shop });
  cloud.cas.putCertificate({ name: "old", certId: 12, ...old });
  cloud.cas.putCertificate({ name: "bought", certId: 13, source: "issued", ...shop });
  cloud.cas.putCaCertificate({ identifier: "ca-1", certificatePem: ca.certificatePem });
  cloud.cas.importState({
    ...cloud.cas.exportState(),
    deploymentJobs: [
      {
        Id: 1,
        Name: "rollout",
        JobType: "user",
        CertIds: "11",
        ResourceIds: "1",
        ContactIds: "1",
        Status: "editing",
        CreatedAt: NOW,
        ModifiedAt: NOW,
      },
    ],
  });
});

const call = (action: string, parameters: Record<string, unknown> = {}) =>
  callFlat(
    cloud.casClient as unknown as SdkClient,
    api.actions[action]?.version ?? "2020-04-07",
    action,
    flat(parameters),
  );
const codeOf = (outcome: Outcome) => ("error" in outcome ? outcome.error.code : "none");
const answerOf = (outcome: Outcome) => {
  if ("error" in outcome) throw new Error(outcome.error.message);
  return outcome.answer as Record<string, never>;
};

const examples = (): Record<string, Record<string, unknown>> => ({
  CreateCertificateName: { CertificateId: 11, Name: "renamed" },
  CreateDeploymentJob: { Name: "new", JobType: "user", CertIds: "11", ResourceIds: "1", ContactIds: "1" },
  DeletePCACert: { Identifier: "ca-1" },
  DeleteUserCertificate: { CertId: 11 },
  DescribeCACertificate: { Identifier: "ca-1" },
  DescribeCACertificateList: {},
  DescribeDeploymentJob: { JobId: 1 },
  DescribeUserCertificateDetail: { CertId: 11 },
  GetCertificateDetail: { CertificateId: 11 },
  GetUserCertificateDetail: { CertId: 11 },
  ListCert: { CertType: "CA" },
  ListCertWarehouse: { Type: "uploadPCA" },
  ListUserCertificateOrder: { OrderType: "CERT" },
  UpdateDeploymentJobStatus: { JobId: 1, Status: "pending" },
  UploadPCACert: { WarehouseId: 2, Cert: ca.certificatePem },
  UploadUserCertificate: { Name: "fresh", Cert: shop.certificatePem, Key: shop.privateKeyPem },
});

test("every action of the table is played, and nothing else", () => {
  expect(Object.keys(casActions).sort()).toEqual(Object.keys(api.actions).sort());
  expect(Object.keys(api.actions)).toHaveLength(16);
});

describe.each(Object.entries(api.actions))("%s", (action, row) => {
  test("answers with the documented fields", async () => {
    const answer = answerOf(await call(action, examples()[action]));
    const documented = new Set(row.response.map((field) => field.replace(/[.[:].*/, "")));
    expect(Object.keys(answer).filter((field) => !documented.has(field))).toEqual([]);
  });

  test("refuses each required parameter missing and each limit exceeded", async () => {
    const valid = flat(examples()[action]);
    for (const broken of [...withoutRequired(row, valid), ...beyondLimits(row, valid)]) {
      const version = row.version ?? "";
      const outcome = await callFlat(cloud.casClient as unknown as SdkClient, version, action, broken.flat);
      expect([broken.what, codeOf(outcome)]).toEqual([broken.what, broken.code]);
    }
  });

  test("is denied to a role without permission", async () => {
    const { ram, accountId } = cloud.context;
    ram.putRole({ name: "powerless", trusts: ["fc.aliyuncs.com"], policies: [] });
    const identity = ram.identityOfRole(`acs:ram::${accountId}:role/powerless`, "fc.aliyuncs.com");
    await expect(cloud.cas.call(identity, action, examples()[action] ?? {})).rejects.toMatchObject({ status: 403 });
  });
});

describe("a certificate", () => {
  test("keeps the tags that it was uploaded with", async () => {
    const upload = { Name: "tagged", Cert: shop.certificatePem, Key: shop.privateKeyPem };
    const { CertId } = answerOf(
      await call("UploadUserCertificate", { ...upload, Tags: [{ Key: "env", Value: "test" }] }),
    );
    expect(answerOf(await call("GetUserCertificateDetail", { CertId })).Tags).toEqual([
      { TagKey: "env", TagValue: "test" },
    ]);
    expect(answerOf(await call("GetCertificateDetail", { CertificateId: CertId })).Tags).toEqual([
      { TagKey: "env", TagValue: "test" },
    ]);
  });

  test("is described by the newer action without its key, with all of its names", async () => {
    expect(answerOf(await call("GetCertificateDetail", { CertificateId: 11 }))).toEqual({
      RequestId: expect.any(String),
      CertificateId: 11,
      CertificateName: "shop",
      CertIdentifier: "11-cn-hangzhou",
      CertificateSource: "UPLOAD",
      CertificateStatus: "issued",
      CommonName: "shop.example.com",
      Domain: "shop.example.com,*.example.com",
      SubjectAlternativeNames: ["shop.example.com", "*.example.com"],
      Issuer: "Shop CA",
      NotBefore: NOW - DAY,
      NotAfter: NOW + 90 * DAY,
      FingerPrint: expect.stringMatching(/^[0-9A-F]{40}$/),
      Serial: expect.stringMatching(/^[0-9a-f]+$/),
      Algorithm: "ECC",
      KeySize: 256,
      ExistPrivateKey: true,
      InstanceId: "cas-upload-11",
      DeploymentDesc: '{"Scope":"all"}',
      UsingProductList: [],
      Tags: [],
      CertificateChainList: [
        {
          Subject: "CN=shop.example.com",
          Issuer: "CN=Shop CA",
          NotBefore: NOW - DAY,
          NotAfter: NOW + 90 * DAY,
          RemainDay: 90,
        },
      ],
    });
  });

  test("is renamed by the action of the version 2018-08-13, but not to a name that is taken", async () => {
    await call("CreateCertificateName", { CertificateId: 11, Name: "renamed" });
    expect(answerOf(await call("DescribeUserCertificateDetail", { CertId: 11 }))).toMatchObject({
      Name: "renamed",
      Key: shop.privateKeyPem,
    });
    expect(codeOf(await call("CreateCertificateName", { CertificateId: 11, Name: "old" }))).toBe("NameRepeat");
  });

  test.each([
    ["Identifiers", "11-cn-hangzhou", ["11-cn-hangzhou"]],
    ["KeyWord", "bought", ["13-cn-hangzhou"]],
    ["KeyWord", "old.example.com", ["12-cn-hangzhou"]],
    ["KeyWord", "*.example", ["11-cn-hangzhou", "13-cn-hangzhou"]],
  ])("is found in the warehouse by %s %s", async (name, value, identifiers) => {
    const { CertList } = answerOf(await call("ListCert", { [name]: value }));
    expect((CertList as unknown as { Identifier: string }[]).map(({ Identifier }) => Identifier)).toEqual(identifiers);
  });

  test("that is uploaded twice with one ClientToken is there once", async () => {
    const upload = { Name: "once", Cert: shop.certificatePem, Key: shop.privateKeyPem, ClientToken: "t" };
    const first = answerOf(await call("UploadUserCertificate", upload));
    expect(answerOf(await call("UploadUserCertificate", upload)).CertId).toBe(first.CertId);
  });

  test("is uploaded and described through the official SDK", async () => {
    const upload = new CasSdk.UploadUserCertificateRequest({
      name: "new",
      cert: shop.certificatePem,
      key: shop.privateKeyPem,
    });
    const { body } = await cloud.casClient.uploadUserCertificate(upload);
    const detail = await cloud.casClient.getUserCertificateDetail(
      new CasSdk.GetUserCertificateDetailRequest({ certId: body?.certId, certFilter: true }),
    );
    expect(detail.body).toMatchObject({
      id: body?.certId,
      name: "new",
      certIdentifier: `${body?.certId}-cn-hangzhou`,
      common: "shop.example.com",
      sans: "shop.example.com,*.example.com",
      issuer: "Shop CA",
      startDate: "2026-11-21",
      endDate: "2027-02-20",
      notBefore: NOW - DAY,
      notAfter: NOW + 90 * DAY,
      expired: false,
      algorithm: "ECC",
      certChain: [{ commonName: "shop.example.com", issuerCommonName: "Shop CA", remainDay: 90 }],
    });
    expect(detail.body?.fingerprint).toMatch(/^[0-9A-F]{40}$/);
    expect(detail.body?.sha2).toMatch(/^[0-9A-F]{64}$/);
    expect(detail.body?.serialNo?.replace(/^0+/, "")).toBe(shop.serialNumber);
    expect(detail.body?.key).toBeUndefined();
  });

  test("shows its private key unless CertFilter is true", async () => {
    expect(answerOf(await call("GetUserCertificateDetail", { CertId: 11 })).Key).toBe(shop.privateKeyPem);
    expect(answerOf(await call("GetUserCertificateDetail", { CertId: 11, CertFilter: true }))).not.toHaveProperty(
      "Key",
    );
  });

  test.each<[string, () => object, string]>([
    [
      "under a name that is taken",
      () => ({ Name: "shop", Cert: shop.certificatePem, Key: shop.privateKeyPem }),
      "NameRepeat",
    ],
    [
      "with the key of another",
      () => ({ Name: "x", Cert: shop.certificatePem, Key: old.privateKeyPem }),
      "CertKeyNotMatch",
    ],
    [
      "that is none",
      () => ({
        Name: "x",
        Cert: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        Key: shop.privateKeyPem,
      }),
      "InvalidCertificate",
    ],
    ["without a key", () => ({ Name: "x", Cert: shop.certificatePem }), "InvalidPrivateKey"],
  ])("is refused %s", async (_what, parameters, code) => {
    expect(codeOf(await call("UploadUserCertificate", parameters() as Record<string, unknown>))).toBe(code);
  });

  test("that is gone is NotFound, and its name is free again", async () => {
    await call("DeleteUserCertificate", { CertId: 11 });
    expect(await call("GetUserCertificateDetail", { CertId: 11 })).toMatchObject({
      error: { code: "NotFound", status: 404 },
    });
    expect(codeOf(await call("UploadUserCertificate", { ...examples().UploadUserCertificate, Name: "shop" }))).toBe(
      "none",
    );
    expect(cloud.cas.certificate("11-cn-hangzhou")).toBeUndefined();
    expect(cloud.cas.certificate("11-cn-hangzhou", { evenDeleted: true })?.certificateId).toBe("11-cn-hangzhou");
  });

  test("that was bought can be deleted only when it has expired", async () => {
    expect(codeOf(await call("DeleteUserCertificate", { CertId: 13 }))).toBe("StatusNotSupport");
    expect(codeOf(await call("DeleteUserCertificate", { CertId: 12 }))).toBe("none");
  });

  test.each([
    ["11", "11-cn-hangzhou"],
    ["11-cn-hangzhou", "11-cn-hangzhou"],
    ["11-ap-southeast-1", undefined],
    ["99", undefined],
    ["__proto__", undefined],
  ])("is found for ALB by %s as %s", (id, found) => {
    expect(cloud.cas.certificate(id)?.certificateId).toBe(found);
  });
});

describe("ListUserCertificateOrder", () => {
  const names = async (parameters: object) => {
    const { CertificateOrderList } = answerOf(
      await call("ListUserCertificateOrder", parameters as Record<string, unknown>),
    );
    return (CertificateOrderList as unknown as { Name: string }[]).map(({ Name }) => Name);
  };

  test.each<[string, object, string[]]>([
    ["orders by default, of which there are none", {}, []],
    ["issued and uploaded ones, valid ones only", { OrderType: "CERT" }, ["bought", "shop"]],
    ["uploaded ones", { OrderType: "UPLOAD" }, ["shop"]],
    ["expired ones by name", { OrderType: "CERT", Status: "EXPIRED" }, ["old"]],
    ["none that will expire soon", { OrderType: "CERT", Status: "WILLEXPIRED" }, []],
    ["none by a name, which Keyword does not look into", { OrderType: "CERT", Keyword: "bough" }, []],
    ["those of a resource id", { OrderType: "CERT", Keyword: "cas-issued-" }, ["bought"]],
    ["those that have a name among their SANs", { OrderType: "UPLOAD", Keyword: "shop.example" }, ["shop"]],
    ["one page", { OrderType: "CERT", CurrentPage: 2, ShowSize: 1 }, ["shop"]],
  ])("lists %s", async (_what, parameters, expected) => {
    expect(await names(parameters)).toEqual(expected);
  });

  test("has no CertIdentifier and no expiry in milliseconds", async () => {
    const { CertificateOrderList } = answerOf(await call("ListUserCertificateOrder", { OrderType: "UPLOAD" }));
    const [row] = CertificateOrderList as unknown as object[];
    expect(row).toMatchObject({ CertificateId: 11, EndDate: "2027-02-20", Upload: true, Expired: false });
    expect(row).not.toHaveProperty("CertIdentifier");
    expect(row).not.toHaveProperty("NotAfter");
  });
});

describe("CA certificates", () => {
  test("are listed for mutual TLS, with BeforeDate issued and AfterDate expiring", async () => {
    const { CertificateList } = answerOf(await call("DescribeCACertificateList"));
    expect(CertificateList).toMatchObject([
      { Identifier: "ca-1", CertificateType: "ROOT", Status: "ISSUE", CommonName: "Shop CA" },
    ]);
    const [row] = CertificateList as unknown as { BeforeDate: number; AfterDate: number }[];
    expect((row?.BeforeDate ?? 0) < (row?.AfterDate ?? 0)).toBe(true);
  });

  test("are uploaded into their warehouse, found there, and deleted", async () => {
    const { Identifier } = answerOf(await call("UploadPCACert", { WarehouseId: 2, Cert: ca.certificatePem }));
    const { CertList } = answerOf(await call("ListCert", { CertType: "CA", WarehouseId: 2 }));
    expect(CertList).toMatchObject([{ Identifier, SourceType: "upload", WhInstanceId: "cas-warehouse-upload-pca" }]);
    expect(cloud.cas.caCertificate(String(Identifier))?.certificatePem).toBe(ca.certificatePem);
    await call("DeletePCACert", { Identifier });
    expect(codeOf(await call("DescribeCACertificate", { Identifier }))).toBe("NotFound");
  });

  test("must be CA certificates", async () => {
    expect(codeOf(await call("UploadPCACert", { WarehouseId: 2, Cert: shop.certificatePem }))).toBe(
      "InvalidCertificate",
    );
  });
});

test("a rollout is processing for five seconds, then a success", async () => {
  const status = async () => answerOf(await call("DescribeDeploymentJob", { JobId: 1 })).Status;
  expect(await status()).toBe("editing");
  await call("UpdateDeploymentJobStatus", { JobId: 1, Status: "pending" });
  expect(await status()).toBe("processing");
  await clock.advance(5_000);
  expect(await status()).toBe("success");
});

test("CA certificates answer on the version of their own only", async () => {
  const outcome = await callFlat(
    cloud.casClient as unknown as SdkClient,
    "2020-04-07",
    "DescribeCACertificateList",
    {},
  );
  expect(codeOf(outcome)).toBe("InvalidVersion");
});

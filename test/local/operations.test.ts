import "./localhostNames.ts";
import AlbSdk from "@alicloud/alb20200616";
import Log from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import RpcClient from "@alicloud/pop-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LocalCloud, Snapshot } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { type SimulatedClock, simulatedClock, systemClock } from "../../shared/platform/clock.ts";
import { callSdk } from "./rpc/sdkCall.ts";

/** What the operations on listeners do one after the other, through the official SDKs, in the example seed. */
let clock: SimulatedClock;
let cloud: LocalCloud;
let atFirst: Snapshot;
let client: object;

beforeAll(async () => {
  clock = simulatedClock(systemClock.now());
  cloud = await startLocalCloud({ port: 0, clock, changeMs: 1_000, seed: "local/seed/example.yaml" });
  client = new AlbSdk.default(
    new $OpenApiUtil.Config({
      accessKeyId: "local",
      accessKeySecret: "local",
      protocol: "http",
      endpoint: cloud.endpoints.alb.replace("http://", ""),
    }),
  );
  atFirst = cloud.snapshot();
});
beforeEach(() => cloud.reset(atFirst));
afterAll(() => cloud.close());

type Answer = Record<string, unknown> & { code?: string };

/** The answer in wire names, or `{ code }` of the refusal. */
async function alb(action: string, parameters: Record<string, unknown> = {}): Promise<Answer> {
  const outcome = await callSdk(client, AlbSdk, action, parameters);
  return "error" in outcome ? { code: outcome.error.code } : outcome.answer;
}

/** The same, and the change has come true. */
async function change(action: string, parameters: Record<string, unknown>): Promise<Answer> {
  const answer = await alb(action, parameters);
  await clock.advance(1_500);
  await cloud.alb.settled();
  return answer;
}

const forwardTo = (...ServerGroupIds: string[]) => ({
  Type: "ForwardGroup",
  ForwardGroupConfig: { ServerGroupTuples: ServerGroupIds.map((ServerGroupId) => ({ ServerGroupId })) },
});
const portOf = (backend: string) => cloud.backends.find(({ name }) => name === backend)?.port;

async function visit(listenerId: string, path = "/"): Promise<string> {
  const { address, port } = cloud.dataPlane.endpoint(listenerId) ?? {};
  const answered = await fetch(`http://${address}:${port}${path}`).catch(() => undefined);
  return answered === undefined ? "refused" : `${answered.status} ${(await answered.text()).trim()}`;
}

describe("a copy of a listener", () => {
  it("has every setting that it was given, further certificates, and serves nothing once it is stopped", async () => {
    const given = {
      ListenerDescription: "copy",
      DefaultActions: [forwardTo("sgp-demo")],
      Certificates: [{ CertificateId: "24664588-cn-hangzhou" }],
      SecurityPolicyId: "spy-strict",
      IdleTimeout: 20,
      RequestTimeout: 70,
      GzipEnabled: false,
      Http2Enabled: false,
      CaEnabled: true,
      XForwardedForConfig: {
        XForwardedForEnabled: true,
        XForwardedForProtoEnabled: true,
        XForwardedForClientCertSubjectDNEnabled: true,
        XForwardedForClientCertSubjectDNAlias: "x-dn",
      },
      QuicConfig: { QuicUpgradeEnabled: true, QuicListenerId: "lsn-quic" },
    };
    const socket = { LoadBalancerId: "alb-demo", ListenerProtocol: "HTTPS", ListenerPort: 9443 };
    const CaCertificates = [{ CertificateId: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01" }];
    const { ListenerId } = await change("CreateListener", { ...socket, ...given, CaCertificates });
    const further = [{ CertificateId: "24870011-cn-hangzhou" }];
    await change("AssociateAdditionalCertificatesWithListener", { ListenerId, Certificates: further });
    expect(await alb("GetListenerAttribute", { ListenerId })).toMatchObject({
      ...socket,
      ...given,
      CaCertificates: [{ ...CaCertificates[0], Status: "Associated" }],
      ListenerStatus: "Running",
    });
    expect(cloud.dataPlane.endpoint(String(ListenerId))?.port).toBe(9443);
    await change("StopListener", { ListenerId });
    expect(await alb("GetListenerAttribute", { ListenerId })).toMatchObject({ ListenerStatus: "Stopped" });
    expect(cloud.dataPlane.endpoint(String(ListenerId))).toBeUndefined();
    expect(await alb("CreateListener", { ...socket, ...given, CaCertificates })).toEqual({
      code: "ResourceAlreadyExist.Listener",
    });
    expect(await alb("DeleteListener", { ListenerId: "lsn-quic" })).toEqual({ code: "ResourceInUse.Listener" });
  });
});

describe("forwarding rules", () => {
  const CONDITIONS = [
    { Type: "Host", HostConfig: { Values: ["a.example.com", "*.b.example.com"] } },
    { Type: "Path", PathConfig: { Values: ["/a/*"] } },
    { Type: "Header", HeaderConfig: { Key: "x-a", Values: ["1"] } },
    { Type: "QueryString", QueryStringConfig: { Values: [{ Key: "k", Value: "v" }] } },
    { Type: "Method", MethodConfig: { Values: ["GET", "POST"] } },
    { Type: "Cookie", CookieConfig: { Values: [{ Key: "c", Value: "d" }] } },
    { Type: "SourceIp", SourceIpConfig: { Values: ["10.0.0.0/8"] } },
  ];
  const weighed = {
    ServerGroupTuples: [
      { ServerGroupId: "sgp-next", Weight: 30 },
      { ServerGroupId: "sgp-demo", Weight: 70 },
    ],
    ServerGroupStickySession: { Enabled: true, Timeout: 100 },
  };
  const then = { Type: "ForwardGroup", Order: 2, ForwardGroupConfig: weighed };
  const ACTIONS: Record<string, object[]> = {
    forward: [{ Type: "ForwardGroup", Order: 1, ForwardGroupConfig: weighed }],
    redirect: [
      {
        Type: "Redirect",
        Order: 1,
        RedirectConfig: { Host: "x.test", HttpCode: "301", Path: "/x", Port: "443", Protocol: "HTTPS", Query: "q" },
      },
    ],
    answer: [
      {
        Type: "FixedResponse",
        Order: 1,
        FixedResponseConfig: { Content: "x", ContentType: "text/plain", HttpCode: "404" },
      },
    ],
    rewrite: [{ Type: "Rewrite", Order: 1, RewriteConfig: { Host: "h", Path: "/p", Query: "q" } }, then],
    insert: [
      { Type: "InsertHeader", Order: 1, InsertHeaderConfig: { Key: "k", Value: "v", ValueType: "UserDefined" } },
      then,
    ],
    remove: [{ Type: "RemoveHeader", Order: 1, RemoveHeaderConfig: { Key: "k" } }, then],
    limit: [{ Type: "TrafficLimit", Order: 1, TrafficLimitConfig: { QPS: 100, PerIpQps: 10 } }, then],
    cors: [{ Type: "Cors", Order: 1, CorsConfig: { AllowOrigin: ["*"], AllowMethods: ["GET"], MaxAge: 10 } }, then],
  };

  it("of every shape are listed as they were created, with the job of their creation, and deleted", async () => {
    const Rules = Object.entries(ACTIONS).map(([RuleName, RuleActions], index) => ({
      RuleName,
      Priority: 100 + index,
      RuleConditions: CONDITIONS,
      RuleActions,
    }));
    const created = await change("CreateRules", { ListenerId: "lsn-ruled", Rules });
    const ids = (created.RuleIds as { RuleId: string; Priority: number }[]).map(({ RuleId }) => RuleId);
    expect(await alb("ListAsynJobs", { JobIds: [created.JobId] })).toMatchObject({ Jobs: [{ Status: "Succeeded" }] });
    const listed = await alb("ListRules", { RuleIds: ids });
    expect(listed.Rules).toMatchObject(
      Rules.map((rule) => ({ ...rule, ListenerId: "lsn-ruled", LoadBalancerId: "alb-demo", RuleStatus: "Available" })),
    );
    await change("DeleteRules", { RuleIds: ids.slice(0, 5) });
    const left = (await alb("ListRules", { ListenerIds: ["lsn-ruled"] })).Rules as { RuleName: string }[];
    expect(left.map(({ RuleName }) => RuleName)).toEqual(["the next version", "closed", "remove", "limit", "cors"]);
  });
});

describe("a server group", () => {
  const healthCheck = { HealthCheckEnabled: true, HealthCheckInterval: 2, HealthyThreshold: 2, UnhealthyThreshold: 3 };
  const serverAt = (Port: number | undefined) => ({ ServerId: "127.0.0.1", ServerType: "Ip", Port, Weight: 100 });

  async function health(): Promise<unknown> {
    const { ListenerHealthStatus } = await alb("GetListenerHealthStatus", { ListenerId: "lsn-plain" });
    return ListenerHealthStatus;
  }
  const ill = (...NonNormalServers: object[]) => [
    { ListenerId: "lsn-plain", ListenerProtocol: "http", ServerGroupInfos: [{ NonNormalServers }] },
  ];

  it("is made, filled, forwarded to, found healthy in its own time, emptied, and deleted when nobody uses it", async () => {
    const { ServerGroupId } = await change("CreateServerGroup", {
      ServerGroupName: "fresh",
      ServerGroupType: "Ip",
      VpcId: "vpc-local",
      HealthCheckConfig: healthCheck,
    });
    await change("AddServersToServerGroup", { ServerGroupId, Servers: [serverAt(portOf("next"))] });
    const group = async () => (await alb("ListServerGroups", { ServerGroupIds: [ServerGroupId] })).ServerGroups;
    expect(await group()).toMatchObject([
      { ServerGroupStatus: "Available", RelatedLoadBalancerIds: [], ServerCount: 1, HealthCheckConfig: healthCheck },
    ]);

    const DefaultActions = [forwardTo(String(ServerGroupId))];
    await alb("UpdateListenerAttribute", { ListenerId: "lsn-plain", DefaultActions });
    await clock.advance(1_100);
    expect(await health()).toMatchObject(ill({ Port: portOf("next"), Status: "Initial" }));
    await clock.advance(2_000);
    expect(await health()).toMatchObject(ill());
    expect(await visit("lsn-plain")).toBe("200 served by the next backend");
    expect(await group()).toMatchObject([{ RelatedLoadBalancerIds: ["alb-demo"] }]);

    await change("ReplaceServersInServerGroup", {
      ServerGroupId,
      AddedServers: [serverAt(1)],
      RemovedServers: [serverAt(portOf("next"))],
    });
    expect(await health()).toMatchObject(ill({ Port: 1, Status: "Initial" }));
    await clock.advance(5_000);
    expect(await health()).toMatchObject(
      ill({ Port: 1, Status: "Unhealthy", Reason: { ReasonCode: "CONNECT_FAILED" } }),
    );

    expect(await alb("DeleteServerGroup", { ServerGroupId })).toEqual({ code: "ResourceInUse.ServerGroup" });
    await change("UpdateListenerAttribute", { ListenerId: "lsn-plain", DefaultActions: [forwardTo("sgp-demo")] });
    await change("DeleteServerGroup", { ServerGroupId });
    expect(await group()).toEqual([]);
  });
});

describe("a TLS policy", () => {
  it("is made, listed, used, and deleted when nobody uses it", async () => {
    const Ciphers = ["ECDHE-ECDSA-AES128-GCM-SHA256"];
    const made = { SecurityPolicyName: "mine", TLSVersions: ["TLSv1.2"], Ciphers };
    const { SecurityPolicyId } = await change("CreateSecurityPolicy", made);
    expect(await alb("ListSecurityPolicies", { SecurityPolicyNames: ["mine"] })).toMatchObject({
      SecurityPolicies: [{ ...made, SecurityPolicyId, SecurityPolicyStatus: "Available" }],
    });
    await change("UpdateListenerAttribute", { ListenerId: "lsn-mutual", SecurityPolicyId });
    expect(await alb("ListSecurityPolicyRelations", { SecurityPolicyIds: [SecurityPolicyId] })).toMatchObject({
      SecrityPolicyRelations: [{ SecurityPolicyId, RelatedListeners: [{ ListenerId: "lsn-mutual" }] }],
    });
    expect(await alb("DeleteSecurityPolicy", { SecurityPolicyId })).toEqual({ code: "ResourceInUse.SecurityPolicy" });
    await change("UpdateListenerAttribute", { ListenerId: "lsn-mutual", SecurityPolicyId: "tls_cipher_policy_1_2" });
    expect(await change("DeleteSecurityPolicy", { SecurityPolicyId })).not.toHaveProperty("code");
    const { SecurityPolicies } = await alb("ListSystemSecurityPolicies");
    expect(SecurityPolicies).toContainEqual(
      expect.objectContaining({ SecurityPolicyId: "tls_cipher_policy_1_2_strict", TLSVersions: ["TLSv1.2"] }),
    );
  });
});

describe("tracing", () => {
  const target = { LoadBalancerId: "alb-demo", LogProject: "albflow-fresh", LogStore: "alb_fresh" };
  const traced = {
    ListenerId: "lsn-plain",
    AccessLogTracingConfig: { TracingEnabled: true, TracingSample: 10_000, TracingType: "Zipkin" },
  };
  const log = () =>
    new Log({ accessKeyId: "local", accessKeySecret: "local", endpoint: cloud.endpoints.log, region: "cn-hangzhou" });
  const code = (asked: Promise<unknown>) =>
    asked.then(
      () => "none",
      (error: { code: string }) => error.code,
    );

  it("needs the access log, the access log a logstore with an index; then requests and traces are found", async () => {
    const sls = log();
    expect(await code(sls.getProject("albflow-fresh"))).toBe("ProjectNotExist");
    await sls.createProject("albflow-fresh", { description: "traces" });
    expect(await code(sls.getLogStore("albflow-fresh", "alb_fresh"))).toBe("LogStoreNotExist");
    await sls.createLogStore("albflow-fresh", "alb_fresh", { ttl: 7, shardCount: 2 });
    const index = { line: { token: ["/", " "] }, keys: { slb_vport: { type: "long" as const } }, ttl: 7 };
    await sls.createIndex("albflow-fresh", "alb_fresh", index);
    expect(await sls.getIndexConfig("albflow-fresh", "alb_fresh")).toMatchObject(index);

    expect(await alb("UpdateListenerLogConfig", traced)).toEqual({ code: "OperationDenied.AccessLogDisabled" });
    await alb("EnableLoadBalancerAccessLog", target);
    expect(await alb("UpdateListenerLogConfig", traced)).toEqual({ code: "IncorrectStatus.LoadBalancer" });
    await clock.advance(1_500);
    expect(await alb("EnableLoadBalancerAccessLog", target)).toEqual({ code: "OperationDenied.AccessLogEnabled" });
    const { JobId } = await change("UpdateListenerLogConfig", traced);
    expect(await alb("ListAsynJobs", { JobIds: [JobId] })).toMatchObject({ Jobs: [{ Status: "Succeeded" }] });
    expect(await alb("GetListenerAttribute", { ListenerId: "lsn-plain" })).toMatchObject({
      LogConfig: { AccessLogTracingConfig: traced.AccessLogTracingConfig },
    });

    for (const path of ["/one", "/two"]) await visit("lsn-plain", path);
    // The record is made when the answer has gone out.
    await systemClock.sleep(20);
    await clock.advance(2_000);
    const [from, to] = [new Date(clock.now() - 60_000), new Date(clock.now())];
    const found = (query: string) => sls.getLogs("albflow-fresh", "alb_fresh", from, to, { query, line: 10 });
    const requests = await found("alb-demo and slb_vport: 80");
    expect(requests).toMatchObject([
      { app_lb_id: "alb-demo", slb_vport: "80", request_uri: "/one", status: "200" },
      { request_uri: "/two" },
    ]);
    expect(await found("alb-demo and slb_vport: 443")).toEqual([]);
    const { slb_xtrace: id } = requests[0] as unknown as { slb_xtrace: string };
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(await found(`${id} and __topic__: alb_span`)).toMatchObject([{ traceID: id, host: "alb-demo" }]);
    const buckets = await sls.getHistograms("albflow-fresh", "alb_fresh", from, to, { query: "slb_vport: 80 and one" });
    expect((buckets as { count: number }[]).reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  it("goes off with the access log, and what was logged with its logstore", async () => {
    const sls = log();
    await change("UpdateListenerLogConfig", {
      ListenerId: "lsn-traced",
      AccessLogTracingConfig: { TracingEnabled: false },
    });
    await change("DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-traced" });
    const after = await alb("GetLoadBalancerAttribute", { LoadBalancerId: "alb-traced" });
    expect(after).not.toHaveProperty("AccessLogConfig.LogProject");
    expect(await alb("DisableLoadBalancerAccessLog", { LoadBalancerId: "alb-traced" })).toEqual({
      code: "OperationDenied.AccessLogDisabled",
    });
    await sls.deleteLogStore("albflow-traces", "alb_traced");
    await sls.deleteProject("albflow-traces");
    expect(await code(sls.deleteProject("albflow-traces"))).toBe("ProjectNotExist");
  });
});

describe("certificate authorities of clients", () => {
  it("are found by the API of private CAs, which the SDK lacks, and by that of warehouses, which it has", async () => {
    const keys = { accessKeyId: "local", accessKeySecret: "local", endpoint: cloud.endpoints.cas };
    const privateCas = new RpcClient({ ...keys, apiVersion: "2020-06-30" });
    const warehouses = new RpcClient({ ...keys, apiVersion: "2020-04-07" });
    const known = {
      Identifier: "1ef0c11e-c0a1-6e40-9d52-00163e0c1a01",
      CommonName: "clients-ca",
      CertificateType: "ROOT",
      Status: "ISSUE",
    };
    expect(await privateCas.request("DescribeCACertificateList", {})).toMatchObject({
      TotalCount: 2,
      CertificateList: [known, { CommonName: "clients-ca-next" }],
    });
    const { Identifier } = known;
    expect(await privateCas.request("DescribeCACertificate", { Identifier })).toMatchObject({ Certificate: known });
    const { CertWarehouseList } = await warehouses.request<{ CertWarehouseList: { WhId: number }[] }>(
      "ListCertWarehouse",
      { Type: "aliyunPCA" },
    );
    const WarehouseId = CertWarehouseList[0]?.WhId;
    expect(await warehouses.request("ListCert", { CertType: "CA", WarehouseId })).toMatchObject({
      CertList: [{ Identifier, CommonName: "clients-ca" }, { CommonName: "clients-ca-next" }],
    });
  });
});

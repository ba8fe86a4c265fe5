import { afterAll, beforeAll, expect, test } from "vitest";
import { localSession } from "../../../cli/localSession.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { coded } from "../../support/coded.ts";
import { said } from "../../support/said.ts";
import { openEchoClient } from "../wire/echoClient.ts";
import { endpointOf } from "../wire/endpointOf.ts";
import { httpAnswerOf } from "../wire/httpAnswerOf.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
let token: string;
beforeAll(async () => {
  cloud = await startApiCloud();
  token = await cloud.token("vera", "viewer");
});
afterAll(() => cloud.close());

const HTTPS = "lsn-demo4u54y73wq7b";
const list = async (path: string) => {
  const { status, text, body } = await cloud.askInTime("GET", path, { token });
  expect(status, text).toBe(200);
  return body;
};
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);

test("server groups come with what fits the listener first, the one in use before all, and the reasons of the others", async () => {
  const { serverGroups } = await list(`/server-groups?listenerId=lsn-plain`);
  expect(ids(serverGroups)).toEqual([
    "sgp-demo",
    "sgp-broken",
    "sgp-failing",
    "sgp-next",
    "sgp-elsewhere",
    "sgp-empty",
    "sgp-tls",
  ]);
  expect(serverGroups[0]).toMatchObject({ name: "demo", isUsed: true, unfit: [], protocol: "HTTP", servers: 1 });
  const reasons = Object.fromEntries(serverGroups.map(({ id, unfit }: never) => [id, unfit]));
  expect(reasons["sgp-elsewhere"]).toEqual([
    expect.objectContaining(
      coded("group-in-other-vpc", { vpcId: "vpc-elsewhere", loadBalancerId: "alb-demo", instanceVpcId: "vpc-local" }),
    ),
  ]);
  expect(reasons["sgp-empty"]).toEqual([expect.objectContaining(coded("group-without-servers"))]);
  expect(reasons["sgp-tls"]).toEqual([
    expect.objectContaining(coded("group-protocol-unfit", { protocol: "HTTPS", listenerProtocol: "HTTP" })),
  ]);
  const behindHttps = await list(`/server-groups?listenerId=${HTTPS}&search=tls`);
  expect(behindHttps.serverGroups).toEqual([expect.objectContaining({ id: "sgp-tls", unfit: [] })]);
});

test("server groups tell ALB's health check where it is asked for, and that nobody checks those that no listener uses", async () => {
  const { serverGroups } = await list("/server-groups?health=true");
  const health = Object.fromEntries(serverGroups.map((one: { id: string; health: unknown }) => [one.id, one.health]));
  expect(health).toMatchObject({ "sgp-demo": { down: 0 }, "sgp-next": null, "sgp-broken": null });
  const [unasked] = (await list("/server-groups?search=sgp-demo")).serverGroups;
  expect(unasked).not.toHaveProperty("health");
});

test("a list is read page by page, each row once, whatever comes and goes in between", async () => {
  const first = await list("/server-groups?limit=3");
  expect(ids(first.serverGroups)).toEqual(["sgp-broken", "sgp-demo", "sgp-elsewhere"]);
  expect(first).toMatchObject({ total: 7, nextCursor: expect.any(String) });
  const second = await list(`/server-groups?limit=3&cursor=${first.nextCursor}`);
  expect(ids(second.serverGroups)).toEqual(["sgp-empty", "sgp-failing", "sgp-next"]);
  const last = await list(`/server-groups?limit=3&cursor=${second.nextCursor}`);
  expect(ids(last.serverGroups)).toEqual(["sgp-tls"]);
  expect(last.nextCursor).toBeNull();
  const { status } = await cloud.askInTime("GET", "/server-groups?cursor=bm9uc2Vuc2U", { token });
  expect(status).toBe(400);
});

test("stored certificates are told with names, end and use, and found by the words of their names", async () => {
  const { storedCertificates } = await list(`/stored-certificates?listenerId=${HTTPS}`);
  expect(ids(storedCertificates).slice(0, 2)).toEqual(["24870011-cn-hangzhou", "24664588-cn-hangzhou"]);
  expect(storedCertificates.slice(0, 3).map(({ isUsed }: { isUsed: boolean }) => isUsed)).toEqual([true, true, false]);
  expect(storedCertificates.find(({ id }: { id: string }) => id.startsWith("24664588"))).toMatchObject({
    names: ["shop.example.com", "www.shop.example.com"],
    name: "shop-2026-09",
    daysLeft: expect.any(Number),
    unfit: [],
  });
  const found = await list("/stored-certificates?search=API.example");
  expect(ids(found.storedCertificates)).toEqual(["25113407-cn-hangzhou"]);
});

test("stored certificates are cut to those that listeners hold, that none holds, and that end within 30 days", async () => {
  const of = async (use: string) => ids((await list(`/stored-certificates?use=${use}`)).storedCertificates).sort();
  expect(await of("bound")).toEqual(["24664588-cn-hangzhou", "24870011-cn-hangzhou", "25200100-cn-hangzhou"]);
  expect(await of("unbound")).toEqual(
    ["25113402", "25113407", "25200101", "25200102", "25200103"].map((id) => `${id}-cn-hangzhou`),
  );
  expect(await of("expiring")).toEqual(["24664588-cn-hangzhou"]);
});

test("CAs, TLS policies, VPCs, log projects and their logstores are told, too", async () => {
  const { caCertificates } = await list("/ca-certificates?listenerId=lsn-mutual");
  expect(caCertificates.map(({ name, isUsed }: never) => [name, isUsed])).toEqual([
    ["clients-ca", true],
    ["clients-ca-next", false],
  ]);
  const { tlsPolicies } = await list("/tls-policies?listenerId=lsn-basic");
  const own = tlsPolicies.find(({ id }: { id: string }) => id === "spy-strict");
  expect(own).toMatchObject({
    versions: ["TLSv1.2", "TLSv1.3"],
    isSystem: false,
    unfit: [coded("own-policy-on-basic", { loadBalancerId: "alb-basic" })],
  });
  expect(tlsPolicies.filter(({ isSystem }: { isSystem: boolean }) => isSystem)).toHaveLength(6);
  const { vpcs } = await list(`/vpcs?listenerId=${HTTPS}`);
  expect(vpcs[0]).toMatchObject({ id: "vpc-local", isUsed: true, unfit: [] });
  expect(vpcs[0].loadBalancers[0]).toEqual({ id: "alb-demo", name: "demo" });
  expect(ids((await list("/log-projects")).logProjects)).toEqual(["albflow-reports", "albflow-traces"]);
  expect(ids((await list("/log-projects/albflow-traces/logstores")).logstores)).toEqual(["alb_traced"]);
});

test("a listener whose instance writes an access log is told with requests, server errors and latency", async () => {
  const record = { app_lb_id: "alb-traced", request_time: "0.020", status: "200" };
  const target = { project: "albflow-traces", logstore: "alb_traced" };
  const { listener } = await list("/listeners/lsn-traced?probe=false");
  const at = { ...record, slb_vport: String(listener.ListenerPort) };
  cloud.sls.write(target, "", [at, { ...at, status: "502", request_time: "0.5" }, { ...at, slb_vport: "1" }]);
  await cloud.clock.advance(5_000);
  const { figures } = await list("/listeners/lsn-traced?probe=false");
  expect(figures).toEqual({ minutes: 5, requests: 2, errors: 1, latency: { of: 2, half: 20, most: 500 } });
});

test("a listener whose instance writes no access log is told by CloudMonitor with requests, server errors, latency and connections", async () => {
  const { host, port } = endpointOf(cloud, "lsn-plain");
  for (let asked = 0; asked < 3; asked += 1) expect((await httpAnswerOf({ host, port }))[0]).toBe(200);
  const client = await openEchoClient(`ws://${host}:${port}/chat`, "shop.example.com");
  await cloud.clock.advance(60_000 - (cloud.clock.now() % 60_000) + 1_000);
  const { figures, metrics, traffic } = await list("/listeners/lsn-plain?probe=false");
  client.close();
  expect(figures).toBeNull();
  const reported = { connections: 1, requestsPerSecond: 0.05, errorsPerSecond: 0, latencyMs: expect.any(Number) };
  expect(metrics).toMatchObject({ code: "listener-metrics", params: reported });
  expect(metrics.message).toBe(said(metrics));
  expect(traffic.params.requestsPerSecond).toBe(0.1);
});

test("channels of events tell when they last delivered something and how long ago that is, and silent ones that they did not", async () => {
  const cloudFlow = openCloudFlow(localSession(cloud));
  const recorded = cloud.clock.now();
  await cloudFlow.start("albflow-keep", "channel-actionTrail-1", { at: recorded });
  await cloud.clock.advance(3 * 3_600_000);
  const fresh = await cloud.token("vera", "viewer");
  const { status, body } = await cloud.askInTime("GET", "/channels", { token: fresh });
  expect(status).toBe(200);
  const silent = { lastDeliveredAt: null, ageSeconds: null };
  // Timers go on meanwhile, and of what they change others are told as well.
  expect(body.channels).toEqual([
    expect.objectContaining({ name: "eventBridge" }),
    { name: "actionTrail", lastDeliveredAt: new Date(recorded).toISOString(), ageSeconds: expect.any(Number) },
    expect.objectContaining({ name: "accessLog" }),
    { name: "alarm", ...silent },
  ]);
  const age = body.channels[1].ageSeconds;
  expect(age).toBeGreaterThanOrEqual(3 * 3_600);
  expect(age).toBeLessThan(3 * 3_600 + 60);
  expect(Date.parse(body.readAt)).toBeGreaterThan(recorded);
  expect((await cloud.askInTime("GET", "/channels")).status).toBe(401);
});

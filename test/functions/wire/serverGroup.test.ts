import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startBackend } from "../../../local/seed/backend.ts";
import { storyOf } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { endpointOf } from "./endpointOf.ts";
import { httpAnswerOf } from "./httpAnswerOf.ts";
import { whileRunning } from "./whileRunning.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const PLAIN = "lsn-plain";
const TRACED = "lsn-traced";
const root = { accountId: "1234567890123456", accessKeyId: "local" };
const ask = (listenerId = PLAIN, path = "/") => httpAnswerOf({ ...endpointOf(cloud, listenerId), path });
/** All requests at once; in steps of a second, so that what is awaited for real is not taken for hours. */
const change = (given: object, work: () => Promise<unknown> = async () => {}) => {
  const input = { listenerId: PLAIN, atOnce: true, ...given };
  return whileRunning(cloud, { operation: "changeServerGroup", input, stepMs: 1_000 }, work);
};
const took = (verdict: { startedAt: number } | undefined) =>
  Math.round((cloud.clock.now() - (verdict?.startedAt ?? 0)) / 1000);

/** A group of servers at these ports of this machine. */
async function putGroup(name: string, ports: number[], healthCheck: object = {}): Promise<void> {
  await cloud.seedWith({
    serverGroups: [
      {
        ServerGroupId: `sgp-${name}`,
        ServerGroupName: name,
        ServerGroupType: "Ip",
        HealthCheckConfig: { HealthCheckInterval: 1, ...healthCheck },
        Servers: ports.map((Port) => ({
          ServerId: "127.0.0.1",
          ServerIp: "127.0.0.1",
          ServerType: "Ip" as const,
          Port,
        })),
      },
    ],
  });
}

test("requests go to a healthy group, which is watched for as long as it was said, and back on undo", async () => {
  const { verdict } = await change({ serverGroupId: "sgp-next" });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(took(verdict)).toBeGreaterThanOrEqual(60);
  expect(took(verdict)).toBeLessThan(90);
  expect(verdict?.seen.map(({ probe, found }) => [probe, found])).toEqual([
    [coded("probe-http", { path: "/" }), coded("value-http-status", { status: 200 })],
    [coded("probe-server-health"), coded("value-count-of", { count: 0, total: 1 })],
    [coded("probe-http-repeatedly", { path: "/" }), coded("value-count-of", { count: 0, total: 10 })],
  ]);
  expect(await ask()).toEqual([200, "served by the next backend\n"]);
  await cloud.run("changeServerGroup", { undo: "wire-changeServerGroup" }, "back");
  expect(await ask()).toEqual([200, "served by the backend\n"]);
});

test("a group that is made first takes the requests, and is gone again after undo", async () => {
  const fresh = await startBackend({ name: "fresh", answer: "served by the fresh backend\n" });
  const servers = [{ ServerType: "Ip", ServerId: "127.0.0.1", ServerIp: "127.0.0.1", Port: fresh.port }];
  const loadBalancer = await cloud.alb.call(root, "GetLoadBalancerAttribute", { LoadBalancerId: "alb-demo" });
  const create = { serverGroupName: "fresh", vpcId: loadBalancer.VpcId, servers };
  const { verdict } = await change({ create, watchSeconds: 20 });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(await ask()).toEqual([200, "served by the fresh backend\n"]);
  await cloud.run("changeServerGroup", { undo: "wire-changeServerGroup" }, "back");
  expect(await ask()).toEqual([200, "served by the backend\n"]);
  const names = cloud.alb.exportState().serverGroups.map(({ ServerGroupName }) => ServerGroupName);
  expect(names).not.toContain("fresh");
  await fresh.close();
});

test("a group whose servers are well by their health check, but answer 500, is taken back with its share in words", async () => {
  const { verdict } = await change({ serverGroupId: "sgp-failing" });
  expect(verdict).toMatchObject({ state: "rolledBack" });
  expect(verdict && storyOf(verdict)).toEqual([
    coded("verification-failed", {
      resource: "lsn-plain",
      problem: coded("too-many-server-errors", {
        count: 10,
        total: 10,
        probe: coded("probe-http-repeatedly", { path: "/" }),
      }),
      differing: 1,
      total: 3,
    }),
    coded("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] }),
  ]);
  expect(took(verdict)).toBeLessThan(30);
  expect(await ask()).toEqual([200, "served by the backend\n"]);
});

longTest.each([
  ["sgp-next", "verified", coded("value-count-of", { count: 0, total: 10 })],
  ["sgp-failing", "rolledBack", undefined],
])("without a watch %s is looked at once, and ends %s", async (serverGroupId, state, errors) => {
  const { verdict } = await change({ serverGroupId, watchSeconds: 0 });
  expect(verdict).toMatchObject({ state });
  expect(verdict?.seen.find(({ probe }) => probe.code === "probe-http-repeatedly")?.found).toEqual(errors);
  expect(took(verdict)).toBeLessThan(20);
});

test("a group that breaks while it is watched is taken back", async () => {
  const frail = await startBackend({ name: "frail", answer: "served by the frail backend\n" });
  await putGroup("frail", [frail.port]);
  const began = cloud.clock.now();
  let switchedAt: number | undefined;
  let closing: Promise<void> | undefined;
  const { verdict } = await change({ serverGroupId: "sgp-frail", watchSeconds: 120 }, async () => {
    const [, body] = await ask();
    if (body.includes("frail")) switchedAt ??= cloud.clock.now();
    if (switchedAt !== undefined && cloud.clock.now() - switchedAt > 40_000) closing ??= frail.close();
  });
  expect(closing).toBeDefined();
  expect(verdict).toMatchObject({ state: "rolledBack" });
  expect(verdict && storyOf(verdict)).toEqual([
    expect.objectContaining({ code: "verification-failed" }),
    coded("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] }),
  ]);
  expect([
    coded("too-many-server-errors", { count: 10, total: 10, probe: coded("probe-http-repeatedly", { path: "/" }) }),
    coded("servers-unhealthy", { count: 1, total: 1, serverGroupIds: ["sgp-frail"], reasons: ["CONNECT_FAILED"] }),
  ]).toContainEqual(verdict?.cause?.params.problem);
  expect(cloud.clock.now() - began).toBeGreaterThan(40_000);
  expect(cloud.clock.now() - began).toBeLessThan(80_000);
  expect(await ask()).toEqual([200, "served by the backend\n"]);
});

const HALF_DOWN = [
  coded("verification-failed", {
    resource: "lsn-plain",
    problem: coded("servers-unhealthy", {
      count: 1,
      total: 2,
      serverGroupIds: ["sgp-half"],
      reasons: ["CONNECT_FAILED"],
    }),
    differing: 1,
    total: 3,
  }),
  coded("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] }),
];
const ALL_PASSED = [
  coded("verified", { resource: "lsn-plain", passed: 3, at: expect.any(Number), causes: [], more: 0 }),
];

test.each(
  sampled<[number, string, object[]]>(
    2,
    [
      [0, "rolledBack", HALF_DOWN],
      [49, "rolledBack", HALF_DOWN],
      [50, "verified", ALL_PASSED],
    ],
    1,
  ),
)("half of the servers down is borne up to unhealthyPercent %i: %s", async (unhealthyPercent, state, story) => {
  const half = await startBackend({ name: "half", answer: "served by the half\n" });
  await putGroup("half", [half.port, 1]);
  const { verdict } = await change({ serverGroupId: "sgp-half", unhealthyPercent, errorPercent: 100 });
  await half.close();
  expect(verdict).toMatchObject({ state });
  expect(verdict && storyOf(verdict)).toEqual(story);
});

test.each(
  sampled<[number, string]>(2, [
    [5, "rolledBack"],
    [60, "verified"],
  ]),
)(
  "errors of other clients' requests count by the access log: with at most %i % borne it ends %s",
  async (errorPercent, state) => {
    const picky = await startBackend({ name: "picky", answer: "picky\n", statusOf: { "/broken": 503 } });
    await putGroup("picky", [picky.port]);
    const input = { listenerId: TRACED, serverGroupId: "sgp-picky", errorPercent };
    const { verdict } = await change(input, () => Promise.all([ask(TRACED, "/broken"), ask(TRACED, "/fine")]));
    await picky.close();
    expect(verdict).toMatchObject({ state });
    const log = verdict?.seen.find(({ probe }) => probe.code === "probe-access-log");
    if (state === "verified") expect(log?.found).toMatchObject({ code: "value-count-of" });
    else
      expect(verdict?.cause).toEqual(
        coded("verification-failed", {
          resource: "lsn-traced",
          problem: coded("too-many-server-errors", {
            count: expect.any(Number),
            total: expect.any(Number),
            probe: coded("probe-access-log"),
          }),
          differing: 1,
          total: 4,
        }),
      );
  },
);

inWholeSuite(() => {
  test("a group whose health checks are off is judged by its answers alone", async () => {
    const { port } = cloud.backends.find(({ name }) => name === "next") ?? { port: 0 };
    await putGroup("unchecked", [port], { HealthCheckEnabled: false });
    const { verdict } = await change({ serverGroupId: "sgp-unchecked", watchSeconds: 10 });
    expect(verdict).toMatchObject({ state: "verified" });
    const again = { listenerId: "lsn-basic", serverGroupId: "sgp-unchecked", atOnce: true, watchSeconds: 0 };
    const second = await cloud.run("changeServerGroup", again, "second");
    expect(second.verdict).toMatchObject({ state: "verified" });
    expect(second.verdict?.plan?.effect).toEqual([
      coded("requests-go-to-group", {
        from: ["sgp-demo"],
        to: "sgp-unchecked",
        isNew: false,
        steps: null,
        stepSeconds: expect.any(Number),
        watchSeconds: 0,
      }),
      coded("group-not-proven", { serverGroupIds: ["sgp-unchecked"], cause: coded("group-unchecked") }),
    ]);
  });
});

inWholeSuite(() => {
  test("errors of before the change are not the new group's", async () => {
    const broken = await startBackend({ name: "broken", answer: "broken\n", status: 503 });
    await putGroup("was", [broken.port], { HealthCheckEnabled: false });
    const anyErrors = {
      listenerId: TRACED,
      serverGroupId: "sgp-was",
      atOnce: true,
      watchSeconds: 0,
      errorPercent: 100,
    };
    await cloud.run("changeServerGroup", anyErrors, "before");
    for (let round = 0; round < 20; round += 1) expect(await ask(TRACED)).toEqual([503, "broken\n"]);
    await cloud.clock.advance(5_000);
    const { verdict } = await change({ listenerId: TRACED, serverGroupId: "sgp-next" });
    await broken.close();
    expect(verdict).toMatchObject({ state: "verified" });
    expect(verdict?.seen.find(({ probe }) => probe.code === "probe-access-log")?.found).toEqual(
      coded("value-count-of", { count: 0, total: expect.any(Number) }),
    );
  });
});

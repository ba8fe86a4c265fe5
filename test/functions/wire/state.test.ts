import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { handshake } from "../../../shared/core/probes/handshake.ts";
import { storyOf, type Verdict } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, longTest } from "../../support/sampled.ts";
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

const lag = { kind: "lag", ms: 86_400_000 } as const;
/** Listeners of one instance share its address. */
const endpointOfListener = (port: number) => ({ host: endpointOf(cloud, "lsn-plain").host, port });
const probes = (verdict: Verdict | undefined) => verdict?.seen.map(({ probe, found }) => [probe, found]);
const run = (operation: string, input: object, execution?: string) =>
  whileRunning(cloud, { operation, input, ...(execution === undefined ? {} : { execution }) }, async () => {});

test("a listener that is started answers, and refuses again after undo", async () => {
  const stopped = endpointOfListener(8080);
  expect(await httpAnswerOf(stopped)).toEqual([0, "ECONNREFUSED"]);
  const { verdict } = await run("startListener", { listenerId: "lsn-stopped" });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(probes(verdict)).toEqual([[coded("probe-http", { path: "/" }), coded("value-http-status", { status: 200 })]]);
  expect(await httpAnswerOf(stopped)).toEqual([200, "served by the backend\n"]);
  const back = await run("startListener", { undo: "wire-startListener" }, "back");
  expect(back.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
  expect(probes(back.verdict)).toEqual([[coded("probe-closed-port", { port: 8080 }), coded("value-refused")]]);
  expect(await httpAnswerOf(stopped)).toEqual([0, "ECONNREFUSED"]);
});

test("a listener that runs by ALB's word and does not answer is stopped again", async () => {
  cloud.faults.add({ service: "alb", action: "StartListener", fault: lag });
  const { verdict } = await run("startListener", { listenerId: "lsn-stopped" });
  expect(verdict).toMatchObject({ state: "rolledBack" });
  expect(verdict && storyOf(verdict)).toEqual([
    coded("verification-failed", {
      resource: "lsn-stopped",
      problem: coded("no-http-answer", {
        path: "/",
        cause: coded("unreachable", {
          what: coded("no-answer"),
          host: expect.stringMatching(/^127\.\d+\.\d+\.\d+$/),
          port: 8080,
          cause: coded("text", { text: expect.stringMatching(/^connect ECONNREFUSED 127\.\d+\.\d+\.\d+:8080$/) }),
        }),
      }),
      differing: 1,
      total: 1,
    }),
    coded("rolled-back", { resource: "lsn-stopped", newId: null, keptName: null, kept: [] }),
  ]);
});

inWholeSuite(() => {
  test("a listener whose servers are gone answers 503, which is an answer", async () => {
    await Promise.all(cloud.backends.filter(({ name }) => name === "failing").map((backend) => backend.close()));
    const { verdict } = await run("changeServerGroup", {
      listenerId: "lsn-plain",
      serverGroupId: "sgp-broken",
      unhealthyPercent: 100,
      errorPercent: 100,
      atOnce: true,
      watchSeconds: 0,
    });
    expect(verdict).toMatchObject({ state: "verified" });
    await run("stopListener", { listenerId: "lsn-plain" });
    const started = await run("startListener", { listenerId: "lsn-plain" });
    expect(started.verdict).toMatchObject({ state: "verified" });
    const [[probe, found] = []] = probes(started.verdict) ?? [];
    expect(probe).toEqual(coded("probe-http", { path: "/" }));
    expect([502, 503, 504].map((status) => coded("value-http-status", { status }))).toContainEqual(found);
  });
});

test("a listener that is stopped refuses everybody, and answers again after undo", async () => {
  const plain = endpointOfListener(endpointOf(cloud, "lsn-plain").port);
  const { verdict } = await run("stopListener", { listenerId: "lsn-plain" });
  expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
  expect(probes(verdict)).toEqual([[coded("probe-closed-port", { port: 80 }), coded("value-refused")]]);
  expect(await httpAnswerOf(plain)).toEqual([0, "ECONNREFUSED"]);
  const back = await run("stopListener", { undo: "wire-stopListener" }, "back");
  expect(back.verdict).toMatchObject({ state: "verified" });
  expect(await httpAnswerOf(plain)).toEqual([200, "served by the backend\n"]);
});

test.each(["stopListener", "deleteListener"])("%s is taken back when clients are still let in", async (operation) => {
  const action = operation === "stopListener" ? "StopListener" : "DeleteListener";
  const place = endpointOf(cloud, "lsn-plain");
  cloud.faults.add({ service: "alb", action, fault: lag, count: 3 });
  const { verdict } = await run(operation, { listenerId: "lsn-plain" });
  expect(verdict).toMatchObject({ state: "rolledBack" });
  const cause =
    operation === "stopListener"
      ? coded("listener-is-stopped", { listenerId: "lsn-plain" })
      : coded("listener-is-gone");
  expect(verdict?.cause).toEqual(
    coded("verification-failed", {
      resource: "lsn-plain",
      problem: coded("port-still-open", { port: 80, cause }),
      differing: 1,
      total: 1,
    }),
  );
  expect(await httpAnswerOf(place)).toEqual([200, "served by the backend\n"]);
});

test("a deleted listener refuses everybody; undo makes it again with its certificates", async () => {
  const { listenerId, expiring, bystander } = cloud.seed;
  const place = endpointOf(cloud, listenerId);
  const { verdict } = await run("deleteListener", { listenerId });
  expect(verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
  expect(probes(verdict)).toEqual([[coded("probe-closed-port", { port: 443 }), coded("value-refused")]]);
  await expect(handshake(place)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  const back = await run("deleteListener", { undo: "wire-deleteListener" }, "back");
  expect(back.verdict).toMatchObject({ state: "verified" });
  expect((await handshake(place)).serial).toBe(expiring.serial);
  expect((await handshake({ ...place, serverName: "www.shop.example.com" })).serial).toBe(expiring.serial);
  expect((await handshake({ ...place, serverName: "partner.example.net" })).serial).toBe(bystander.serial);
});

longTest("undo makes a deleted listener again with its rules", async () => {
  const { host, port } = endpointOf(cloud, "lsn-ruled");
  const answers = async () => [
    await httpAnswerOf({ host, port, path: "/" }),
    await httpAnswerOf({ host, port, path: "/next/page" }),
    await httpAnswerOf({ host, port, hostname: "closed.example.com" }),
  ];
  const before = [
    [200, "served by the backend\n"],
    [200, "served by the next backend\n"],
    [503, "closed for the season"],
  ];
  expect(await answers()).toEqual(before);
  await run("deleteListener", { listenerId: "lsn-ruled" });
  expect(await httpAnswerOf({ host, port })).toEqual([0, "ECONNREFUSED"]);
  const back = await run("deleteListener", { undo: "wire-deleteListener" }, "back");
  expect(back.verdict).toMatchObject({ state: "verified" });
  expect(await answers()).toEqual(before);
});

inWholeSuite(() => {
  test("undo makes a deleted listener again with its mutual authentication, which turns nobody away who was let in", async () => {
    await run("deleteListener", { listenerId: "lsn-mutual" });
    const back = await run("deleteListener", { undo: "wire-deleteListener" }, "back");
    expect(back.verdict).toMatchObject({ state: "verified", approvedBy: [], plan: { needsApproval: false } });
    expect(probes(back.verdict)).toContainEqual([
      coded("probe-client-certificate", { certificateId: null }),
      coded("value-rejected"),
    ]);
    expect(probes(back.verdict)).toContainEqual([
      coded("probe-tls-version", { version: "TLSv1.1" }),
      coded("value-refused"),
    ]);
  });
});

inWholeSuite(() => {
  test("undo makes a deleted listener again with its tracing, and a record shows that it traces", async () => {
    await run("deleteListener", { listenerId: "lsn-traced" });
    const back = await run("deleteListener", { undo: "wire-deleteListener" }, "back");
    expect(back.verdict).toMatchObject({ state: "verified" });
    const [listener] = cloud.alb
      .exportState()
      .listeners.filter(({ LoadBalancerId }) => LoadBalancerId === "alb-traced");
    expect(listener?.LogConfig.AccessLogTracingConfig).toMatchObject({ TracingEnabled: true, TracingSample: 10_000 });
    const traced = back.verdict?.seen.find(({ probe }) => probe.code === "probe-trace");
    expect(traced?.probe.params).toEqual({ logstore: "albflow-traces/alb_traced" });
    expect(traced?.found?.params.count).toBeGreaterThan(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storyOf, type Verdict } from "../../../shared/core/verdict.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const FRESH = "lsn-demo4u54y73wq7b";
const TRACED = "lsn-traced";
const tracingOf = (id: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === id)?.LogConfig.AccessLogTracingConfig;
const accessLogOf = (id: string) =>
  cloud.alb.exportState().loadBalancers.find(({ LoadBalancerId }) => LoadBalancerId === id)?.AccessLogConfig;
const stores = () =>
  (cloud.sls.exportState() as { projects: { name: string; logstores: { name: string }[] }[] }).projects
    .flatMap(({ name, logstores }) => logstores.map((logstore) => `${name}/${logstore.name}`))
    .sort();
const readFrom = (verdict: Verdict | undefined) => verdict?.seen.find(({ probe }) => probe.code === "probe-trace");

describe("on an instance that has never logged", () => {
  test("enableTracing makes project, logstore, index and access log, then traces all, and finds the trace of its request", async () => {
    const { verdict } = await cloud.run("enableTracing", { listenerId: FRESH });
    expect(verdict).toMatchObject({ state: "verified" });
    expect(verdict?.plan?.steps).toEqual([
      coded("step-create-log-project", { project: "albflow-alb-demo" }),
      coded("step-create-logstore", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
      coded("step-create-index", { project: "albflow-alb-demo", logstore: "alb_access_log" }),
      coded("step-enable-access-log", {
        loadBalancerId: "alb-demo",
        project: "albflow-alb-demo",
        logstore: "alb_access_log",
      }),
      coded("step-set-tracing", { listenerId: "lsn-demo4u54y73wq7b" }),
    ]);
    expect(verdict?.plan?.effect).toEqual([
      coded("requests-traced", {
        percent: 100,
        sample: 10000,
        type: "Zipkin",
        link: "https://trace.console.aliyun.com/",
      }),
    ]);
    const made = cloud.calls.recent().filter(({ action, status }) => WRITES.includes(action) && status === 200);
    expect(made.map(({ action }) => action)).toEqual(WRITES);
    expect(tracingOf(FRESH)).toMatchObject({ TracingEnabled: true, TracingSample: 10_000, TracingType: "Zipkin" });
    expect(readFrom(verdict)).toMatchObject({
      probe: coded("probe-trace", { logstore: "albflow-alb-demo/alb_access_log" }),
      found: { code: "value-count-of", params: { count: expect.any(Number) } },
      problem: null,
    });
  });

  test("undo ends tracing and access log, and leaves the stores with what was written", async () => {
    await cloud.run("enableTracing", { listenerId: FRESH });
    const { verdict } = await cloud.run("enableTracing", { undo: "test-enableTracing" }, "back");
    expect(verdict).toMatchObject({ state: "verified" });
    expect(verdict?.plan?.steps).toEqual([
      coded("step-set-tracing", { listenerId: "lsn-demo4u54y73wq7b" }),
      coded("step-disable-access-log", { loadBalancerId: "alb-demo" }),
    ]);
    expect(tracingOf(FRESH)).toMatchObject({ TracingEnabled: false });
    expect(accessLogOf("alb-demo")).toBeUndefined();
    expect(stores()).toEqual([
      "albflow-alb-demo/alb_access_log",
      "albflow-reports/albflow",
      "albflow-traces/alb_traced",
    ]);
  });

  inWholeSuite(() => {
    test("undo leaves an access log into which another listener traces by now", async () => {
      await cloud.run("enableTracing", { listenerId: FRESH });
      await cloud.run("enableTracing", { listenerId: "lsn-plain" }, "other");
      const { verdict } = await cloud.run("enableTracing", { undo: "test-enableTracing" }, "back");
      expect(verdict).toMatchObject({ state: "verified" });
      expect(verdict?.plan?.steps).toEqual([coded("step-set-tracing", { listenerId: "lsn-demo4u54y73wq7b" })]);
      expect(tracingOf("lsn-plain")).toMatchObject({ TracingEnabled: true });
      expect(accessLogOf("alb-demo")).toEqual({ LogProject: "albflow-alb-demo", LogStore: "alb_access_log" });
    });
  });

  longTest("tracing that ALB reports and does not do is taken back when no trace has come in time", async () => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerLogConfig", fault: { kind: "lag", ms: 86_400_000 } });
    const { verdict } = await cloud.run("enableTracing", { listenerId: FRESH });
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(verdict && storyOf(verdict)).toEqual([
      coded("verification-failed", {
        resource: "lsn-demo4u54y73wq7b",
        problem: coded("no-trace-id-logged", { logstore: "albflow-alb-demo/alb_access_log" }),
        differing: 1,
        total: 6,
      }),
      coded("rolled-back", {
        resource: "lsn-demo4u54y73wq7b",
        newId: null,
        keptName: null,
        kept: ["albflow-alb-demo", "alb_access_log"],
      }),
    ]);
    expect(tracingOf(FRESH)).toMatchObject({ TracingEnabled: false });
    expect(accessLogOf("alb-demo")).toBeUndefined();
  });

  test("a project and logstore may be named; where the instance logs already, only those it has", async () => {
    const input = { listenerId: FRESH, project: "our-logs", logstore: "alb_ours" };
    expect((await cloud.run("enableTracing", input)).verdict).toMatchObject({ state: "verified" });
    expect(accessLogOf("alb-demo")).toEqual({ LogProject: "our-logs", LogStore: "alb_ours" });
    const other = await cloud.run("enableTracing", { ...input, listenerId: "lsn-plain", project: "theirs" }, "other");
    expect(other.verdict).toMatchObject({ state: "refused" });
    expect(other.verdict?.reason).toEqual(
      coded("operation-refused", {
        operation: "enableTracing",
        resource: "lsn-plain",
        reasons: [coded("access-log-elsewhere", { loadBalancerId: "alb-demo", logstore: "our-logs/alb_ours" })],
      }),
    );
  });
});

const PERCENTS = [
  [1, 100],
  [37, 3_700],
  [100, 10_000],
] as const;

test.each(sampled(3, PERCENTS, 1))(
  "%i percent is the TracingSample %i, enabled and modified",
  async (percent, sample) => {
    const { verdict } = await cloud.run("enableTracing", { listenerId: FRESH, percent });
    expect(verdict).toMatchObject({ state: "verified" });
    expect(verdict?.plan?.effect[0]).toMatchObject({ code: "requests-traced", params: { percent, sample } });
    expect(tracingOf(FRESH)).toMatchObject({ TracingEnabled: true, TracingSample: sample });
    const modified = await cloud.run("modifyTracing", { listenerId: TRACED, percent });
    expect(modified.verdict).toMatchObject({ state: percent === 100 ? "unchanged" : "verified" });
    expect(tracingOf(TRACED)).toMatchObject({ TracingEnabled: true, TracingSample: sample });
  },
);

test.each([0, 101, 1.5])("%d percent is refused by name", async (percent) => {
  const { verdict } = await cloud.run("modifyTracing", { listenerId: TRACED, percent });
  expect(verdict).toMatchObject({ state: "refused" });
  expect(verdict?.reason).toEqual(
    coded("input-invalid", {
      problems: [{ field: "percent", problem: expect.objectContaining({ code: expect.any(String) }) }],
    }),
  );
});

test.each([
  [
    false,
    [coded("step-set-tracing", { listenerId: "lsn-traced" })],
    { LogProject: "albflow-traces", LogStore: "alb_traced" },
  ],
  [
    true,
    [
      coded("step-set-tracing", { listenerId: "lsn-traced" }),
      coded("step-disable-access-log", { loadBalancerId: "alb-traced" }),
    ],
    undefined,
  ],
])(
  "disableTracing with disableAccessLog %s says what stays and costs, and undo traces again",
  async (disableAccessLog, steps, log) => {
    const { verdict } = await cloud.run("disableTracing", { listenerId: TRACED, disableAccessLog });
    expect(verdict).toMatchObject({
      state: "verified",
      plan: { steps, effect: [coded("tracing-ends", { endsAccessLog: disableAccessLog })] },
    });
    expect(tracingOf(TRACED)).toMatchObject({ TracingEnabled: false });
    expect(accessLogOf("alb-traced")).toEqual(log);
    expect(stores()).toContain("albflow-traces/alb_traced");
    const back = await cloud.run("disableTracing", { undo: "test-disableTracing" }, "back");
    expect(back.verdict).toMatchObject({ state: "verified" });
    expect(readFrom(back.verdict)).toMatchObject({ problem: null });
    expect(tracingOf(TRACED)).toMatchObject({ TracingEnabled: true, TracingSample: 10_000 });
    expect(accessLogOf("alb-traced")).toEqual({ LogProject: "albflow-traces", LogStore: "alb_traced" });
  },
);

const WRITES = [
  "CreateProject",
  "CreateLogStore",
  "CreateIndex",
  "EnableLoadBalancerAccessLog",
  "UpdateListenerLogConfig",
];

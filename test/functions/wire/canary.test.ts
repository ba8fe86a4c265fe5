import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../../cli/localSession.ts";
import { startBackend } from "../../../local/seed/backend.ts";
import { clientsSawIn } from "../../../shared/core/observed.ts";
import { storyOf } from "../../../shared/core/verdict.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, longTest, sampled, sampledRuns } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { planOf } from "../support/planOf.ts";
import { writesOf } from "../support/writesOf.ts";
import { endpointOf } from "./endpointOf.ts";
import { httpAnswerOf } from "./httpAnswerOf.ts";
import { executionOf, whileRunning } from "./whileRunning.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const PLAIN = "lsn-plain";
const ask = (path = "/", listenerId = PLAIN) => httpAnswerOf({ ...endpointOf(cloud, listenerId), path });
const rules = () => cloud.alb.exportState().rules.filter(({ ListenerId }) => ListenerId === PLAIN);
const groupOf = () =>
  cloud.alb
    .exportState()
    .listeners.find(({ ListenerId }) => ListenerId === PLAIN)
    ?.DefaultActions.flatMap((action) => action.ForwardGroupConfig.ServerGroupTuples)
    .map(({ ServerGroupId }) => ServerGroupId);

/** Requests beside an execution, some each simulated second, as clients make them. */
function load(perStep = 8, path = "/") {
  const answers: Record<string, number> = {};
  const work = async () => {
    const got = await Promise.all(Array.from({ length: perStep }, () => ask(path).catch(() => [599, ""] as const)));
    for (const [status] of got) answers[status] = (answers[status] ?? 0) + 1;
  };
  const total = () => Object.values(answers).reduce((sum, count) => sum + count, 0);
  const failed = () => Object.entries(answers).reduce((sum, [status, n]) => sum + (Number(status) >= 500 ? n : 0), 0);
  return { answers, work, total, failed };
}

/** As many steps as there are by default, in which few requests are enough for two to get there. */
const LARGE_STEPS = [50, 60, 70, 100];

const change = (input: object, work: () => Promise<unknown> = async () => {}) =>
  whileRunning(cloud, { operation: "changeServerGroup", input: { listenerId: PLAIN, ...input }, stepMs: 1_000 }, work);

async function putGroup(name: string, port: number, healthCheck: object = {}): Promise<void> {
  await cloud.seedWith({
    serverGroups: [
      {
        ServerGroupId: `sgp-${name}`,
        ServerGroupName: name,
        ServerGroupType: "Ip",
        HealthCheckConfig: { HealthCheckInterval: 1, ...healthCheck },
        Servers: [{ ServerId: "127.0.0.1", ServerIp: "127.0.0.1", ServerType: "Ip" as const, Port: port }],
      },
    ],
  });
}

test("the plan tells each step of a canary, its watches, and that it may interrupt", async () => {
  const plan = await planOf(cloud, "changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next" });
  expect(plan.steps).toEqual([
    coded("step-probe-canary", { serverGroupId: "sgp-next" }),
    coded("step-share-requests", { percent: 1, serverGroupId: "sgp-next" }),
    coded("step-share-requests", { percent: 10, serverGroupId: "sgp-next" }),
    coded("step-share-requests", { percent: 50, serverGroupId: "sgp-next" }),
    coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "lsn-plain" }),
    coded("step-delete-rule", { ruleId: "@canaryRule" }),
  ]);
  expect(plan.watch).toEqual({ seconds: 60, throughout: true, between: { seconds: 30, steps: [0, 1, 2, 3] } });
  expect(plan.changes).toMatchObject([{ field: "DefaultActions" }]);
  expect(plan.effect).toEqual([
    coded("requests-go-to-group", {
      from: ["sgp-demo"],
      to: "sgp-next",
      isNew: false,
      steps: [1, 10, 50, 100],
      stepSeconds: 30,
      watchSeconds: 60,
    }),
    coded("group-not-proven", { serverGroupIds: ["sgp-next"], cause: coded("group-unused") }),
  ]);
});

/** Clients ask each second in `npm run test:all`, and each fourth second in a sample. */
const SECONDS_A_LOOK = 4 / sampledRuns(4);

longTest("a good group gets its requests step by step, nobody's fails, and no rule is left", async () => {
  const shares: number[] = [];
  let [next, all, seconds] = [0, 0, 0];
  const { verdict } = await change({ serverGroupId: "sgp-next" }, async () => {
    seconds += 1;
    if (seconds % SECONDS_A_LOOK !== 0) return;
    const got = await Promise.all(Array.from({ length: 20 }, () => ask()));
    for (const [status] of got) expect(status).toBe(200);
    next = got.filter(([, body]) => body.includes("next")).length;
    all = got.length;
    shares.push(next / all);
  });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(rules()).toEqual([]);
  expect(groupOf()).toEqual(["sgp-next"]);
  expect(shares.slice(0, sampledRuns(10)).every((share) => share === 0)).toBe(true);
  const about = (from: number, to: number) => shares.filter((share) => share >= from && share <= to).length;
  expect(about(0.01, 0.25)).toBeGreaterThanOrEqual(sampledRuns(20));
  expect(about(0.4, 0.6)).toBeGreaterThanOrEqual(sampledRuns(20));
  expect(about(1, 1)).toBeGreaterThanOrEqual(sampledRuns(50));
  expect(writesOf(cloud).map((write) => write.split(" ")[0])).toEqual([
    "CreateRule",
    "UpdateRuleAttribute",
    "UpdateRuleAttribute",
    "UpdateRuleAttribute",
    "UpdateListenerAttribute",
    "DeleteRule",
  ]);
});

describe("a bad group costs clients at most 2 % of the requests of the whole run, and goes back by itself", () => {
  const BAD: [string, () => Promise<[id: string, end: () => Promise<unknown>]>][] = [
    ["that answers 500 and is well by its check", async () => ["sgp-failing", async () => {}]],
    ["whose server refuses connections", async () => ["sgp-broken", async () => {}]],
    [
      "that answers 502 and is not checked",
      async () => {
        const bad = await startBackend({ name: "bad", answer: "bad\n", status: 502 });
        await putGroup("bad", bad.port, { HealthCheckEnabled: false });
        return ["sgp-bad", () => bad.close()];
      },
    ],
    [
      "that breaks as soon as it gets requests",
      async () => {
        const frail = await startBackend({ name: "frail", answer: "frail\n", statusOf: { "/shop": 503 } });
        await putGroup("frail", frail.port);
        return ["sgp-frail", () => frail.close()];
      },
    ],
  ];

  test.each(sampled(5, BAD))("%s", async (what, place) => {
    const [serverGroupId, end] = await place();
    const isFrail = what.startsWith("that breaks");
    const clients = load(8, isFrail ? "/shop" : "/");
    const { verdict } = await change(
      { serverGroupId, ...(isFrail ? { verification: { path: "/shop" } } : {}) },
      clients.work,
    );
    await end();
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(rules()).toEqual([]);
    expect(groupOf()).toEqual(["sgp-demo"]);
    expect(clients.total()).toBeGreaterThan(50);
    expect(clients.failed() / clients.total()).toBeLessThanOrEqual(0.02);
    expect(verdict && clientsSawIn(verdict)).toMatchObject({
      code: "clients-saw",
      params: {
        from: expect.any(Number),
        until: expect.any(Number),
        total: expect.any(Number),
        failures: expect.arrayContaining([expect.objectContaining({ count: expect.any(Number) })]),
      },
    });
  });
});

inWholeSuite(() => {
  test("a group that breaks at the first percent costs one percent for one step, by the access log and by albflow's own questions", async () => {
    let isBroken = false;
    const { createServer } = await import("node:http");
    const server = createServer((request, response) => {
      response.statusCode = isBroken ? 500 : 200;
      response.end("fragile\n");
      request.resume();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await putGroup("fragile", typeof address === "object" && address !== null ? address.port : 0, {
      HealthCheckEnabled: false,
    });
    const clients = load(20);
    const { verdict } = await change({ serverGroupId: "sgp-fragile" }, async () => {
      await clients.work();
      // Nobody's requests have reached it before the first percent.
      if (writesOf(cloud).some((write) => write.startsWith("UpdateRuleAttribute"))) isBroken = true;
    });
    server.close();
    server.closeAllConnections();
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(verdict && storyOf(verdict)).toEqual([
      coded("verification-failed", {
        resource: "lsn-plain",
        problem: coded("too-many-server-errors", {
          count: expect.any(Number),
          total: 200,
          probe: coded("probe-canary", { path: "/", percent: 1, serverGroupIds: ["sgp-fragile"] }),
        }),
        differing: 1,
        total: 3,
      }),
      coded("rolled-back", { resource: "lsn-plain", newId: null, keptName: null, kept: [] }),
    ]);
    expect(clients.failed() / clients.total()).toBeLessThanOrEqual(0.02);
    expect(rules()).toEqual([]);
    expect(verdict && clientsSawIn(verdict)).toMatchObject({
      code: "clients-saw",
      params: { total: expect.any(Number), failures: [{ status: 500, count: expect.any(Number) }] },
    });
  });
});

inWholeSuite(() => {
  test("at once it costs what it costs, which is told", async () => {
    const clients = load();
    const { verdict } = await change({ serverGroupId: "sgp-failing", atOnce: true }, clients.work);
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(verdict?.plan?.steps).toEqual([
      coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "lsn-plain" }),
    ]);
    expect(clients.failed()).toBeGreaterThan(10);
    const { params } = (verdict && clientsSawIn(verdict)) ?? { params: {} };
    expect(params).toMatchObject({ failures: [{ status: 500, count: expect.any(Number) }] });
    const { total, failures } = params as { total: number; failures: { count: number }[] };
    expect((failures[0]?.count ?? 0) / total).toBeGreaterThan(0.9);
  });
});

longTest("whoever stops it at any step and takes it back has everything as before", async () => {
  const cloudFlow = openCloudFlow(localSession(cloud));
  const before = JSON.stringify([rules(), groupOf()]);
  for (const writes of sampled(5, [1, 2, 3, 4, 5], 3)) {
    const name = `stopped-${writes}`;
    await cloud.start("changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next", steps: LARGE_STEPS }, name);
    await cloud.answer("changeServerGroup", name, (asked) => cloud.agreement(asked));
    const { execution } = executionOf(cloud, "changeServerGroup", name);
    const made = writesOf(cloud).length;
    while (writesOf(cloud).length - made < writes) await cloud.clock.advance(500);
    await cloudFlow.stop("albflow-changeServerGroup", name, "Stopped in the middle.");
    expect(execution.status).toBe("Stopped");
    await cloud.clock.advance(10_000);
    const back = await cloud.run("changeServerGroup", { undo: name }, `back-${writes}`);
    expect(back.verdict?.state).toMatch(/verified|skip/);
    expect(JSON.stringify([rules(), groupOf()])).toBe(before);
  }
});

inWholeSuite(() => {
  test("the longest canary, broken at its end, takes no more than 600 events", async () => {
    const late = await startBackend({ name: "late", answer: "late\n" });
    await putGroup("late", late.port);
    const input = { serverGroupId: "sgp-late", steps: [30, 40, ...LARGE_STEPS], stepSeconds: 200, watchSeconds: 600 };
    let switchedAt = 0;
    let closing: Promise<void> | undefined;
    const { verdict } = await whileRunning(
      cloud,
      { operation: "changeServerGroup", input: { listenerId: PLAIN, ...input }, stepMs: 5_000 },
      async () => {
        if (groupOf()?.[0] === "sgp-late" && rules().length === 0 && switchedAt === 0) switchedAt = cloud.clock.now();
        if (switchedAt > 0 && cloud.clock.now() - switchedAt > 560_000) closing ??= late.close();
      },
    );
    await closing;
    expect(verdict).toMatchObject({ state: "rolledBack" });
    const { history } = executionOf(cloud, "changeServerGroup", "wire-changeServerGroup");
    expect(history.length).toBeLessThanOrEqual(600);
  });
});

describe("a canary is refused", () => {
  test.each<[string, object, RegExp]>([
    ["whose steps do not ascend", { steps: [10, 5, 100] }, /canary-steps-invalid","params":{"steps":\[10,5,100\]\}/],
    ["whose steps do not end with everybody", { steps: [1, 50] }, /canary-steps-invalid","params":{"steps":\[1,50\]\}/],
    [
      "that is watched for too long",
      { stepSeconds: 300, steps: [1, 2, 5, 10, 50, 100], watchSeconds: 60 },
      /canary-watch-too-long","params":{"seconds":1860,"most":1800\}/,
    ],
  ])("%s", async (_, input, message) => {
    const asked = { listenerId: PLAIN, serverGroupId: "sgp-next", ...input };
    await expect(planOf(cloud, "changeServerGroup", asked)).rejects.toThrow(message);
  });

  test("where one is left behind, and where no rule can come last", async () => {
    const root = { accountId: cloud.accountId, accessKeyId: "local" };
    const rule = {
      ListenerId: PLAIN,
      RuleName: "albflow-canary",
      Priority: 10_000,
      RuleConditions: [{ Type: "Path", PathConfig: { Values: ["/never"] } }],
      RuleActions: [
        {
          Type: "ForwardGroup",
          Order: 1,
          ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo", Weight: 100 }] },
        },
      ],
    };
    await cloud.alb.call(root, "CreateRule", rule);
    await cloud.clock.advance(5_000);
    const planned = planOf(cloud, "changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next" });
    await expect(planned).rejects.toThrow(
      /canary-rule-exists","params":\{"name":"albflow-canary","ruleId":"rule-\w+"\}/,
    );
    await expect(planOf(cloud, "changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next" })).rejects.toThrow(
      /canary-without-priority","params":\{"priority":10000\}/,
    );
  });
});

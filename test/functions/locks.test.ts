import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { holdsOf, overlapping } from "./support/holdsOf.ts";
import { writesOf } from "./support/writesOf.ts";

const SHOP = "lsn-demo4u54y73wq7b";
const API = "25113407-cn-hangzhou";
const UPDATE = `UpdateListenerAttribute ${SHOP}`;
const ASSOCIATE = `AssociateAdditionalCertificatesWithListener ${SHOP}`;
const DISSOCIATE = `DissociateAdditionalCertificatesFromListener ${SHOP}`;

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ environment: { ALBFLOW_UNASKED_MAY_INTERRUPT: "*" } });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const root = () => ({ accountId: cloud.accountId, accessKeyId: "local" });
const listenerOf = (ListenerId: string) => cloud.alb.call(root(), "GetListenerAttribute", { ListenerId });

const held = () => holdsOf(cloud).some(({ to }) => to === Number.POSITIVE_INFINITY);

/** Who wrote to a resource, and when. */
const writers = (resource: string) =>
  cloud.calls
    .recent({ service: "alb", resource })
    .filter(({ action, status }) => status === 200 && !/^(Get|List|Describe)/.test(action))
    .map(({ caller, at }) => ({ caller, at }));

/** Every write of a resource was made by who held it. */
function expectNobodyInterfered(resource: string) {
  const holds = holdsOf(cloud).filter((hold) => hold.resource === resource);
  expect(overlapping(holds)).toEqual([]);
  expect(holds.filter(({ to }) => to === Number.POSITIVE_INFINITY)).toEqual([]);
  const outsiders = writers(resource).filter(
    ({ caller, at }) => !holds.some(({ flow, from, to }) => flow === caller && from <= at && at <= to),
  );
  expect(outsiders).toEqual([]);
}

type Asked = [operation: string, input: object];
const PAIRS: [Asked, Asked, writes: string[]][] = [
  [
    ["modifyListener", { idleTimeout: 20 }],
    ["changeTlsPolicy", { securityPolicyId: "spy-strict" }],
    [UPDATE, UPDATE],
  ],
  [
    ["modifyListener", { idleTimeout: 20 }],
    ["rotateCertificate", { certificateId: "24664588-cn-hangzhou", successorId: "25113402-cn-hangzhou" }],
    [UPDATE, UPDATE],
  ],
  [
    ["addCertificates", { certificateIds: [API] }],
    ["removeCertificates", { certificateIds: ["24870011-cn-hangzhou"], allowUncoveredNames: ["partner.example.net"] }],
    [ASSOCIATE, DISSOCIATE],
  ],
  [
    ["promoteCertificate", { certificateId: "24870011-cn-hangzhou" }],
    ["addCertificates", { certificateIds: [API] }],
    [
      "UploadUserCertificate albflow-copy-of-24870011-cn-hangzhou",
      "UploadUserCertificate albflow-copy-of-24664588-cn-hangzhou",
      ASSOCIATE,
      UPDATE,
      DISSOCIATE,
      ASSOCIATE,
    ],
  ],
  [
    ["changeServerGroup", { serverGroupId: "sgp-next", atOnce: true }],
    ["modifyListener", { gzipEnabled: false }],
    [UPDATE, UPDATE],
  ],
  [
    ["modifyListener", { idleTimeout: 20 }],
    ["stopListener", {}],
    [UPDATE, `StopListener ${SHOP}`],
  ],
  [
    ["modifyListener", { idleTimeout: 20 }],
    ["enableTracing", {}],
    [
      UPDATE,
      "CreateProject project/*",
      "CreateLogStore project/albflow-alb-demo/logstore/*",
      "CreateIndex project/albflow-alb-demo/logstore/alb_access_log",
      "EnableLoadBalancerAccessLog alb-demo",
      `UpdateListenerLogConfig ${SHOP}`,
    ],
  ],
];

describe("two executions on one listener at once", () => {
  const bothWays = PAIRS.flatMap(([one, other, writes]) => [
    { first: one, second: other, writes },
    { first: other, second: one, writes },
  ]);

  test.each(sampled(5, bothWays).map((pair) => ({ ...pair, name: `${pair.first[0]} and ${pair.second[0]}` })))(
    "$name are both done, one after the other",
    async ({ first, second, writes }) => {
      const executions = [first, second].map(([operation]) => ({ operation, execution: `one-${operation}` }));
      for (const [operation, input] of [first, second]) {
        await cloud.start(operation, { listenerId: SHOP, ...input }, `one-${operation}`);
      }
      const outcomes = await cloud.finishAll(executions);
      const words = JSON.stringify(outcomes.map(({ verdict }) => verdict && storyOf(verdict)));
      expect(
        outcomes.map(({ verdict }) => verdict?.state),
        words,
      ).toEqual(["verified", "verified"]);
      expect(writesOf(cloud).sort()).toEqual([...writes].sort());
      expectNobodyInterfered(SHOP);
    },
  );

  longTest("of the same operation are both done, and the later one starts from what the first has made", async () => {
    await cloud.start("modifyListener", { listenerId: SHOP, idleTimeout: 20 }, "first");
    await cloud.start("modifyListener", { listenerId: SHOP, requestTimeout: 90 }, "second");
    const outcomes = await cloud.finishAll([
      { operation: "modifyListener", execution: "first" },
      { operation: "modifyListener", execution: "second" },
    ]);
    expect(outcomes.map(({ verdict }) => verdict?.state)).toEqual(["verified", "verified"]);
    expect(await listenerOf(SHOP)).toMatchObject({ IdleTimeout: 20, RequestTimeout: 90 });
    expect(holdsOf(cloud).map(({ resource, execution }) => [resource, execution])).toEqual([
      [SHOP, "first"],
      [SHOP, "second"],
    ]);
    expectNobodyInterfered(SHOP);
  });

  inWholeSuite(() => {
    test("end in words when the first takes longer than the second may wait", async () => {
      await cloud.start(
        "changeServerGroup",
        { listenerId: SHOP, serverGroupId: "sgp-next", atOnce: true, watchSeconds: 120 },
        "long",
      );
      await cloud.clock.advanceUntil(held, 60_000);
      const outcome = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20, deadlineSeconds: 30 });
      expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
      expect(outcome.verdict?.reason).toEqual(
        coded("lock-timed-out", {
          resource: "lsn-demo4u54y73wq7b",
          holder: { flow: "albflow-changeServerGroup", execution: "long" },
        }),
      );
      expect((await cloud.finish("changeServerGroup", "long")).verdict).toMatchObject({ state: "verified" });
      expect(writesOf(cloud)).toEqual([UPDATE]);
      expectNobodyInterfered(SHOP);
    });
  });

  inWholeSuite(() => {
    test("end in words also after the longest wait there is, and its history has space for all of it", async () => {
      const cloudFlow = openCloudFlow(localSession(cloud));
      await cloud.start("stopListener", { listenerId: SHOP }, "asking");
      await cloudFlow.start("albflow-lock", `${SHOP}_1`, { flow: "albflow-stopListener", execution: "asking" });
      const outcome = await cloud.run(
        "modifyListener",
        { listenerId: SHOP, idleTimeout: 20, deadlineSeconds: 1_800 },
        "waiting",
      );
      expect(outcome.verdict).toMatchObject({
        state: "refused",
        reason: coded("lock-timed-out", {
          resource: SHOP,
          holder: { flow: "albflow-stopListener", execution: "asking" },
        }),
      });
      const history = await cloudFlow.history("albflow-modifyListener", "waiting");
      expect(history.length).toBeGreaterThan(100);
      expect(history.length).toBeLessThan(600);
    });
  });

  test("on two listeners do not wait for each other", async () => {
    await cloud.start(
      "changeServerGroup",
      { listenerId: SHOP, serverGroupId: "sgp-next", atOnce: true, watchSeconds: 900 },
      "long",
    );
    await cloud.clock.advanceUntil(held, 60_000);
    const began = cloud.clock.now();
    await cloud.run("changeServerGroup", {
      listenerId: "lsn-plain",
      serverGroupId: "sgp-next",
      atOnce: true,
      watchSeconds: 0,
    });
    expect(cloud.clock.now() - began).toBeLessThan(10_000);
  });
});

describe("two enableTracing on two listeners of one instance", () => {
  test("switch the access log on once, and both trace", async () => {
    await cloud.start("enableTracing", { listenerId: SHOP }, "shop");
    await cloud.start("enableTracing", { listenerId: "lsn-plain" }, "plain");
    const outcomes = await cloud.finishAll([
      { operation: "enableTracing", execution: "shop" },
      { operation: "enableTracing", execution: "plain" },
    ]);
    expect(outcomes.map(({ verdict }) => verdict?.state)).toEqual(["verified", "verified"]);
    expect(
      writesOf(cloud)
        .filter((write) => !/Create/.test(write))
        .sort(),
    ).toEqual([
      "EnableLoadBalancerAccessLog alb-demo",
      "UpdateListenerLogConfig lsn-demo4u54y73wq7b",
      "UpdateListenerLogConfig lsn-plain",
    ]);
    expect(overlapping(holdsOf(cloud))).toEqual([]);
  });
});

describe("a lock whose holder is gone", () => {
  test("is free within a minute or so after the holder was stopped from outside", async () => {
    await cloud.start(
      "changeServerGroup",
      { listenerId: SHOP, serverGroupId: "sgp-next", atOnce: true, watchSeconds: 900 },
      "held",
    );
    await cloud.clock.advanceUntil(held, 60_000);
    await cloud.clock.advance(5_000);
    await openCloudFlow(localSession(cloud)).stop("albflow-changeServerGroup", "held", "Somebody has stopped it.");
    const stoppedAt = cloud.clock.now();
    const outcome = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 });
    expect(outcome.verdict).toMatchObject({ state: "verified" });
    const [first, second] = holdsOf(cloud);
    expect(first?.to).toBeLessThanOrEqual(stoppedAt + 65_000);
    expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Number.NaN);
    expect(held()).toBe(false);
  });

  inWholeSuite(() => {
    test("is free within a minute or so when its holder could not give it back", async () => {
      const broken = cloud.faults.add({
        service: "fnf",
        action: "StopExecution",
        fault: { kind: "error", when: "before" },
      });
      const first = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 20 }, "first");
      expect(first).toMatchObject({ status: "Succeeded", verdict: { state: "verified" } });
      expect(held()).toBe(true);
      cloud.faults.clear(broken);
      const second = await cloud.run("modifyListener", { listenerId: SHOP, idleTimeout: 25 }, "second");
      expect(second.verdict).toMatchObject({ state: "verified" });
      expect(overlapping(holdsOf(cloud))).toEqual([]);
      expect(held()).toBe(false);
    });
  });
});

longTest(
  "four changes of each of several listeners at once, with every fourth call throttled, are all made, none over another",
  async () => {
    const listeners = sampled(3, [SHOP, "lsn-plain", "lsn-mutual", "lsn-ruled", "lsn-traced"]);
    const changes = [
      { idleTimeout: 31 },
      { requestTimeout: 61 },
      { gzipEnabled: false },
      { listenerDescription: "twenty" },
    ];
    cloud.faults.add({ service: "alb", fault: { kind: "throttle" }, probability: 0.25 });
    const executions = listeners.flatMap((listenerId) =>
      changes.map((change, position) => ({ listenerId, change, execution: `${listenerId}-${position}` })),
    );
    for (const { listenerId, change, execution } of executions) {
      await cloud.start("modifyListener", { listenerId, ...change, deadlineSeconds: 1_800 }, execution);
    }
    const outcomes = await cloud.finishAll(
      executions.map(({ execution }) => ({ operation: "modifyListener", execution })),
    );
    cloud.faults.clear();
    expect(outcomes.map(({ verdict }) => verdict?.state)).toEqual(executions.map(() => "verified"));
    for (const id of listeners) {
      expect(await listenerOf(id)).toMatchObject({
        IdleTimeout: 31,
        RequestTimeout: 61,
        GzipEnabled: false,
        ListenerDescription: "twenty",
      });
      expectNobodyInterfered(id);
      expect(writers(id)).toHaveLength(4);
    }
    expect(holdsOf(cloud).length).toBeGreaterThanOrEqual(executions.length);
  },
);

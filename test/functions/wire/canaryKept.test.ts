import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../../cli/localSession.ts";
import { startBackend } from "../../../local/seed/backend.ts";
import { storyOf, type Verdict } from "../../../shared/core/verdict.ts";
import { openCloudFlow } from "../../../shared/platform/clients/cloudFlow.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../../support/simulatedCloud.ts";
import { planOf } from "../support/planOf.ts";
import { writesOf } from "../support/writesOf.ts";
import { endpointOf } from "./endpointOf.ts";
import { httpAnswerOf } from "./httpAnswerOf.ts";
import { executionOf, whileRunning } from "./whileRunning.ts";

// What a canary leaves alone, and that it leaves nothing behind.

let cloud: SimulatedCloud;
let invoke: SimulatedCloud["fc"]["invokeFunction"];
beforeAll(async () => {
  cloud = await startSimulatedCloud({ environment: { ALBFLOW_UNASKED_MAY_INTERRUPT: "*" } });
  invoke = cloud.fc.invokeFunction.bind(cloud.fc);
});
beforeEach(async () => {
  cloud.fc.invokeFunction = invoke;
  await cloud.reset();
});
afterAll(() => cloud.close());

const PLAIN = "lsn-plain";
const RULED = "lsn-ruled";
const root = { accountId: "1234567890123456", accessKeyId: "local" };
const rulesOf = (listenerId: string) =>
  cloud.alb.exportState().rules.filter(({ ListenerId }) => ListenerId === listenerId);
const groupsOf = (listenerId: string) =>
  cloud.alb
    .exportState()
    .listeners.find(({ ListenerId }) => ListenerId === listenerId)
    ?.DefaultActions.flatMap((action) => action.ForwardGroupConfig.ServerGroupTuples)
    .map(({ ServerGroupId }) => ServerGroupId);
/** As many steps as there are by default, in which few requests are enough for two to get there. */
const short = { steps: [50, 60, 70, 100], stepSeconds: 2, watchSeconds: 4 };
const change = (input: object, work: () => Promise<unknown> = async () => {}) =>
  whileRunning(cloud, { operation: "changeServerGroup", input: { ...short, ...input }, stepMs: 1_000 }, work);
const rule = (name: string, priority: number, listenerId = PLAIN) => ({
  ListenerId: listenerId,
  RuleName: name,
  Priority: priority,
  RuleConditions: [{ Type: "Path", PathConfig: { Values: [`/rule-${priority}`] } }],
  RuleActions: [
    {
      Type: "ForwardGroup",
      Order: 1,
      ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo", Weight: 100 }] },
    },
  ],
});

test.each(
  sampled<[string, string, object]>(4, [
    ["HTTP of a Basic instance", "lsn-basic", {}],
    ["HTTP", PLAIN, {}],
    ["QUIC, by the health of its servers", "lsn-quic", { verification: { acceptUnreachable: true } }],
    ["HTTPS", "lsn-demo4u54y73wq7b", {}],
  ]),
)("%s goes step by step, and keeps no rule", async (_, listenerId, more) => {
  const before = rulesOf(listenerId);
  const { verdict } = await change({ listenerId, serverGroupId: "sgp-next", ...more });
  expect(verdict).toMatchObject({ state: "verified" });
  expect(verdict?.plan?.steps).toHaveLength(6);
  expect(verdict?.seen.map(({ probe }) => probe)).toContainEqual(coded("probe-server-health"));
  expect(groupsOf(listenerId)).toEqual(["sgp-next"]);
  expect(rulesOf(listenerId)).toEqual(before);
});

inWholeSuite(() => {
  test("on QUIC a group whose server breaks goes back by its health, though nobody can ask", async () => {
    const frail = await startBackend({ name: "frail", answer: "frail\n" });
    const server = { ServerId: "127.0.0.1", ServerIp: "127.0.0.1", ServerType: "Ip" as const, Port: frail.port };
    const HealthCheckConfig = { HealthCheckInterval: 1 };
    const group = { ServerGroupId: "sgp-frail", ServerGroupName: "frail", ServerGroupType: "Ip" as const };
    await cloud.seedWith({ serverGroups: [{ ...group, HealthCheckConfig, Servers: [server] }] });
    // The local cloud has nothing that checks behind QUIC: another listener has its health checked.
    await cloud.run("changeServerGroup", {
      listenerId: "lsn-basic",
      serverGroupId: "sgp-frail",
      atOnce: true,
      ...short,
    });
    const made = writesOf(cloud).length;
    let closing: Promise<void> | undefined;
    const input = { listenerId: "lsn-quic", serverGroupId: "sgp-frail", verification: { acceptUnreachable: true } };
    const { verdict } = await change({ ...input, stepSeconds: 30 }, async () => {
      if (writesOf(cloud).length >= made + 2) closing ??= frail.close();
    });
    await closing;
    expect(verdict).toMatchObject({ state: "rolledBack" });
    expect(verdict?.cause).toEqual(
      coded("verification-failed", {
        resource: "lsn-quic",
        problem: coded("servers-unhealthy", { count: 1, total: 1, serverGroupIds: ["sgp-frail"], reasons: [] }),
        differing: 1,
        total: 4,
      }),
    );
    expect([groupsOf("lsn-quic"), rulesOf("lsn-quic")]).toEqual([["sgp-demo"], []]);
  });
});

test.each(
  sampled<[string, string]>(2, [
    ["sgp-next", "verified"],
    ["sgp-failing", "rolledBack"],
  ]),
)("where every third answer of the present group is an error, a canary with %s ends %s", async (target, state) => {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume();
    asked += 1;
    response.writeHead(asked % 3 === 0 ? 500 : 200).end("limps\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const Port = (server.address() as AddressInfo).port;
  const limping = { ServerId: "127.0.0.1", ServerIp: "127.0.0.1", ServerType: "Ip" as const, Port };
  const group = { ServerGroupId: "sgp-limping", ServerGroupName: "limping", ServerGroupType: "Ip" as const };
  await cloud.seedWith({
    serverGroups: [{ ...group, HealthCheckConfig: { HealthCheckEnabled: false }, Servers: [limping] }],
  });
  const there = { listenerId: PLAIN, serverGroupId: "sgp-limping", atOnce: true, watchSeconds: 0, errorPercent: 100 };
  await cloud.run("changeServerGroup", there, "there");
  const { verdict } = await change({ listenerId: PLAIN, serverGroupId: target });
  server.close();
  server.closeAllConnections();
  expect(verdict).toMatchObject({ state });
  expect([groupsOf(PLAIN), rulesOf(PLAIN)]).toEqual([[state === "verified" ? "sgp-next" : "sgp-limping"], []]);
});

longTest("rules of the listener that answer otherwise do so all the while, and are as they were", async () => {
  const before = rulesOf(RULED);
  const ask = (path: string, hostname?: string) =>
    httpAnswerOf({ ...endpointOf(cloud, RULED), path, ...(hostname === undefined ? {} : { hostname }) });
  const got = new Set<string>();
  const { verdict } = await change({ listenerId: RULED, serverGroupId: "sgp-next" }, async () => {
    got.add(JSON.stringify(await ask("/", "closed.example.com")));
  });
  expect(verdict).toMatchObject({ state: "verified" });
  expect([...got]).toEqual(['[503,"closed for the season"]']);
  expect(rulesOf(RULED)).toEqual(before);
  expect(before).toHaveLength(2);
});

describe("where there is no place for a rule", () => {
  let full: SimulatedCloud;
  beforeAll(async () => {
    full = await startSimulatedCloud({ quotas: { rules: { basic: 2, standard: 2 } } });
  });
  afterAll(() => full.close());

  test.each<[string, object]>([
    ["an existing group", { serverGroupId: "sgp-next" }],
    [
      "a group that is made first",
      {
        create: {
          serverGroupName: "fresh",
          vpcId: "vpc-demo",
          servers: [{ ServerType: "Ip", ServerId: "127.0.0.1", ServerIp: "127.0.0.1", Port: 1 }],
        },
      },
    ],
  ])("steps to %s are refused with words before anything is written", async (_, target) => {
    const { VpcId } = await full.alb.call(root, "GetLoadBalancerAttribute", { LoadBalancerId: "alb-demo" });
    const input = JSON.parse(JSON.stringify(target).replace("vpc-demo", String(VpcId))) as object;
    const planned = planOf(full, "changeServerGroup", { listenerId: PLAIN, ...input });
    await expect(planned).rejects.toMatchObject({
      reason: {
        code: "operation-refused",
        params: {
          reasons: [
            coded("dry-run-objection", {
              action: "CreateRule",
              cause: coded("cloud-error", {
                product: "alb",
                action: "CreateRule",
                cloudCode: "ResourceQuotaExceeded.LoadBalancerRulesNum",
                requestId: expect.any(String),
                message: expect.stringMatching(/alb_quota_loadbalancer_rules_num .* alb-demo, usage 2\/2$/),
              }),
              otherwise: "atOnce",
            }),
          ],
        },
      },
    });
    const atOnce = await planOf(full, "changeServerGroup", { listenerId: PLAIN, ...input, atOnce: true });
    expect(atOnce.steps.at(-1)).toEqual(
      coded("step-update-listener", { fields: ["DefaultActions"], listenerId: "lsn-plain" }),
    );
  });
});

test.each(sampled(6, [1, 2, 3, 4, 5, 6], 3))(
  "what CloudFlow has cut off after %i writes is taken back by another, its rule as well",
  async (writes) => {
    const written = () => writesOf(cloud).length;
    cloud.fc.invokeFunction = async (call) => {
      const answer = await invoke(call);
      const { verdict } = JSON.parse(String(call.body)) as { verdict?: Verdict };
      const isMeant = call.functionName === "albflow-verify" && verdict?.execution === "cut-off" && written() >= writes;
      if (!isMeant) return answer;
      const body = JSON.parse(answer.body.toString("utf8")) as object;
      return { ...answer, body: Buffer.from(JSON.stringify({ ...body, planted: "x".repeat(70_000) })) };
    };
    await cloud.start("changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next", ...short }, "cut-off");
    const { execution } = executionOf(cloud, "changeServerGroup", "cut-off");
    while (execution.status === "Running") await cloud.clock.advance(1_000);
    expect([execution.error?.Code, written()]).toEqual(["FnF.EntityTooLarge", writes]);
    const heir = () =>
      cloud.cloudFlow.state.flows.get("albflow-changeServerGroup")?.executions.get("back-cut-off")?.execution;
    await cloud.clock.advanceUntil(() => heir() !== undefined, 300_000);
    const back = await cloud.finish("changeServerGroup", "back-cut-off");
    expect(back.verdict).toMatchObject({ state: "rolledBack" });
    expect([groupsOf(PLAIN), rulesOf(PLAIN)]).toEqual([["sgp-demo"], []]);
  },
);

inWholeSuite(() => {
  test("two canaries on one listener do not meet: the second waits, and goes to its own group then", async () => {
    const input = { listenerId: PLAIN, ...short };
    await cloud.start("changeServerGroup", { ...input, serverGroupId: "sgp-next" }, "first");
    await cloud.start("changeServerGroup", { ...input, serverGroupId: "sgp-failing", errorPercent: 100 }, "second");
    const running = ["first", "second"].map((name) => executionOf(cloud, "changeServerGroup", name).execution);
    let most = 0;
    while (running.some(({ status }) => status === "Running")) {
      await cloud.clock.advance(1_000);
      most = Math.max(most, rulesOf(PLAIN).length);
    }
    expect(most).toBe(1);
    expect(running.map(({ status }) => status)).toEqual(["Succeeded", "Succeeded"]);
    expect([groupsOf(PLAIN), rulesOf(PLAIN)]).toEqual([["sgp-failing"], []]);
  });
});

inWholeSuite(() => {
  test("one that is asked for while another is under way is told to wait for it", async () => {
    await cloud.start("changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next", ...short }, "first");
    while (writesOf(cloud).length < 1) await cloud.clock.advance(500);
    await cloud.clock.advance(2_000);
    await expect(
      planOf(cloud, "changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-failing" }),
    ).rejects.toThrow(/canary-rule-exists","params":\{"name":"albflow-canary","ruleId":"rule-\w+"\}/);
    expect((await cloud.finish("changeServerGroup", "first")).verdict).toMatchObject({ state: "verified" });
  });
});

test("somebody else's rule of that name stays, and whoever would take it back is told both", async () => {
  const cloudFlow = openCloudFlow(localSession(cloud));
  await cloud.start("changeServerGroup", { listenerId: PLAIN, serverGroupId: "sgp-next", ...short }, "stopped");
  while (writesOf(cloud).length < 2) await cloud.clock.advance(500);
  await cloudFlow.stop("albflow-changeServerGroup", "stopped", "Stopped in the middle.");
  await cloud.clock.advance(5_000);
  const [made] = rulesOf(PLAIN);
  await cloud.alb.call(root, "DeleteRule", { RuleId: made?.RuleId ?? "" });
  await cloud.clock.advance(5_000);
  const { RuleId } = await cloud.alb.call(root, "CreateRule", rule("albflow-canary", 7));
  await cloud.clock.advance(120_000);
  const { verdict } = await cloud.run("changeServerGroup", { undo: "stopped" }, "back");
  expect(verdict).toMatchObject({ state: "refused" });
  expect(verdict && storyOf(verdict)).toEqual([
    coded("undo-not-its-own", {
      execution: "stopped",
      obstacles: [
        coded("not-made-by-execution", {
          found: coded("found-resource", { id: RuleId, name: "albflow-canary", copyOf: "" }),
          made: made?.RuleId,
        }),
      ],
    }),
  ]);
  expect(rulesOf(PLAIN).map((one) => one.RuleId)).toEqual([RuleId]);
});

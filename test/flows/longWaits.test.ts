import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../local/context.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({
    // What timers start is not looked at.
    timersOf: [],
    environment: { ALBFLOW_REMEDIATION: "on", ALBFLOW_NOTIFY: "escalation" },
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const executionsOf = (flow: string) => [
  ...(cloud.cloudFlow.state.flows.get(`albflow-${flow}`)?.executions.entries() ?? []),
];
const isRunning = (flow: string) => executionsOf(flow).some(([, { execution }]) => execution.status === "Running");
/** Events of the longest history of a flow, of which none needs more than 600. */
const longest = (flow: string) => Math.max(0, ...executionsOf(flow).map(([, { history }]) => history.length));
const endsOf = (flow: string) =>
  executionsOf(flow).map(([, { execution }]) => execution.error?.Code ?? execution.status);

const down: Fault = { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." };
const stop = { listenerId: "lsn-plain" };
const remedy = {
  act: "remedy",
  rule: "waiting",
  resource: "lsn-plain",
  eventId: "1",
  reason: reason("event-listener-stopped", { listenerId: "lsn-plain", caller: "olga" }),
  operation: "stopListener",
  input: stop,
  agreedBy: [],
};

/** What somebody has to agree to. */
const restore = {
  operation: "restoreListener",
  input: {
    snapshot: {
      LoadBalancerId: "alb-demo",
      ListenerProtocol: "HTTP",
      ListenerPort: 8_082,
      DefaultActions: [
        { Type: "ForwardGroup", ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-demo" }] } },
      ],
    },
    requireApproval: true,
  },
};

inWholeSuite(() => {
  describe("a remedy whose operation waits a day for an approval", () => {
    test("is looked after by several executions, none of which has more than 600 events, and asks a person at its end", async () => {
      await cloud.start("remediate", { ...remedy, ...restore }, "remedy-waiting-lsn-plain-000000000000000000000001");
      await cloud.clock.advance(25 * 3_600_000);
      expect(isRunning("remediate")).toBe(false);
      const names = executionsOf("remediate").map(([name]) => name);
      expect(names.length).toBeGreaterThan(4);
      expect(names[1]).toBe("remedy-waiting-lsn-plain-000000000000000000000001_1");
      expect(names.filter((name) => name.startsWith("escalate-"))).toHaveLength(1);
      expect(longest("remediate")).toBeLessThanOrEqual(600);
      // The operation itself was started once.
      expect(executionsOf("restoreListener").map(([name]) => name)).toEqual([
        "remedy-waiting-lsn-plain-000000000000000000000001",
      ]);
    });
  });
});

const OUTAGES: [string, object, Fault][] = [
  ["Function Compute is down", { service: "fc", action: "InvokeFunction" }, down],
  [
    "Function Compute throttles four calls in five",
    { service: "fc", action: "InvokeFunction", probability: 0.8 },
    { kind: "throttle" },
  ],
  ["ALB is down", { service: "alb" }, down],
  ["the certificate service is down", { service: "cas" }, down],
  ["the log service is down", { service: "sls" }, down],
];

describe.each(sampled(3, OUTAGES))("while %s", (_, calls, fault) => {
  test("a remedy and a round of renewal end with at most 600 events each", async () => {
    cloud.faults.add({ ...calls, fault });
    await cloud.start(
      "remediate",
      { ...remedy, operation: "startListener" },
      "remedy-waiting-lsn-plain-000000000000000000000002",
    );
    await cloud.start("renewCertificates", {}, "round-20261128T000000");
    await cloud.clock.advanceUntil(() => !isRunning("remediate") && !isRunning("renewCertificates"), 5 * 3_600_000);
    expect([isRunning("remediate"), isRunning("renewCertificates")]).toEqual([false, false]);
    expect(longest("remediate")).toBeLessThanOrEqual(600);
    expect(longest("renewCertificates")).toBeLessThanOrEqual(600);
    const ends = [...endsOf("remediate"), ...endsOf("renewCertificates")];
    expect(ends.filter((end) => !["Succeeded", "Failed"].includes(end))).toEqual([]);
  });
});

describe("a lock whose holder works for two hours", () => {
  test("needs at most 600 events", async () => {
    // Who waits for an approval runs, and holds this lock here.
    await cloud.start("stopListener", stop, "slow");
    await cloud.start("lock", { flow: "albflow-stopListener", execution: "slow" }, "lsn-other_1");
    await cloud.clock.advance(2 * 3_600_000 + 60_000);
    const lock = executionsOf("lock").find(([name]) => name === "lsn-other_1")?.[1];
    expect(lock?.execution.status).toBe("TimedOut");
    expect(longest("lock")).toBeLessThanOrEqual(600);
  });
});

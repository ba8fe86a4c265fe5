import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../local/context.ts";
import { sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

/** No execution of any flow needs more, whatever is down and for however long; CloudFlow allows 5,000. */
const MOST_EVENTS = 600;

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ environment: { ALBFLOW_NOTIFY: "approval,failure,change" } });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

/** Events of every execution that has run, by flow and name. */
function eventsOf(): Record<string, number> {
  const executions = [...cloud.cloudFlow.state.flows.entries()].flatMap(([flow, { executions: of }]) =>
    [...of.entries()].map(([name, { history }]) => [`${flow}/${name}`, history.length] as const),
  );
  return Object.fromEntries(executions);
}

const tooLong = () => Object.entries(eventsOf()).filter(([, events]) => events > MOST_EVENTS);
const down: Fault = { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." };
const throttled: Fault = { kind: "throttle" };

type Outage = [
  what: string,
  calls: { service: string; action?: string; resource?: string; probability?: number },
  fault: Fault,
];

const OUTAGES: Outage[] = [
  ["ALB throttles everything", { service: "alb" }, throttled],
  ["ALB throttles two calls in three", { service: "alb", probability: 0.66 }, throttled],
  ["ALB throttles writes", { service: "alb", action: "UpdateListenerAttribute" }, throttled],
  ["no change of ALB ends", { service: "alb", action: "UpdateListenerAttribute" }, { kind: "stuck" }],
  [
    "every change of ALB fails",
    { service: "alb", action: "UpdateListenerAttribute" },
    { kind: "failJob", code: "SystemBusy", message: "Busy." },
  ],
  [
    "what is served lags behind for hours",
    { service: "alb", action: "UpdateListenerAttribute" },
    { kind: "lag", ms: 4 * 3_600_000 },
  ],
  ["the certificate service is down", { service: "cas" }, down],
  ["the log service is down", { service: "sls" }, down],
  ["Function Compute throttles everything", { service: "fc", action: "InvokeFunction" }, throttled],
  [
    "Function Compute throttles four calls in five",
    { service: "fc", action: "InvokeFunction", probability: 0.8 },
    throttled,
  ],
  [
    "functions answer too late",
    { service: "fc", action: "InvokeFunction", probability: 0.5 },
    { kind: "timeout", when: "after" },
  ],
  [
    "verification cannot be called",
    { service: "fc", action: "InvokeFunction", resource: "functions/albflow-verify" },
    down,
  ],
  [
    "nobody can be told and nothing be kept",
    { service: "fc", action: "InvokeFunction", resource: "functions/albflow-report" },
    down,
  ],
  ["CloudFlow throttles what its executions ask", { service: "fnf" }, throttled],
];

describe.each(sampled(3, OUTAGES))("while %s", (what, calls, fault) => {
  test.each(
    sampled(
      2,
      [300, 1_800],
      OUTAGES.findIndex(([other]) => other === what),
    ),
  )("an operation with %s s ends with at most 600 events", async (deadlineSeconds) => {
    const input = { listenerId: cloud.seed.listenerId, idleTimeout: 33, deadlineSeconds };
    await cloud.start("modifyListener", input, "outage");
    cloud.faults.add({ ...calls, fault });
    const execution = () =>
      cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get("outage")?.execution;
    const hasEnded = await cloud.clock.advanceUntil(() => execution()?.status !== "Running", 3 * 3_600_000);
    expect([hasEnded, execution()?.error?.Code ?? "Succeeded"]).toEqual([
      true,
      expect.stringMatching(/^(Refused|Undone|Failed|Succeeded)$/),
    ]);
    expect(tooLong()).toEqual([]);
  });
});

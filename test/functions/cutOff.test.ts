import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BoundWindows } from "../../functions/keepLedger.ts";
import { storyOf, type Verdict } from "../../shared/core/verdict.ts";
import { noticesOfLedger } from "../../shared/features/audit/noticesOfLedger.ts";
import { cloudStateOf } from "../chaos/cloudState.ts";
import { coded } from "../support/coded.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";
import { invoke as invokeFunction } from "./wire/invoke.ts";

const DAY = 86_400_000;
let cloud: SimulatedCloud;
let invoke: SimulatedCloud["fc"]["invokeFunction"];
beforeAll(async () => {
  // Days pass here, in which nothing but what is tested may write: timers would renew certificates.
  cloud = await startSimulatedCloud({ environment: { ALBFLOW_NOTIFY: "failure,change" }, timersOf: [] });
  invoke = cloud.fc.invokeFunction.bind(cloud.fc);
});
beforeEach(async () => {
  cloud.fc.invokeFunction = invoke;
  await cloud.reset();
});
afterAll(() => cloud.close());

const input = () => ({ listenerId: cloud.seed.listenerId, idleTimeout: 33 });

/** Makes answers of a function too large for CloudFlow, where `isMeant` says so of what it was asked. */
function plant(functionName: string, isMeant: (request: { phase?: string; verdict?: Verdict }) => boolean): void {
  cloud.fc.invokeFunction = async (call) => {
    const answer = await invoke(call);
    const request = JSON.parse(String(call.body)) as { phase?: string; verdict?: Verdict };
    if (call.functionName !== `albflow-${functionName}` || !isMeant(request)) return answer;
    const body = JSON.parse(answer.body.toString("utf8")) as object;
    return { ...answer, body: Buffer.from(JSON.stringify({ ...body, planted: "x".repeat(70_000) })) };
  };
}

const endOf = (execution: string) =>
  cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get(execution)?.execution;
const isHeld = () =>
  [...(cloud.cloudFlow.state.flows.get("albflow-lock")?.executions.values() ?? [])].some(
    ({ execution }) => execution.status === "Running",
  );
describe("an execution that CloudFlow ends because a state is too large", () => {
  // In each state after the first write may have been made; `isMeant` tells them apart.
  test.each<[state: string, functionName: string, isMeant: Parameters<typeof plant>[1], fails?: true]>([
    ["Call", "modifyListener", ({ phase }) => phase === "call"],
    ["Ready", "modifyListener", ({ phase }) => phase === "ready"],
    ["Verify", "verify", ({ verdict }) => verdict?.state === "settled"],
    ["Undo", "modifyListener", ({ phase, verdict }) => phase === "undo" && verdict?.execution === "cut-off", true],
    [
      "VerifyUndone",
      "verify",
      ({ verdict }) => verdict?.state === "rolledBack" && verdict.execution === "cut-off",
      true,
    ],
  ])(
    "in %s is taken back by another, which says why, and gives the lock back",
    async (state, functionName, isMeant, fails) => {
      const before = cloudStateOf(cloud, new Set());
      if (fails) {
        const fault = { kind: "failJob", code: "SystemBusy", message: "Busy." } as const;
        cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 3 });
      }
      plant(functionName, isMeant);
      await cloud.start("modifyListener", input(), "cut-off");
      await cloud.clock.advanceUntil(() => endOf("cut-off")?.status === "Failed", 600_000);
      expect(endOf("cut-off")?.error?.Code).toBe("FnF.EntityTooLarge");
      // What is done about it is not struck.
      cloud.fc.invokeFunction = invoke;
      expect(isHeld()).toBe(true);
      await cloud.clock.advanceUntil(() => endOf("back-cut-off") !== undefined, 200_000);
      const outcome = await cloud.finish("modifyListener", "back-cut-off");
      expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
      expect(outcome.verdict && storyOf(outcome.verdict)).toMatchObject([
        {
          code: "cut-off",
          params: {
            execution: "cut-off",
            cloudCode: "FnF.EntityTooLarge",
            message: expect.stringMatching(`^State "${state}", output: .* \\d+ bytes .* 65536 bytes$`),
          },
        },
        { code: "rolled-back", params: { kept: [] } },
      ]);
      expect(cloudStateOf(cloud, new Set())).toEqual(before);
      expect(isHeld()).toBe(false);
      expect(JSON.stringify(cloud.sls.exportState())).toContain('"back-cut-off"');
    },
  );

  test("before anything was written has changed nothing and holds nothing", async () => {
    plant("modifyListener", ({ phase }) => phase === "preflight");
    await cloud.start("modifyListener", input(), "cut-off");
    await cloud.clock.advanceUntil(() => endOf("cut-off")?.status === "Failed", 600_000);
    expect(endOf("cut-off")?.error?.Code).toBe("FnF.EntityTooLarge");
    expect(writesOf(cloud)).toEqual([]);
    expect(isHeld()).toBe(false);
  });

  test.each<[state: string, functionName: string, phase: string]>([
    ["Preflight", "modifyListener", "preflight"],
    ["Count", "approval", "count"],
  ])("in %s, before anything was written, is recorded and told to people with the ledger", async (_, name, phase) => {
    plant(name, (request) => request.phase === phase);
    await cloud.start("modifyListener", { ...input(), requireApproval: true }, "cut-off");
    // Nobody answers for a day.
    expect(await cloud.clock.advanceUntil(() => endOf("cut-off")?.status === "Failed", 2 * DAY)).toBe(true);
    cloud.fc.invokeFunction = invoke;
    // A ledger that has nothing yet begins with the day before.
    const now = cloud.clock.now();
    await cloud.clock.advance(Math.ceil(now / DAY) * DAY + DAY / 72 - now);
    const bound = (await invokeFunction(cloud, "keepLedger", {})) as BoundWindows;
    expect(bound.cutOff).toEqual([{ chain: "albflow-modifyListener/cut-off", status: "Failed", writes: [] }]);
    const reported = noticesOfLedger(bound, { at: cloud.clock.now(), isNew: false, url: "" });
    expect(reported.find(({ kind }) => kind === "failure")).toMatchObject({
      title: coded("execution-cut-off", { chain: "albflow-modifyListener/cut-off" }),
      sentences: [coded("execution-cut-off-after", { status: "Failed", writes: [] })],
    });
    expect(JSON.stringify(cloud.sls.exportState())).toContain('"albflow-modifyListener/cut-off"');
    expect(writesOf(cloud)).toEqual([]);
  });

  test("by a service that says so where Catch sees it goes back by itself at once, and tries it but once again", async () => {
    let tries = 0;
    cloud.fc.invokeFunction = async (call) => {
      const { verdict } = JSON.parse(String(call.body)) as { verdict?: Verdict };
      if (call.functionName !== "albflow-verify" || verdict?.state !== "settled") return invoke(call);
      tries += 1;
      const body = Buffer.from(JSON.stringify({ errorType: "FnF.EntityTooLarge", errorMessage: "too large" }));
      return { status: 200, headers: { "x-fc-error-type": "HandledInvocationError" }, body, log: "" };
    };
    const outcome = await cloud.run("modifyListener", input(), "caught");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "rolledBack" } });
    expect(outcome.verdict?.cause).toEqual(
      coded("step-gave-up", { step: 1, error: "FnF.EntityTooLarge", cause: coded("text", { text: "too large" }) }),
    );
    expect(tries).toBe(2);
  });
});

describe("an execution that has ended by itself", () => {
  test("is not taken back, though its end could not be reported and its lock was not given back", async () => {
    const fault = { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." } as const;
    const id = cloud.faults.add({
      service: "fc",
      action: "InvokeFunction",
      resource: "functions/albflow-report",
      fault,
    });
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      count: 3,
      fault: { kind: "failJob", code: "SystemBusy", message: "Busy." },
    });
    await cloud.run("modifyListener", input(), "unreported");
    cloud.faults.clear(id);
    const written = writesOf(cloud).length;
    await cloud.clock.advanceUntil(() => endOf("back-unreported") !== undefined, 200_000);
    const outcome = await cloud.finish("modifyListener", "back-unreported");
    expect(outcome.verdict?.reason).toEqual(coded("nothing-left-behind", { execution: "unreported" }));
    expect(writesOf(cloud)).toHaveLength(written);
    expect(isHeld()).toBe(false);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { stopExecution, stopper } from "../../shared/core/stopping.ts";
import { storyOf } from "../../shared/core/verdict.ts";
import { openAuditLog } from "../../shared/features/audit/auditLog.ts";
import { noticeOfEnd } from "../../shared/features/notify/noticeOf.ts";
import { type CloudFlowClient, openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { cloudStateOf } from "../chaos/cloudState.ts";
import { coded } from "../support/coded.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";

let cloud: SimulatedCloud;
let cloudFlow: CloudFlowClient;
beforeAll(async () => {
  cloud = await startSimulatedCloud({
    changeMs: 15_000,
    environment: { ALBFLOW_NOTIFY: "failure,change" },
    timersOf: ["albflow-keepLedger"],
  });
  cloudFlow = openCloudFlow(localSession(cloud));
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const FLOW = "albflow-modifyListener";
const input = () => ({ listenerId: cloud.seed.listenerId, idleTimeout: 33, requestedBy: "vera" });
const recordOf = (execution: string, operation = "modifyListener") =>
  cloud.cloudFlow.state.flows.get(`albflow-${operation}`)?.executions.get(execution);
const endOf = (execution: string) => recordOf(execution)?.execution;
const stateOf = (execution: string, operation?: string) =>
  recordOf(execution, operation)?.history.findLast(({ type }) => type === "StepEntered")?.step;
const lastTask = (execution: string) => recordOf(execution)?.history.at(-1)?.type;
const lockRuns = () =>
  [...(cloud.cloudFlow.state.flows.get("albflow-lock")?.executions.values() ?? [])].some(
    ({ execution }) => execution.status === "Running",
  );
const now = () => cloudStateOf(cloud, new Set());

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let settled = false;
  const done = work.finally(() => {
    settled = true;
  });
  done.catch(() => {});
  while (!settled) await cloud.clock.advanceUntil(() => settled, 1_000);
  return done;
}

const stop = (execution: string, mode: "takeBack" | "leave", flow = FLOW) =>
  inTime(stopExecution(cloudFlow, { flow, execution }, { by: "olga", why: "the wrong listener", mode }));

/** Lets each invocation of a function take its time. */
function slow(functionName: string, ms = 5_000): void {
  const resource = `functions/albflow-${functionName}`;
  cloud.faults.add({ service: "fc", action: "InvokeFunction", resource, fault: { kind: "delay", ms } });
}

/** Starts a change and lets time pass until it stands there. */
async function inState(state: string, execution = "halfway"): Promise<void> {
  await cloud.start("modifyListener", input(), execution);
  await cloud.clock.advanceUntil(() => stateOf(execution) === state, 60_000);
  expect(stateOf(execution)).toBe(state);
}

/** What every reason says of the stop of `halfway`. */
const STOPPED = { by: "olga", why: "the wrong listener", execution: "halfway" };
const SHOP = "lsn-demo4u54y73wq7b";
const STEP = coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: SHOP });

describe("cancel and take back", () => {
  test.each([
    ["Ready", coded("step-accepted", { step: STEP, requestId: expect.any(String), jobId: expect.any(String) })],
    [
      "Pause",
      coded("step-waiting", {
        step: STEP,
        cause: coded("resource-not-settled", { resource: SHOP, status: "Configuring" }),
      }),
    ],
    ["Verify", coded("step-done", { step: STEP })],
  ])("in %s ends at the snapshot, verified, by the same phases", async (state, last) => {
    const before = now();
    if (state === "Verify") slow("verify");
    await inState(state);
    expect(await stop("halfway", "takeBack")).toEqual({
      stop: { by: "olga", why: "the wrong listener", mode: "takeBack", at: expect.stringMatching(/Z$/) },
      rollbackTarget: "back-halfway",
      reason: { code: "stopped-undoing", params: { ...STOPPED, rollbackTarget: "back-halfway" } },
    });
    expect(endOf("halfway")?.status).toBe("Stopped");
    expect(lockRuns()).toBe(true);
    const outcome = await cloud.finish("modifyListener", "back-halfway");
    expect(outcome.verdict).toMatchObject({
      state: "rolledBack",
      stopped: { execution: "halfway", by: "olga", why: "the wrong listener", mode: "takeBack" },
    });
    expect(outcome.verdict && storyOf(outcome.verdict)).toEqual([
      coded("stopped-last-word", { ...STOPPED, last }),
      coded("rolled-back", { resource: SHOP, newId: null, keptName: null, kept: [] }),
    ]);
    expect(outcome.verdict?.seen.length).toBeGreaterThan(0);
    expect(outcome.verdict?.seen.every(({ problem }) => problem === null)).toBe(true);
    expect(now()).toEqual(before);
    expect(lockRuns()).toBe(false);
  });

  test("while a write is under way waits until it cannot come after the rollback", async () => {
    const before = now();
    const fault = { kind: "delay", ms: 1 } as const;
    // The dry run goes through; the write itself takes its time.
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 1 });
    cloud.faults.add({
      service: "alb",
      action: "UpdateListenerAttribute",
      fault: { kind: "delay", ms: 8_000 },
      count: 1,
    });
    await inState("Call");
    await cloud.clock.advance(1_000);
    expect(writesOf(cloud)).toEqual([]);
    expect(lastTask("halfway")).toMatch(/^Task(Scheduled|Started)$/);
    await stop("halfway", "takeBack");
    const outcome = await cloud.finish("modifyListener", "back-halfway");
    expect(writesOf(cloud)).toHaveLength(2);
    expect(outcome.verdict?.state).toBe("rolledBack");
    expect(outcome.verdict?.writes.map(({ outcome, back }) => [outcome, back])).toEqual([
      ["unknown", false],
      ["done", true],
    ]);
    expect(now()).toEqual(before);
    await cloud.clock.advance(300_000);
    expect(now()).toEqual(before);
    expect(lockRuns()).toBe(false);
  });

  inWholeSuite(() => {
    test("is carried out by the lock's flow where whoever asked was killed in between", async () => {
      const before = now();
      await inState("Ready");
      const cause = JSON.stringify({ by: "olga", why: "the wrong listener", mode: "takeBack" });
      await cloudFlow.stop(FLOW, "halfway", cause);
      expect(endOf("back-halfway")).toBeUndefined();
      expect(lockRuns()).toBe(true);
      await cloud.clock.advanceUntil(() => endOf("back-halfway") !== undefined, 200_000);
      const outcome = await cloud.finish("modifyListener", "back-halfway");
      expect(outcome.verdict).toMatchObject({
        state: "rolledBack",
        stopped: { by: "olga", why: "the wrong listener" },
      });
      expect(now()).toEqual(before);
      expect(lockRuns()).toBe(false);
    });

    test("keeps the listener for the rollback, however long it takes, and ends in words when it is blocked", async () => {
      await inState("Ready");
      const fault = { kind: "failJob", code: "SystemBusy", message: "Busy." } as const;
      cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 500 });
      await stop("halfway", "takeBack");
      await cloud.clock.advanceUntil(() => endOf("back-halfway")?.status !== "Running" || !lockRuns(), 3_600_000);
      expect(endOf("back-halfway")?.status).toBe("Failed");
      const { verdict } = await cloud.finish("modifyListener", "back-halfway");
      expect(verdict?.state).toBe("failed");
      expect(verdict?.reason).toEqual(
        coded("rollback-timed-out", {
          step: coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: "lsn-demo4u54y73wq7b" }),
          left: [],
          differences: [{ field: "IdleTimeout", expected: 15, found: 33 }],
          resource: "lsn-demo4u54y73wq7b",
          execution: "back-halfway",
        }),
      );
      expect(lockRuns()).toBe(false);
    });
  });

  test("of what waits for approval only ends it, and says that nothing was changed", async () => {
    await cloud.start("stopListener", { listenerId: "lsn-plain", requestedBy: "vera" }, "asks");
    await cloud.clock.advanceUntil(() => stateOf("asks", "stopListener") === "Approve", 60_000);
    await cloud.clock.advance(2_000);
    await stop("asks", "takeBack", "albflow-stopListener");
    const { verdict } = await cloud.finish("stopListener", "back-asks");
    expect(verdict).toMatchObject({
      state: "refused",
      reason: { code: "stopped-before-changes", params: { ...STOPPED, execution: "asks", hasBegun: true } },
      input: { listenerId: "lsn-plain" },
    });
    expect(writesOf(cloud)).toEqual([]);
  });

  test("of what waits for somebody else's change takes nothing of theirs back", async () => {
    await cloud.start("modifyListener", input(), "one");
    await cloud.start("modifyListener", { ...input(), idleTimeout: 44 }, "two");
    const queued = () => ["one", "two"].find((name) => stateOf(name) === "Queue");
    await cloud.clock.advanceUntil(() => queued() !== undefined, 60_000);
    const [mine = "", theirs] = queued() === "one" ? ["one", "two"] : ["two", "one"];
    await stop(mine, "takeBack");
    expect((await cloud.finish("modifyListener", theirs)).verdict?.state).toBe("verified");
    const { verdict } = await cloud.finish("modifyListener", `back-${mine}`);
    expect(verdict).toMatchObject({
      state: "refused",
      reason: { code: "stopped-before-changes", params: { ...STOPPED, execution: mine, hasBegun: true } },
    });
    expect(writesOf(cloud)).toHaveLength(1);
    await cloud.clock.advance(200_000);
    expect(lockRuns()).toBe(false);
  });
});

describe("a rollback that is stopped itself, before it has begun", () => {
  test.each(
    sampled(2, [
      ["leave", "left", 1],
      ["takeBack", "rolledBack", 2],
    ] as const),
  )("with %s ends what it was to end: %s", async (mode, state, writes) => {
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: { kind: "delay", ms: 1 }, count: 1 });
    const slowly = { kind: "delay", ms: 8_000 } as const;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: slowly, count: 1 });
    await inState("Call");
    await cloud.clock.advance(1_000);
    await stop("halfway", "takeBack");
    await cloud.clock.advance(20_000);
    expect(stateOf("back-halfway")).toBe("Preflight");
    await stop("back-halfway", mode);
    const { verdict } = await cloud.finish("modifyListener", "back-back-halfway");
    expect(verdict).toMatchObject({ state, stopped: { execution: "halfway", by: "olga", mode } });
    expect(writesOf(cloud)).toHaveLength(writes);
    expect(lockRuns()).toBe(false);
  });
});

describe("a stop that leaves everything as it is", () => {
  test("tells what was changed, what was planned, that nobody watches it, and what to do", async () => {
    await inState("Ready");
    await stop("halfway", "leave");
    const { status, verdict } = await cloud.finish("modifyListener", "back-halfway");
    expect(status).toBe("Succeeded");
    expect(verdict).toMatchObject({ state: "left", stopped: { by: "olga", mode: "leave" } });
    expect(verdict?.reason).toEqual(
      coded("stopped-left", {
        by: "olga",
        why: "the wrong listener",
        execution: "halfway",
        writes: [
          {
            action: "alb:UpdateListenerAttribute",
            resource: "lsn-demo4u54y73wq7b",
            changes: [{ field: "IdleTimeout", before: "15", after: "33" }],
            outcome: "done",
            back: false,
          },
        ],
        moreWrites: 0,
        steps: [coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: "lsn-demo4u54y73wq7b" })],
        moreSteps: 0,
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    );
    expect(writesOf(cloud)).toHaveLength(1);
    expect(lockRuns()).toBe(false);
  });

  test("is told as a stop past albflow is", async () => {
    await inState("Ready");
    await cloudFlow.stop(FLOW, "halfway", "enough");
    await cloud.clock.advanceUntil(() => endOf("back-halfway") !== undefined, 200_000);
    const { verdict } = await cloud.finish("modifyListener", "back-halfway");
    expect(verdict?.state).toBe("left");
    expect(verdict?.reason).toEqual(
      coded("stopped-left", {
        by: null,
        why: "enough",
        execution: "halfway",
        writes: [
          {
            action: "alb:UpdateListenerAttribute",
            resource: "lsn-demo4u54y73wq7b",
            changes: [{ field: "IdleTimeout", before: "15", after: "33" }],
            outcome: "done",
            back: false,
          },
        ],
        moreWrites: 0,
        steps: [coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: "lsn-demo4u54y73wq7b" })],
        moreSteps: 0,
        listenerId: "lsn-demo4u54y73wq7b",
      }),
    );
    expect(writesOf(cloud)).toHaveLength(1);
    expect(lockRuns()).toBe(false);
  });

  inWholeSuite(() => {
    test("can be taken back afterwards", async () => {
      const before = now();
      await inState("Ready");
      await stop("halfway", "leave");
      await cloud.finish("modifyListener", "back-halfway");
      const outcome = await cloud.run("modifyListener", { undo: "halfway" }, "undoes");
      expect(outcome.verdict?.state).toBe("verified");
      expect(now()).toEqual(before);
    });
  });
});

describe("a second stop", () => {
  test("in the same way finds the first one, and does what is missing", async () => {
    await inState("Ready");
    await cloudFlow.stop(FLOW, "halfway", JSON.stringify({ by: "vera", why: "typo", mode: "takeBack" }));
    expect(await stop("halfway", "takeBack")).toMatchObject({ stop: { by: "vera", why: "typo" } });
    expect(endOf("back-halfway")).toBeDefined();
  });

  test.each([
    ["takeBack", "leave", "stopped-undoing"],
    ["leave", "takeBack", "stopped-left"],
  ] as const)("after %s says who was first when it is %s", async (first, second, code) => {
    await inState("Ready");
    await stop("halfway", first);
    await expect(stop("halfway", second)).rejects.toMatchObject({
      kind: "Conflict",
      reason: { code, params: STOPPED },
    });
  });
});

describe("what cannot be stopped says why", () => {
  test("because it has ended", async () => {
    await cloud.run("modifyListener", input(), "done");
    await expect(stop("done", "takeBack")).rejects.toMatchObject({
      kind: "Conflict",
      reason: { code: "stop-too-late", params: { execution: "done", last: { code: "verified" } } },
    });
    expect(endOf("back-done")).toBeUndefined();
  });

  inWholeSuite(() => {
    test("because it goes back already; leaving it there is possible, and told", async () => {
      const fault = { kind: "failJob", code: "SystemBusy", message: "Busy." } as const;
      cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault, count: 2 });
      slow("verify");
      await cloud.start("modifyListener", input(), "halfway");
      await cloud.clock.advanceUntil(() => stateOf("halfway") === "VerifyUndone", 200_000);
      expect(stateOf("halfway")).toBe("VerifyUndone");
      await expect(stop("halfway", "takeBack")).rejects.toMatchObject({
        kind: "Conflict",
        reason: { code: "stop-while-rolling-back", params: { execution: "halfway" } },
      });
      expect(endOf("halfway")?.status).toBe("Running");
      await stop("halfway", "leave");
      expect((await cloud.finish("modifyListener", "back-halfway")).verdict?.state).toBe("left");
    });
  });

  test.each([
    ["", "no reason"],
    [" ", "blanks"],
    ["x".repeat(501), "501 characters"],
  ])("because %j is no reason: %s", async (why) => {
    await inState("Ready");
    const order = { by: "olga", why, mode: "leave" } as const;
    await expect(inTime(stopExecution(cloudFlow, { flow: FLOW, execution: "halfway" }, order))).rejects.toMatchObject({
      kind: "InvalidInput",
      reason: { code: "stop-reason-missing", params: { most: 500 } },
    });
    expect(endOf("halfway")?.status).toBe("Running");
  });

  test("the longest reason in Chinese fits, with the longest name", async () => {
    await inState("Ready");
    const order = { by: "名".repeat(255), why: "错".repeat(500), mode: "leave" } as const;
    const { stop: reported } = await inTime(stopExecution(cloudFlow, { flow: FLOW, execution: "halfway" }, order));
    expect(reported).toMatchObject({ by: order.by, why: order.why });
  });
});

describe("who has stopped it, and why", () => {
  test.each([
    ["olga", "olga"],
    ["", null],
  ])("is nobody of albflow where %j has stopped it", (by, person) => {
    expect(stopper({ by, why: "wrong" }, "x")).toEqual({ by: person, why: "wrong", execution: "x" });
  });

  test("is text alone, without what a terminal takes for a command", async () => {
    await inState("Ready");
    const order = { by: "olga", why: "\u001b[31mred\r\nlines", mode: "leave" } as const;
    const { stop: reported } = await inTime(stopExecution(cloudFlow, { flow: FLOW, execution: "halfway" }, order));
    expect(reported.why).toBe("[31mred lines");
  });

  test.each([
    ["takeBack", "rolledBack"],
    ["leave", "left"],
  ] as const)("stands in the record, the audit trail and the notice after %s", async (mode, outcome) => {
    await inState("Ready");
    await stop("halfway", mode);
    const { verdict } = await cloud.finish("modifyListener", "back-halfway");
    await cloud.clock.advance(5_000);
    expect(JSON.stringify(cloud.sls.exportState())).toContain("the wrong listener");
    const chains = await auditOf("albflow-modifyListener/back-halfway");
    expect(chains.at(-1)?.content).toMatchObject({
      kind: "closed",
      stopped: { execution: "halfway", by: "olga", why: "the wrong listener", mode },
    });
    const notice = verdict && noticeOfEnd(verdict, cloud.clock.now(), "https://albflow.example.com");
    expect(notice?.title).toEqual({
      code: "change-stopped",
      params: { operation: "modifyListener", resource: cloud.seed.listenerId, by: "olga", outcome },
    });
    expect(notice?.kind).toBe(mode === "leave" ? "failure" : "change");
    expect(notice?.sentences[0]).toMatchObject({
      code: mode === "leave" ? "stopped-left" : "stopped-last-word",
      params: STOPPED,
    });
  });

  longTest("stands in the chain of what was stopped, too, after the day", async () => {
    await inState("Ready");
    await stop("halfway", "leave");
    await cloud.finish("modifyListener", "back-halfway");
    await cloud.clock.advance(2 * 86_400_000);
    const end = (await auditOf("albflow-modifyListener/halfway")).at(-1)?.content;
    expect(end).toMatchObject({ kind: "closed", stopped: { by: "olga", why: "the wrong listener", mode: "leave" } });
    expect(end).toMatchObject({ reason: { code: "stopped-left", params: STOPPED } });
  });
});

/** The records of a chain, as they stand in the log. */
async function auditOf(chain: string) {
  const log = openAuditLog(openLogs(localSession(cloud)), { project: "albflow-reports", logstore: "albflow" });
  const day = 86_400_000;
  return (await log.read({ from: cloud.clock.now() - 5 * day, to: cloud.clock.now() + day, chain })).records;
}

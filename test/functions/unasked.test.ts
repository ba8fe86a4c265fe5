import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pendingApproval } from "../../shared/core/pendingApproval.ts";
import { coded } from "../support/coded.ts";
import { longTest, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";

const DAY_MS = 86_400_000;
const stop = { listenerId: "lsn-plain", requestedBy: "grace" };
const notifying = { ALBFLOW_NOTIFY: "approval,failure,change" };

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({
    // What timers start is not looked at.
    timersOf: [],
    environment: { ...notifying, ALBFLOW_APPROVALS_NEEDED: "2" },
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const recordOf = (execution: string) => {
  const record = cloud.cloudFlow.state.flows.get("albflow-stopListener")?.executions.get(execution);
  if (record === undefined) throw new Error("It was not started.");
  return record;
};
const historyOf = (execution: string) =>
  recordOf(execution).history.map(({ step, type, detail, at }) => ({
    StepName: step,
    Type: type,
    EventDetail: JSON.stringify(detail),
    Time: new Date(at).toISOString(),
  }));

describe("what needs approval while nobody can be asked", () => {
  test.each(
    sampled<[string, object]>(2, [
      ["the log service is down", { service: "sls" }],
      [
        "the function that tells people cannot be called",
        { service: "fc", action: "InvokeFunction", resource: "functions/albflow-notify" },
      ],
    ]),
  )("still waits for the answer, which counts, when %s", async (_, calls) => {
    cloud.faults.add({
      ...calls,
      fault: { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." },
    });
    await cloud.start("stopListener", stop, "stop");
    await cloud.clock.advance(10 * 60_000);
    expect(pendingApproval(historyOf("stop") as never)?.verdict.state).toBe("awaitingApproval");
    await cloud.answer("stopListener", "stop", (asked) => cloud.agreement(asked));
    await cloud.answer("stopListener", "stop", (asked) => cloud.agreement(asked, { approver: "linus" }));
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "linus"] });
    expect(recordOf("stop").history.length).toBeLessThan(120);
  });

  test("is refused with the reason, soon and after few events, when the function that asks does not run", async () => {
    cloud.faults.add({
      service: "fc",
      action: "InvokeFunction",
      resource: "functions/albflow-approval",
      // As often as the question is tried; the count that follows gets through.
      count: 9,
      fault: { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." },
    });
    await cloud.start("stopListener", stop, "stop");
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", approvedBy: [], votes: [] } });
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-not-requested", { error: "FC.ServiceUnavailable", cause: coded("text", { text: "Down." }) }),
    );
    expect(writesOf(cloud)).toEqual([]);
    expect(recordOf("stop").history.length).toBeLessThan(80);
  });

  longTest("is refused, and no failure that needs a person, when the votes cannot be counted either", async () => {
    cloud.faults.add({
      service: "fc",
      action: "InvokeFunction",
      resource: "functions/albflow-approval",
      fault: { kind: "refuse", status: 503, code: "ServiceUnavailable", message: "Down." },
    });
    await cloud.start("stopListener", stop, "stop");
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("ended-with-error", {
        reason: coded("approval-required", {
          operation: "stopListener",
          steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })],
          impacts: ["interrupts traffic"],
        }),
        error: "FC.ServiceUnavailable",
        cause: coded("text", { text: "Down." }),
      }),
    );
    expect(recordOf("stop").execution.error?.Code).toBe("Refused");
    expect(recordOf("stop").history.length).toBeLessThan(120);
  });
});

describe("two who must agree", () => {
  test("have the same day: the second is waited for until the votes end, not for another day", async () => {
    await cloud.start("stopListener", stop, "stop");
    await cloud.clock.advance(20 * 3_600_000);
    await cloud.answer("stopListener", "stop", (asked) => cloud.agreement(asked));
    await cloud.clock.advance(60_000);
    const asked = pendingApproval(historyOf("stop") as never);
    expect(asked?.verdict.reason).toEqual(
      coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: true }),
    );
    expect(asked?.verdict.votesUntil).toBe(recordOf("stop").execution.startedAt + DAY_MS);
    await cloud.clock.advance(4 * 3_600_000);
    const { execution } = recordOf("stop");
    expect(execution.status).toBe("Failed");
    expect((execution.stoppedAt ?? 0) - execution.startedAt).toBeLessThan(DAY_MS + 120_000);
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-expired", { agreed: 1, needed: 2, until: expect.any(Number) }),
    );
  });
});

describe("answers that are no votes", () => {
  longTest("do not fill the flow's state, however long they are, and twenty of them end the question", async () => {
    await cloud.start("stopListener", stop, "stop");
    let largest = 0;
    for (let round = 1; round <= 20; round += 1) {
      await cloud.answer("stopListener", "stop", ({ verdict }) => {
        largest = Math.max(largest, JSON.stringify(verdict).length);
        return { vote: "x".repeat(10_000) };
      });
      await cloud.clock.advance(1_000);
    }
    expect(largest).toBeLessThan(6_000);
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused" } });
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-exhausted", {
        rounds: 20,
        cause: coded("approvals-missing", { missing: 2, needed: 2, isRequesterKnown: true }),
      }),
    );
    expect(recordOf("stop").history.length).toBeLessThan(600);
  });

  test("a vote that counts keeps the name and loses its long reason", async () => {
    await cloud.start("stopListener", stop, "stop");
    await cloud.answer("stopListener", "stop", (asked) => cloud.agreement(asked, { reason: "因".repeat(2_000) }));
    await cloud.clock.advance(1_000);
    const { verdict } = pendingApproval(historyOf("stop") as never) ?? {};
    expect(verdict?.approvedBy).toEqual(["ada"]);
    expect(verdict?.votes.join().length).toBeLessThan(600);
  });
});

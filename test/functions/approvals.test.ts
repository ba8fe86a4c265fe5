import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import { coded } from "../support/coded.ts";
import { type Asked, type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  // What timers start is not looked at.
  cloud = await startSimulatedCloud({ timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const HOUR_MS = 3_600_000;
// Nothing of it is rotated while days pass.
const stop = { listenerId: "lsn-plain", requestedBy: "grace" };

/** Everything that was asked and answered so far, the latest last. */
async function ask(answer: (asked: Asked) => object): Promise<Asked> {
  let seen: Asked | undefined;
  await cloud.answer("stopListener", "stop", (asked) => {
    seen = asked;
    return answer(asked);
  });
  if (seen === undefined) throw new Error("Nobody was asked.");
  return seen;
}

/** Those of the listener: in a day the others are worked on, too. */
const locks = () =>
  [...(cloud.cloudFlow.state.flows.get("albflow-lock")?.executions.values() ?? [])].filter(({ execution }) =>
    execution.name.startsWith("lsn-plain_"),
  );
const begin = () => cloud.start("stopListener", stop, "stop");

describe("a change that interrupts traffic", () => {
  test("is made when somebody else has agreed to it", async () => {
    await begin();
    const { verdict } = await ask((asked) => cloud.agreement(asked));
    expect(verdict.reason).toEqual(
      coded("approval-required", {
        operation: "stopListener",
        steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })],
        impacts: ["interrupts traffic"],
      }),
    );
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
    expect(writesOf(cloud)).toEqual(["StopListener lsn-plain"]);
  });

  test("is no other when it interrupts nobody and is to require approval", async () => {
    const input = { listenerId: "lsn-plain", idleTimeout: 33, requireApproval: true };
    await cloud.start("modifyListener", input, "asks");
    let asked: Reason | undefined;
    await cloud.answer("modifyListener", "asks", (question) => {
      asked = question.verdict.reason;
      return cloud.agreement(question);
    });
    expect(asked).toEqual(
      coded("approval-required", {
        operation: "modifyListener",
        steps: [coded("step-update-listener", { fields: ["IdleTimeout"], listenerId: "lsn-plain" })],
        impacts: ["no interruption"],
      }),
    );
    expect(await cloud.finish("modifyListener", "asks")).toMatchObject({ verdict: { approvedBy: ["ada"] } });
  });

  test("waits a day for an answer while nothing happens, and is refused then", async () => {
    await begin();
    await cloud.clock.advance(24 * HOUR_MS - 60_000);
    const record = cloud.cloudFlow.state.flows.get("albflow-stopListener")?.executions.get("stop");
    expect(record?.execution.status).toBe("Running");
    await cloud.clock.advance(120_000);
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", approvedBy: [] } });
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-expired", { agreed: 0, needed: 1, until: expect.any(Number) }),
    );
    expect(writesOf(cloud)).not.toContain("StopListener lsn-plain");
    expect(locks()).toEqual([]);
  });

  test("is not made when somebody denies it, and the reason is told", async () => {
    await begin();
    await ask((asked) => cloud.agreement(asked, { decision: "deny", reason: "the shop is open" }));
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", approvedBy: [] } });
    expect(outcome.verdict?.reason).toEqual(coded("approval-denied", { approver: "ada", comment: "the shop is open" }));
    expect(writesOf(cloud)).toEqual([]);
  });

  test.each<[string, (asked: Asked) => object, Reason]>([
    [
      "the requester's own",
      (asked) => cloud.agreement(asked, { approver: "grace" }),
      { code: "vote-of-requester", params: { approver: "grace", round: 1 } },
    ],
    [
      "the requester's own, in other letters",
      (asked) => cloud.agreement(asked, { approver: " GRACE " }),
      { code: "vote-of-requester", params: { approver: " GRACE ", round: 1 } },
    ],
    [
      "for another plan",
      (asked) => cloud.agreement(asked, { planHash: "0".repeat(64) }),
      { code: "vote-other-plan", params: { approver: "ada", round: 1 } },
    ],
    [
      "for another execution",
      (asked) => cloud.agreement(asked, { execution: "other" }),
      { code: "vote-other-execution", params: { approver: "ada", round: 1, execution: "other" } },
    ],
    [
      "for another round",
      (asked) => cloud.agreement(asked, { round: 2 }),
      { code: "vote-repeated", params: { approver: "ada", round: 1, given: 2 } },
    ],
    [
      "signed by somebody else",
      (asked) => ({
        vote: `${tokenOf(cloud.agreement(asked)).split(".")[0]}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
      }),
      { code: "vote-not-signed", params: { round: 1 } },
    ],
    [
      "changed after it was signed",
      (asked) => {
        const [body = "", mac = ""] = tokenOf(cloud.agreement(asked, { decision: "deny" })).split(".");
        const said = Buffer.from(body, "base64url").toString("utf8").replace("deny", "agree");
        return { vote: `${Buffer.from(said).toString("base64url")}.${mac}` };
      },
      { code: "vote-not-signed", params: { round: 1 } },
    ],
    ["no vote at all", () => ({ approved: true }), { code: "vote-not-signed", params: { round: 1 } }],
  ])("is not made by an answer that is %s; whoever may is asked again", async (_, answer, vote) => {
    await begin();
    await ask(answer);
    const { verdict } = await ask((asked) => cloud.agreement(asked, { approver: "linus" }));
    const now = { code: "approvals-missing", params: { missing: 1, needed: 1, isRequesterKnown: true } };
    expect(verdict.reason).toEqual({ code: "vote-refused", params: { vote, now } });
    expect(writesOf(cloud)).toEqual([]);
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["linus"] });
    expect(writesOf(cloud)).toEqual(["StopListener lsn-plain"]);
  });

  test("holds no lock while it waits, so that others go on working on the listener", async () => {
    await begin();
    await cloud.clock.advance(10_000);
    expect(locks()).toEqual([]);
    const other = await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 20 });
    expect(other.verdict).toMatchObject({ state: "verified" });
    expect(locks().map(({ execution }) => execution.status)).toEqual(["Stopped"]);
  });

  test("is asked about again with the new plan when something has changed meanwhile", async () => {
    await begin();
    await cloud.clock.advance(10_000);
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 20 });
    const first = await ask((asked) => cloud.agreement(asked));
    let outdated = "";
    const second = await ask((asked) => {
      outdated = tokenOf(cloud.agreement(asked, { planHash: first.verdict.plan?.hash ?? "" }));
      return { vote: outdated };
    });
    expect(second.verdict.reason).toEqual(
      coded("replanned", {
        resource: "lsn-plain",
        differences: [{ field: "IdleTimeout", expected: 15, found: 20 }],
        now: coded("approval-required", {
          operation: "stopListener",
          steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })],
          impacts: ["interrupts traffic"],
        }),
      }),
    );
    expect(second.verdict.plan?.hash).not.toBe(first.verdict.plan?.hash);
    expect(locks().map(({ execution }) => execution.status)).toEqual(["Stopped", "Stopped"]);
    const third = await ask((asked) => cloud.agreement(asked));
    expect(third.verdict.reason).toEqual(
      coded("vote-refused", {
        vote: coded("vote-other-plan", { approver: "ada", round: 2 }),
        now: coded("approvals-missing", { missing: 1, needed: 1, isRequesterKnown: true }),
      }),
    );
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
    expect(writesOf(cloud)).toEqual(["UpdateListenerAttribute lsn-plain", "StopListener lsn-plain"]);
  });
});

describe("where two must agree", () => {
  let strict: SimulatedCloud;
  beforeAll(async () => {
    strict = await startSimulatedCloud({ environment: { ALBFLOW_APPROVALS_NEEDED: "2" } });
  });
  afterAll(() => strict.close());

  test("one is not enough, the same one twice neither, and a vote that is given again is none", async () => {
    await strict.start("stopListener", stop, "stop");
    const said: Reason[] = [];
    let first = "";
    const answers: ((asked: Asked) => object)[] = [
      (asked) => {
        first = tokenOf(strict.agreement(asked));
        return { vote: first };
      },
      () => ({ vote: first }),
      (asked) => strict.agreement(asked, { approver: "ada" }),
      (asked) => strict.agreement(asked, { approver: "linus" }),
    ];
    for (const answer of answers) {
      await strict.answer("stopListener", "stop", (asked) => {
        said.push(asked.verdict.reason);
        return answer(asked);
      });
      await strict.clock.advance(1_000);
    }
    expect(said.slice(1)).toEqual([
      coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: true }),
      coded("vote-refused", {
        vote: coded("vote-repeated", { approver: "ada", round: 2, given: 1 }),
        now: coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: true }),
      }),
      coded("vote-refused", {
        vote: coded("vote-of-same-person", { approver: "ada", round: 3 }),
        now: coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: true }),
      }),
    ]);
    const outcome = await strict.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "linus"] });
    expect(writesOf(strict)).toEqual(["StopListener lsn-plain"]);
  });

  test("nobody is asked about what interrupts nothing", async () => {
    await strict.reset();
    const outcome = await strict.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 20 });
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: [], votes: [] });
  });
});

function tokenOf(answer: object): string {
  return (answer as { vote: string }).vote;
}

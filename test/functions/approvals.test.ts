import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Asked, type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";
import { writesOf } from "./support/writesOf.ts";

let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud();
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
    expect(verdict.message).toBe(
      "stopListener takes 1 step: stop lsn-plain. It interrupts traffic, so somebody has to agree first.",
    );
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada"] });
    expect(writesOf(cloud)).toEqual(["StopListener lsn-plain"]);
  });

  test("is no other when it interrupts nobody and is to require approval", async () => {
    const input = { listenerId: "lsn-plain", idleTimeout: 33, requireApproval: true };
    await cloud.start("modifyListener", input, "asks");
    let message: string | undefined;
    await cloud.answer("modifyListener", "asks", (asked) => {
      message = asked.verdict.message;
      return cloud.agreement(asked);
    });
    expect(message).toBe("modifyListener takes 1 step: update IdleTimeout of lsn-plain. Somebody has to agree first.");
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
    expect(outcome.verdict?.message).toMatch(
      /^Only 0 of 1 approvers agreed until \d{4}-\d\d-\d\dT[\d:.]+Z\. Nothing was changed\.$/,
    );
    expect(writesOf(cloud)).not.toContain("StopListener lsn-plain");
    expect(locks()).toEqual([]);
  });

  test("is not made when somebody denies it, and the reason is told", async () => {
    await begin();
    await ask((asked) => cloud.agreement(asked, { decision: "deny", reason: "the shop is open" }));
    const outcome = await cloud.finish("stopListener", "stop");
    expect(outcome).toMatchObject({ status: "Failed", verdict: { state: "refused", approvedBy: [] } });
    expect(outcome.verdict?.message).toBe("ada denied it: the shop is open. Nothing was changed.");
    expect(writesOf(cloud)).toEqual([]);
  });

  test.each<[string, (asked: Asked) => object, string]>([
    [
      "the requester's own",
      (asked) => cloud.agreement(asked, { approver: "grace" }),
      "The vote of grace in round 1 is the requester's own. 1 of 1 approvers has yet to agree.",
    ],
    [
      "the requester's own, in other letters",
      (asked) => cloud.agreement(asked, { approver: " GRACE " }),
      "The vote of  GRACE  in round 1 is the requester's own. 1 of 1 approvers has yet to agree.",
    ],
    [
      "for another plan",
      (asked) => cloud.agreement(asked, { planHash: "0".repeat(64) }),
      "The vote of ada in round 1 was given for another plan. 1 of 1 approvers has yet to agree.",
    ],
    [
      "for another execution",
      (asked) => cloud.agreement(asked, { execution: "other" }),
      "The vote of ada in round 1 was given for another execution, other. 1 of 1 approvers has yet to agree.",
    ],
    [
      "for another round",
      (asked) => cloud.agreement(asked, { round: 2 }),
      "The vote of ada in round 1 was given in round 2 and cannot be given again. 1 of 1 approvers has yet to agree.",
    ],
    [
      "signed by somebody else",
      (asked) => ({
        vote: `${tokenOf(cloud.agreement(asked)).split(".")[0]}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`,
      }),
      "The vote of round 1 was not signed by albflow. 1 of 1 approvers has yet to agree.",
    ],
    [
      "changed after it was signed",
      (asked) => {
        const [body = "", mac = ""] = tokenOf(cloud.agreement(asked, { decision: "deny" })).split(".");
        const said = Buffer.from(body, "base64url").toString("utf8").replace("deny", "agree");
        return { vote: `${Buffer.from(said).toString("base64url")}.${mac}` };
      },
      "The vote of round 1 was not signed by albflow. 1 of 1 approvers has yet to agree.",
    ],
    [
      "no vote at all",
      () => ({ approved: true }),
      "The vote of round 1 was not signed by albflow. 1 of 1 approvers has yet to agree.",
    ],
  ])("is not made by an answer that is %s; whoever may is asked again", async (_, answer, words) => {
    await begin();
    await ask(answer);
    const { verdict } = await ask((asked) => cloud.agreement(asked, { approver: "linus" }));
    expect(verdict.message).toBe(words);
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
    expect(second.verdict.message).toBe(
      "The plan is stale: lsn-plain was changed by somebody else (IdleTimeout is 20 instead of 15). stopListener takes 1 step: stop lsn-plain. It interrupts traffic, so somebody has to agree first.",
    );
    expect(second.verdict.plan?.hash).not.toBe(first.verdict.plan?.hash);
    expect(locks().map(({ execution }) => execution.status)).toEqual(["Stopped", "Stopped"]);
    const third = await ask((asked) => cloud.agreement(asked));
    expect(third.verdict.message).toContain("was given for another plan");
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
    const said: string[] = [];
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
        said.push(asked.verdict.message);
        return answer(asked);
      });
      await strict.clock.advance(1_000);
    }
    expect(said.slice(1)).toEqual([
      "1 of 2 approvers has yet to agree.",
      "The vote of ada in round 2 was given in round 1 and cannot be given again. 1 of 2 approvers has yet to agree.",
      "The vote of ada in round 3 is a second one of the same person. 1 of 2 approvers has yet to agree.",
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

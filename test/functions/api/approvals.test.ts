import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { approvalToken } from "../../../shared/features/approvals/approvalLink.ts";
import { signVote } from "../../../shared/features/approvals/votes.ts";
import { LOCAL_SECRET, secretFor } from "../../../shared/platform/secretFor.ts";
import { coded } from "../../support/coded.ts";
import { inWholeSuite, sampled } from "../../support/sampled.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud({ ALBFLOW_APPROVALS_NEEDED: "2" }, { timersOf: [] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const stop = { listenerId: "lsn-plain" };

/** Starts it through the API and lets time pass until it waits. Gives its link. */
async function asked(execution = "stop-1", requester = "olga"): Promise<string> {
  const token = await cloud.token(requester, "operator");
  const headers = { "idempotency-key": execution };
  expect((await cloud.ask("POST", "/operations/stopListener", { token, body: stop, headers })).status).toBe(202);
  return waiting(named(execution));
}

/** The execution that olga's key names. */
function named(key: string): string {
  return `api-stopListener-55d413ed192c-${key}`;
}

const STOP = named("stop-1");

async function waiting(execution: string): Promise<string> {
  const record = cloud.cloudFlow.state.flows.get("albflow-stopListener")?.executions.get(execution);
  const asks = () => {
    const last = record?.history.at(-1);
    return last?.type === "TaskSubmitted" && last.step === "Approve";
  };
  expect(await cloud.clock.advanceUntil(asks, 600_000)).toBe(true);
  return linkOf(execution);
}

async function linkOf(execution: string): Promise<string> {
  const token = await cloud.token("ada", "approver");
  const { body } = await cloud.ask("GET", "/approvals", { token });
  const found = body.approvals.find((one: { execution: string }) => one.execution === execution);
  return found.link;
}

async function print(link: string, name: string, body: object = { decision: "agree" }, grant = "approver") {
  return cloud.ask("POST", link, { token: await cloud.token(name, grant), body });
}

const statusOf = (listenerId: string) =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === listenerId)?.ListenerStatus;

describe("a plan that interrupts traffic", () => {
  test("waits for as many as are needed, and is carried out when the last of them has agreed", async () => {
    const link = await asked();
    const plan = await cloud.ask("GET", link, { token: await cloud.token("ada", "approver") });
    expect(plan.body).toMatchObject({
      operation: "stopListener",
      execution: STOP,
      requestedBy: "olga",
      needed: 2,
      approvedBy: [],
      verdict: {
        state: "awaitingApproval",
        plan: { steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })], needsApproval: true },
      },
    });
    const first = await print(link, "ada", { decision: "agree", reason: "It is idle." });
    expect(first).toMatchObject({
      status: 202,
      body: {
        state: "waiting",
        reason: coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: true }),
      },
    });
    expect(statusOf("lsn-plain")).toBe("Running");
    const next = await waiting(STOP);
    expect(next).not.toBe(link);
    expect((await print(next, "ben")).body).toMatchObject({
      state: "agreed",
      reason: coded("approved", { approvers: ["ada", "ben"] }),
    });
    const outcome = await cloud.finish("stopListener", STOP);
    expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "ben"] });
    expect(statusOf("lsn-plain")).toBe("Stopped");
  });

  inWholeSuite(() => {
    test("is carried out where histories tell no parameters of tasks, as in the documented answer", async () => {
      cloud.cloudFlow.readings.history = "documented";
      try {
        const link = await asked();
        expect((await print(link, "ada")).status).toBe(202);
        expect((await print(await waiting(STOP), "ben")).body).toMatchObject({ state: "agreed" });
        const outcome = await cloud.finish("stopListener", STOP);
        expect(outcome.verdict).toMatchObject({ state: "verified", approvedBy: ["ada", "ben"] });
        const token = await cloud.token("ada", "viewer");
        const { body } = await cloud.ask("GET", `/executions/${STOP}`, { token });
        const asks = body.history.filter(({ state }: { state: string }) => state === "Approve");
        expect(asks).toHaveLength(2);
        expect(body.history.at(-1)).toMatchObject({ state: "Report" });
        expect(statusOf("lsn-plain")).toBe("Stopped");
      } finally {
        cloud.cloudFlow.readings.history = undefined;
      }
    });
  });

  test("is not carried out when one denies it, with their reason", async () => {
    const link = await asked();
    expect((await print(link, "ada", { decision: "deny" })).body.errors).toEqual([
      { pointer: "/reason", detail: "is missing", reason: expect.any(Object) },
    ]);
    expect((await print(link, "ada", { decision: "deny", reason: "Not during the sale." })).status).toBe(202);
    const outcome = await cloud.finish("stopListener", STOP);
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-denied", { approver: "ada", comment: "Not during the sale." }),
    );
    expect(statusOf("lsn-plain")).toBe("Running");
  });

  test("may be withdrawn by whoever asked, and is by whoever does nothing for a day", async () => {
    const link = await asked();
    const withdrawal = { decision: "deny", reason: "My mistake." };
    expect((await print(link, "otto", withdrawal, "operator")).status).toBe(403);
    expect((await print(link, "olga", withdrawal, "operator")).status).toBe(202);
    expect((await cloud.finish("stopListener", STOP)).verdict?.state).toBe("refused");
    await asked("stop-2");
    await cloud.clock.advance(25 * 3_600_000);
    const outcome = await cloud.finish("stopListener", named("stop-2"));
    expect(outcome.verdict?.reason).toEqual(
      coded("approval-expired", { agreed: 0, needed: 2, until: expect.any(Number) }),
    );
  });

  test("asks again when something has changed since, and the old link leads nowhere", async () => {
    const link = await asked();
    await print(link, "ada");
    const second = await waiting(STOP);
    await cloud.run("modifyListener", { ...stop, idleTimeout: 33 }, "meanwhile");
    await print(second, "ben");
    const again = await waiting(STOP);
    for (const old of [link, second]) expect((await print(old, "carl")).status).toBe(404);
    const plan = await cloud.ask("GET", again, { token: await cloud.token("ada", "approver") });
    expect(plan.body.reason).toMatchObject({
      code: "replanned",
      params: {
        resource: "lsn-plain",
        differences: [{ field: "IdleTimeout", expected: 15, found: 33 }],
        now: coded("approval-required", {
          operation: "stopListener",
          steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })],
          impacts: ["interrupts traffic"],
        }),
      },
    });
    await print(again, "ada");
    await print(await waiting(STOP), "ben");
    expect((await cloud.finish("stopListener", STOP)).verdict).toMatchObject({ state: "verified" });
  });
});

describe("an answer is refused", () => {
  const refused = (answer: { status: number; body: { reason?: { code: string } } }) => ({
    status: answer.status,
    code: answer.body.reason?.code,
  });

  test("when it is the requester's own, under whatever form of the name", async () => {
    const link = await asked();
    for (const name of ["olga", "OLGA", "ｏlga "]) {
      const { status, body } = await print(link, name);
      expect(status).toBe(422);
      expect(body.reason).toMatchObject(coded("vote-of-requester", { approver: name, round: 1 }));
    }
    // Nothing of it took the place of a vote that counts.
    expect((await print(link, "ada")).status).toBe(202);
  });

  test("when the same person answers twice", async () => {
    await print(await asked(), "ada");
    const next = await waiting(STOP);
    const { status, body } = await print(next, "Ada");
    expect(status).toBe(422);
    expect(body.reason).toMatchObject(coded("vote-of-same-person", { approver: "Ada", round: 2 }));
    expect((await print(next, "ben")).status).toBe(202);
  });

  test("when it is replayed: a link works once", async () => {
    const link = await asked();
    expect((await print(link, "ada")).status).toBe(202);
    await waiting(STOP);
    expect(refused(await print(link, "ben"))).toEqual({ status: 404, code: "approval-link-used" });
  });

  test("when it comes too late", async () => {
    const link = await asked();
    await cloud.clock.advance(25 * 3_600_000);
    expect(refused(await print(link, "ada"))).toEqual({
      status: 404,
      code: "approval-link-expired",
    });
  });

  const LINKS: [string, (link: string) => string][] = [
    ["altered", (link) => `${link.slice(0, -2)}xx`],
    ["altered to name another execution", (link) => relabelled(link, "stop-2")],
    ["self-made", (link) => link.replace(/[^/]+$/, approvalToken(pointer, Buffer.alloc(32, 1)))],
    [
      "a vote and no link",
      (link) => link.replace(/[^/]+$/, signVote(secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "votes"), vote)),
    ],
    ["nothing at all", (link) => link.replace(/[^/]+$/, "x")],
  ];

  test.each(sampled(2, LINKS))("when its link is %s", async (_, change) => {
    const link = await asked();
    expect(refused(await print(change(link), "ada"))).toEqual({
      status: 404,
      code: "approval-link-invalid",
    });
  });

  test("when whoever holds the link has no token, is a viewer, or approves for other listeners or operations", async () => {
    const link = await asked();
    expect((await cloud.ask("POST", link, { body: { decision: "agree" } })).status).toBe(401);
    expect((await cloud.ask("GET", link)).status).toBe(401);
    for (const grant of ["viewer", "operator", "approver:lsn-other", "approver:*:startListener"]) {
      expect((await print(link, "mallory", { decision: "agree" }, grant)).status).toBe(403);
    }
    expect(statusOf("lsn-plain")).toBe("Running");
  });

  test("when it goes past the API straight to the flow without our signature, or stolen from another execution", async () => {
    await asked();
    const stolen = cloud.agreement({ execution: "stop-9", verdict: await pendingVerdict(STOP) });
    for (const answer of [{ vote: signVote(Buffer.alloc(32), vote) }, stolen, { vote: "agree" }, {}]) {
      await cloud.answer("stopListener", STOP, () => answer);
    }
    await waiting(STOP);
    expect((await pendingVerdict(STOP)).approvedBy).toEqual([]);
    expect(statusOf("lsn-plain")).toBe("Running");
  });
});

test("nothing that the API tells of an execution that waits lets anybody answer past it", async () => {
  const link = await asked();
  await print(link, "ada");
  await waiting(STOP);
  const token = await cloud.token("vera", "viewer");
  const record = cloud.cloudFlow.state.flows.get("albflow-stopListener")?.executions.get(STOP);
  const secrets = [
    ...cloud.cloudFlow.state.tokens.keys(),
    ...(JSON.stringify(record).match(/eyJ[\w-]+\.[\w-]{20,}/g) ?? []),
  ];
  expect(secrets.length).toBeGreaterThan(1);
  for (const path of ["", "/events"]) {
    const { text } = await cloud.ask("GET", `/executions/${STOP}${path}`, { token });
    expect(text.length).toBeGreaterThan(500);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/taskToken|snapshot|"votes"/);
  }
});

test("two who answer at the same moment do not take each other's place unheard", async () => {
  const link = await asked();
  const answers = await Promise.all([print(link, "ada"), print(link, "ben")]);
  expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([
    202,
    expect.toBeOneOf([404, 409]),
  ]);
});

const pointer = { operation: "stopListener", execution: "stop-1", round: 1, planHash: "f00d", expiresAt: 9e12 };
const vote = {
  execution: "stop-1",
  round: 1,
  planHash: "f00d",
  approver: "eve",
  decision: "agree",
  reason: "",
  at: 1,
} as const;

function relabelled(link: string, execution: string): string {
  const [body = "", mac = ""] = (link.split("/").at(-1) ?? "").split(".");
  const data = { ...JSON.parse(Buffer.from(body, "base64url").toString()), execution };
  return link.replace(/[^/]+$/, `${Buffer.from(JSON.stringify(data)).toString("base64url")}.${mac}`);
}

async function pendingVerdict(execution: string) {
  const { pendingApproval } = await import("../../../shared/core/pendingApproval.ts");
  const { openCloudFlow } = await import("../../../shared/platform/clients/cloudFlow.ts");
  const { localSession } = await import("../../../cli/localSession.ts");
  const pending = pendingApproval(await openCloudFlow(localSession(cloud)).history("albflow-stopListener", execution));
  if (pending === undefined) throw new Error(`${execution} does not wait.`);
  return pending.verdict;
}

test("what waits stays listed, however many executions have ended since", async () => {
  const link = await asked();
  for (let number = 0; number < 100; number += 1)
    await cloud.start("stopListener", { listenerId: "lsn-none" }, `ended-${number}`);
  await cloud.clock.advance(600_000);
  // What was listed before is remembered for a while.
  await cloud.clock.advance(60_000);
  expect(await linkOf(STOP)).toBe(link);
});

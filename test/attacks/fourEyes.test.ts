import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { localSession } from "../../cli/localSession.ts";
import { signRequest } from "../../shared/core/signedRequest.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import { type ApiCloud, startApiCloud } from "../functions/api/apiCloud.ts";
import { coded } from "../support/coded.ts";
import { longTest, sampled } from "../support/sampled.ts";

let cloud: ApiCloud;
beforeAll(async () => {
  cloud = await startApiCloud();
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const stop = { listenerId: "lsn-plain" };
const requests = secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "requests");

/** Starts it past the API, as anybody with `fnf:StartExecution` can, and waits until it asks. Gives its link. */
async function started(input: object, execution = "past-the-api"): Promise<string> {
  await openCloudFlow(localSession(cloud)).start("albflow-stopListener", execution, input);
  return linkOf(execution);
}

async function linkOf(execution: string): Promise<string> {
  const token = await cloud.token("vera", "viewer");
  for (let second = 0; second < 60; second += 1) {
    await cloud.clock.advance(1_000);
    const { approvals } = (await cloud.ask("GET", "/approvals", { token })).body;
    const found = approvals.find((one: { execution: string }) => one.execution === execution);
    if (found !== undefined) return found.link;
  }
  throw new Error(`${execution} does not ask.`);
}

const agree = async (link: string, name: string) =>
  cloud.ask("POST", link, { token: await cloud.token(name, "approver"), body: { decision: "agree" } });

const statusOf = () =>
  cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.ListenerStatus;

describe("an execution that albflow has not started", () => {
  const stolen = { ...stop, requestedBy: "nobody" };
  const kinds: [string, () => object][] = [
    ["names nobody", () => stop],
    ["names somebody else", () => stolen],
    ["is signed with another key", () => signed(Buffer.alloc(32, 7), "past-the-api", stolen)],
    ["carries the signature of another execution", () => signed(requests, "another", stolen)],
    [
      "carries a signature for other input",
      () => ({ ...signed(requests, "past-the-api", stolen), deadlineSeconds: 77 }),
    ],
    [
      "carries a signature for somebody else",
      () => ({ ...signed(requests, "past-the-api", stop), requestedBy: "eve" }),
    ],
    ["carries something that is no signature", () => ({ ...stolen, signature: "x.y" })],
  ];
  test.each(sampled(3, kinds))(
    "and %s needs one approver more, so that its starter alone approves nothing",
    async (_, input) => {
      const link = await started(input());
      expect((await agree(link, "mallory")).body).toMatchObject({
        state: "waiting",
        reason: coded("approvals-missing", { missing: 1, needed: 2, isRequesterKnown: false }),
      });
      await cloud.clock.advance(60_000);
      expect(statusOf()).toBe("Running");
      const next = await linkOf("past-the-api");
      expect((await agree(next, "MALLORY")).status).toBe(422);
      expect((await agree(next, "ada")).body.state).toBe("agreed");
      expect((await cloud.finish("stopListener", "past-the-api")).verdict).toMatchObject({
        state: "verified",
        approvedBy: ["mallory", "ada"],
      });
    },
  );

  test("cannot be agreed to by whomever it names either", async () => {
    const link = await started({ ...stop, requestedBy: "mallory" });
    expect((await agree(link, "mallory")).body.reason).toMatchObject({
      code: "vote-of-requester",
      params: { approver: "mallory" },
    });
  });
});

test("an execution that the API has started needs no more than the deployment wants, for the API signs who asks", async () => {
  const token = await cloud.token("olga", "operator");
  const { body } = await cloud.ask("POST", "/operations/stopListener", { token, body: stop });
  const link = await linkOf(body.execution);
  expect((await agree(link, "olga")).status).toBe(422);
  expect((await agree(link, "ada")).body.state).toBe("agreed");
});

test("nobody gives the API a signature, nor is told one", async () => {
  const token = await cloud.token("olga", "operator");
  const forged = await cloud.ask("POST", "/operations/stopListener", { token, body: { ...stop, signature: "x" } });
  expect(forged.status).toBe(400);
  const { body } = await cloud.ask("POST", "/operations/stopListener", { token, body: stop });
  const { text } = await cloud.ask("GET", `/executions/${body.execution}`, { token });
  expect(text).not.toContain("signature");
});

longTest("a subject of 255 characters may do everything that others may", async () => {
  const name = "x".repeat(255);
  const token = await cloud.token(name, "operator");
  const { body, status } = await cloud.ask("POST", "/operations/stopListener", { token, body: stop });
  expect(status).toBe(202);
  const link = await linkOf(body.execution);
  expect((await agree(link, name)).status).toBe(422);
  expect((await agree(link, "y".repeat(255))).body.state).toBe("agreed");
  expect((await cloud.finish("stopListener", body.execution)).verdict).toMatchObject({
    state: "verified",
    input: { requestedBy: name },
  });
});

function signed(key: Buffer, execution: string, input: object) {
  return signRequest(key, { operation: "stopListener", execution, input });
}

import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Notice } from "../shared/features/notify/notice.ts";
import { reasonIn } from "../shared/platform/reasons/reasonText.ts";
import { type ApiCloud, startApiCloud } from "../test/functions/api/apiCloud.ts";
import { coded } from "../test/support/coded.ts";
import { longTest } from "../test/support/sampled.ts";
import { startSmtp } from "../test/support/smtpServer.ts";

const SECRET = "SECret-of-the-robot-0123456789";
const received: Notice[] = [];
let answer = 200;
/** What the webhook turns away: whatever holds this. */
let refused = "";
let server: Server;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let cloud: ApiCloud;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const status = refused !== "" && text.includes(refused) ? 500 : answer;
      if (status === 200) received.push(JSON.parse(text));
      response.writeHead(status).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  smtp = await startSmtp(SECRET);
  cloud = await startApiCloud({
    ALBFLOW_ENVIRONMENT: "staging",
    ALBFLOW_NOTIFY: "change, failure, recovery, approval",
    ALBFLOW_WEBHOOK_URL: `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`,
    ALBFLOW_WEBHOOK_SECRET: SECRET,
    ALBFLOW_MAIL_SMTP: `smtp://ops:${SECRET}@127.0.0.1:${smtp.port}`,
    ALBFLOW_MAIL_FROM: "albflow@example.com",
    ALBFLOW_MAIL_TO: "sre@example.com",
  });
});
beforeEach(async () => {
  await cloud.reset();
  received.length = 0;
  smtp.mails.length = 0;
  smtp.behaviour.refusal = "";
  answer = 200;
  refused = "";
});
afterAll(async () => {
  await cloud.close();
  await smtp.close();
  server.close();
});

const plain = { listenerId: "lsn-plain", requestedBy: "olga" };

/** Lets time pass until so many notices have come. */
async function reported(count: number): Promise<Notice[]> {
  await cloud.clock.advanceUntil(() => received.length >= count, 60_000);
  return received;
}

describe("people are told", () => {
  test("of a change, with its diff, and of a recovery", async () => {
    await cloud.run("modifyListener", { ...plain, idleTimeout: 33 });
    await cloud.run("startListener", { listenerId: "lsn-stopped" });
    const [change, recovery] = await reported(2);
    expect(change).toMatchObject({
      kind: "change",
      title: coded("change-verified", { operation: "modifyListener", resource: "lsn-plain" }),
      changes: [{ field: "IdleTimeout", before: 15, after: 33 }],
      link: {
        url: expect.stringMatching(/\/executions\/test-modifyListener\?operation=modifyListener$/),
      },
    });
    expect(change?.sentences).toContainEqual(expect.objectContaining(coded("requested-by", { requester: "olga" })));
    expect(recovery).toMatchObject({
      kind: "recovery",
      title: coded("change-verified", { operation: "startListener", resource: "lsn-stopped" }),
    });
    await cloud.clock.advanceUntil(() => smtp.mails.length >= 2, 60_000);
    expect(smtp.mails[0]?.message).toContain("modifyListener");
  });

  test("of a change by somebody whose execution has the name of one of renewal's", async () => {
    for (const name of [
      "renew-hush",
      "renew-lsn-plain-1-2-2026112809",
      "order-1-2026112809",
      "round-20261128T091700",
    ]) {
      await cloud.run("modifyListener", { ...plain, idleTimeout: 20 + received.length }, name);
      expect((await reported(received.length + 1)).at(-1)).toMatchObject({ kind: "change" });
    }
    expect(received).toHaveLength(4);
  });

  test("of a failure, whatever became of it", async () => {
    const failure = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: failure });
    await cloud.run("modifyListener", { ...plain, idleTimeout: 33 });
    const [notice] = await reported(1);
    expect(notice).toMatchObject({
      kind: "failure",
      title: coded("change-rolled-back", { operation: "modifyListener", resource: "lsn-plain" }),
    });
    expect(notice?.sentences[0]).toMatchObject({ code: "job-failed", params: { cloudCode: "SystemBusy" } });
  });

  test("that somebody must agree, with a link that leads to the plan and can be answered", async () => {
    const asked = { ...plain, reason: "the shop moves", ticket: "OPS-7" };
    await cloud.start("stopListener", asked, "stop-1");
    const [notice] = await reported(1);
    expect(notice).toMatchObject({
      kind: "approval",
      title: coded("approval-requested", { operation: "stopListener", resource: "lsn-plain" }),
      changes: [{ field: "ListenerStatus", before: "Running", after: "Stopped" }],
      link: { label: coded("see-plan") },
    });
    const sentences = notice?.sentences.map(({ code, params }) => ({ code, params }));
    for (const sentence of [
      coded("requested-by", { requester: "olga" }),
      coded("requested-for", { why: "the shop moves", ticket: "OPS-7" }),
      coded("request-listener", {
        listenerId: "lsn-plain",
        listenerName: "shop-without-TLS",
        listens: "HTTP:80",
        loadBalancerId: "alb-demo",
      }),
      coded("request-place", { account: cloud.accountId, region: "cn-hangzhou", environment: "staging" }),
    ])
      expect(sentences).toContainEqual(sentence);
    expect(sentences).not.toContainEqual(expect.objectContaining({ code: "approval-reminder" }));
    expect(notice?.actions?.map(({ label, url }) => [label.code, url])).toEqual([
      ["button-agree", `${notice?.link?.url}?decision=agree`],
      ["button-deny", `${notice?.link?.url}?decision=deny`],
    ]);
    // One step stands in the first sentence, and not in a list of its own.
    expect(notice?.sentences[0]).toMatchObject({
      code: "approval-required",
      params: { steps: [coded("step-stop-listener", { listenerId: "lsn-plain" })] },
    });
    expect(sentences).not.toContainEqual(expect.objectContaining({ code: "plan-step" }));
    const token = await cloud.token("ada", "approver");
    const link = notice?.link?.url ?? "";
    expect((await cloud.ask("GET", link, { token })).body).toMatchObject({
      execution: "stop-1",
      requestedBy: "olga",
      why: "the shop moves",
      ticket: "OPS-7",
      listenerName: "shop-without-TLS",
      listens: "HTTP:80",
      loadBalancerId: "alb-demo",
      account: cloud.accountId,
      region: "cn-hangzhou",
      environment: "staging",
    });
    expect((await cloud.ask("POST", link, { token, body: { decision: "agree" } })).status).toBe(202);
    expect((await cloud.finish("stopListener", "stop-1")).verdict?.state).toBe("verified");
  });

  longTest(
    "once more when half of the time is over and nobody has answered; then both links lead to the question",
    async () => {
      await cloud.start("stopListener", plain, "stop-2");
      const [first] = await reported(1);
      await cloud.clock.advance(43_200_000 - 60_000);
      // Renewal goes on meanwhile, and people are told of that, too.
      const questions = () => received.filter(({ kind }) => kind === "approval");
      expect(questions()).toHaveLength(1);
      await cloud.clock.advance(120_000);
      await cloud.clock.advanceUntil(() => questions().length >= 2, 60_000);
      const [, reminder, ...others] = questions();
      expect(others).toEqual([]);
      expect(reminder?.sentences[0]).toMatchObject({ code: "approval-reminder" });
      const token = await cloud.token("ada", "approver");
      for (const url of [first?.link?.url ?? "", reminder?.link?.url ?? ""]) {
        expect((await cloud.ask("GET", url, { token })).body).toMatchObject({ execution: "stop-2" });
      }
      await cloud.ask("POST", first?.link?.url ?? "", { token, body: { decision: "agree" } });
      expect((await cloud.finish("stopListener", "stop-2")).verdict?.state).toBe("verified");
    },
  );

  test("why it was done, and for which ticket, when it is done, and so does the execution", async () => {
    await cloud.run("modifyListener", { ...plain, idleTimeout: 33, reason: "slow clients", ticket: "OPS-8" });
    const [change] = await reported(1);
    expect(change?.sentences).toContainEqual(
      expect.objectContaining(coded("requested-for", { why: "slow clients", ticket: "OPS-8" })),
    );
    const token = await cloud.token("vera", "viewer");
    const { body } = await cloud.ask("GET", "/v1/executions/test-modifyListener?operation=modifyListener", { token });
    expect(body).toMatchObject({ why: "slow clients", ticket: "OPS-8" });
  });

  test("of nothing when there was nothing to do", async () => {
    await cloud.run("startListener", { listenerId: "lsn-plain" });
    await cloud.clock.advance(10_000);
    expect(received).toEqual([]);
  });

  test("later, when nobody answers at first, and what was done is done anyway", async () => {
    answer = 503;
    smtp.behaviour.refusal = "451 come again";
    expect((await cloud.run("modifyListener", { ...plain, idleTimeout: 33 })).verdict?.state).toBe("verified");
    // Longer than its three tries take with their pauses: the platform calls it again. Mail goes on failing: whom one
    // channel has reached is not told again by the others.
    await cloud.clock.advance(10_000);
    expect(received).toEqual([]);
    answer = 200;
    await cloud.clock.advanceUntil(() => received.length > 0, 600_000);
    expect(received[0]?.title).toMatchObject(
      coded("change-verified", { operation: "modifyListener", resource: "lsn-plain" }),
    );
  });
});

test("a notice that nobody took is sent again, and one beside it that somebody took is not", async () => {
  refused = "lsn-second";
  const notices = ["lsn-first", "lsn-second"].map((key) => ({
    key,
    kind: "change",
    title: { code: "change-verified", params: { operation: "startListener", resource: key } },
    sentences: [],
    changes: [],
    at: cloud.clock.now(),
  }));
  smtp.behaviour.refusal = "550 no such receiver";
  const sent = async () => {
    let answered: string | undefined;
    const identity = { accountId: cloud.accountId, accessKeyId: "local" };
    const body = JSON.stringify({ notices });
    void cloud.fc.invoke({ functionName: "albflow-notify", body, identity }).then((result) => {
      answered = result.body.toString("utf8");
    });
    await cloud.clock.advanceUntil(() => answered !== undefined, 60_000);
    return answered;
  };
  // As the platform calls it again when it fails.
  expect(await sent()).toContain("notices-undelivered");
  refused = "";
  expect(await sent()).toContain("lsn-second");
  expect(received.map(({ title }) => title.params)).toMatchObject([
    { resource: "lsn-first" },
    { resource: "lsn-second" },
  ]);
});

test("an event that holds no notices is refused, with its problems", async () => {
  const answered = await cloud.fc.invoke({
    functionName: "albflow-notify",
    body: JSON.stringify({ notices: [{ key: "", kind: "change", secret: 1 }] }),
    identity: { accountId: cloud.accountId, accessKeyId: "local" },
  });
  const { errorType, errorMessage } = JSON.parse(answered.body.toString("utf8"));
  expect(errorType).toBe("InvalidInput");
  const reason = reasonIn(errorMessage);
  expect(reason.code).toBe("notices-invalid");
  expect(reason.params.problems).toContainEqual({ pointer: "/notices/0/title", problem: coded("value-missing") });
});

import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { startSmtp } from "../../../test/support/smtpServer.ts";
import type { Catalogue } from "../../core/messages/message.ts";
import { messagesIn } from "../../core/messages/messagesIn.ts";
import { noticeCatalogue } from "../../core/messages/noticeCatalogue.ts";
import { verdictOf } from "../../core/verdict.ts";
import { CLOCK_GLOBAL, systemClock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { keepUnavailable } from "../../platform/settings/secretSetting.ts";
import { deliver } from "./deliver.ts";
import { noticeOfEnd, noticeOfQuestion } from "./noticeOf.ts";
import { channelKinds, channelsFrom, openChannels } from "./registry.ts";
import { saidNotice } from "./saidNotice.ts";

const WHO = "alice wants to stop lsn-1 of alb-1";
const CONSEQUENCE = "Clients will get no answer on port 443";

const TOKEN = "5f0c1e7d9a2b4c6e8f1023456789abcd";
const SECRET = "SECret-of-the-robot-0123456789";

interface Posted {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown>;
}

const posted: Posted[] = [];
let answer: { status: number; body: string; location?: string };
let server: Server;
let smtp: Awaited<ReturnType<typeof startSmtp>>;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const url = new URL(request.url ?? "", "http://x");
      posted.push({
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        text,
        body: JSON.parse(text),
      });
      const headers = answer.location === undefined ? {} : { location: answer.location };
      response.writeHead(answer.status, headers).end(answer.body.replace("$URL", request.url ?? ""));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  smtp = await startSmtp(SECRET);
});
afterAll(async () => {
  server.close();
  await smtp.close();
});
beforeEach(() => {
  posted.length = 0;
  smtp.mails.length = 0;
  smtp.behaviour.refusal = "";
  answer = { status: 200, body: '{"errcode":0,"errmsg":"ok","code":0,"msg":"success"}' };
});

const environment = (): Record<string, string> => ({
  ALBFLOW_DINGTALK_URL: `${base}/robot/send?access_token=${TOKEN}`,
  ALBFLOW_DINGTALK_SECRET: SECRET,
  ALBFLOW_LARK_URL: `${base}/open-apis/bot/v2/hook/${TOKEN}`,
  ALBFLOW_LARK_SECRET: SECRET,
  ALBFLOW_WECOM_URL: `${base}/cgi-bin/webhook/send?key=${TOKEN}`,
  ALBFLOW_WEBHOOK_URL: `${base}/hook/${TOKEN}`,
  ALBFLOW_WEBHOOK_SECRET: SECRET,
  ALBFLOW_MAIL_SMTP: `smtp://ops:${SECRET}@127.0.0.1:${smtp.port}`,
  ALBFLOW_MAIL_FROM: "albflow@example.com",
  ALBFLOW_MAIL_TO: "sre@example.com, lead@example.com",
});

const text = (words: string) => reason("text", { text: words });
/** Messages of its own, so that no wording of the catalogue matters here. */
const messages = messagesIn(
  {
    text: ({ text }: { text: string }) => text,
    "approval-requested": ({ resource }: { resource: string }) => `Stop listener ${resource}?`,
    "see-plan": "Look at the plan",
  } as Catalogue,
  "en",
);
const notice = saidNotice(
  {
    key: "approval/rotateCertificate/lsn-1",
    kind: "approval",
    title: reason("approval-requested", { operation: "stopListener", resource: "lsn-1" }),
    sentences: [text(WHO), text(CONSEQUENCE)],
    changes: [
      { field: "ListenerStatus", before: "Running", after: "Stopped" },
      { field: "IdleTimeout", before: 15, after: undefined },
    ],
    link: { label: reason("see-plan"), url: "https://albflow.example.com/approvals/x?token=abc" },
    at: Date.UTC(2026, 10, 22),
  },
  messages,
);

const open = (name: string) => {
  const channel = channelsFrom(environment()).find((one) => one.name === name);
  if (channel === undefined) throw new Error(`no ${name}`);
  return channel;
};
const last = () => posted.at(-1) as Posted;
const hmac = (key: string, text: string) => createHmac("sha256", key).update(text).digest("base64");
const decodedMail = () =>
  (smtp.mails[0]?.message ?? "")
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => Buffer.from(hex, "hex").toString("latin1"));

/** How each channel's receiver knows that the message is ours, and the text that a person reads there. */
const receivers: Record<string, { isOwn(): void; text(): string }> = {
  DingTalk: {
    isOwn() {
      const timestamp = last().query.get("timestamp") ?? "";
      expect(last().query.get("access_token")).toBe(TOKEN);
      expect(last().query.get("sign")).toBe(hmac(SECRET, `${timestamp}\n${SECRET}`));
      expect(timestamp).toMatch(/^\d{13}$/);
    },
    text: () => (last().body.markdown as { text: string }).text,
  },
  Lark: {
    isOwn() {
      const { timestamp, sign } = last().body as { timestamp: string; sign: string };
      expect(timestamp).toMatch(/^\d{10}$/);
      expect(sign).toBe(hmac(`${timestamp}\n${SECRET}`, ""));
    },
    text: () => JSON.stringify(last().body.card),
  },
  WeCom: {
    isOwn: () => expect(last().query.get("key")).toBe(TOKEN),
    text: () => (last().body.markdown as { content: string }).content,
  },
  webhook: {
    isOwn() {
      const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = last().headers;
      expect(signature).toBe(`v1,${hmac(SECRET, `${String(id)}.${String(timestamp)}.${last().text}`)}`);
    },
    text: () => last().text,
  },
  mail: {
    isOwn() {
      expect(smtp.mails[0]).toMatchObject({
        user: "ops",
        password: SECRET,
        from: "albflow@example.com",
        to: ["sre@example.com", "lead@example.com"],
      });
    },
    text: decodedMail,
  },
};

test("a channel that cannot be opened costs itself", async () => {
  const { ALBFLOW_MAIL_SMTP: _, ...others } = environment();
  const broken = { ...others, ALBFLOW_LARK_URL: "kms:shop/lark", ALBFLOW_WECOM_URL: "not an address" };
  const error = new AlbflowError("Denied", reason("text", { text: "no right" }));
  keepUnavailable("ALBFLOW_LARK_URL", error);
  const { delivered, failed } = await deliver(openChannels(broken), notice, { messages });
  keepUnavailable("ALBFLOW_LARK_URL", undefined);
  expect(delivered).toEqual(["DingTalk", "webhook"]);
  expect(failed).toEqual([
    { channel: "Lark", reason: error.reason },
    {
      channel: "WeCom",
      reason: coded("setting-invalid", {
        name: "ALBFLOW_WECOM_URL",
        value: null,
        expected: coded("expected-https-address"),
      }),
    },
  ]);
});

test("every kind of channel has a receiver here", () => {
  expect(channelKinds.map(({ name }) => name).sort()).toEqual(Object.keys(receivers).sort());
});

describe.each(Object.entries(receivers))("%s", (name, receiver) => {
  test("sends what its receiver knows to be ours", async () => {
    await open(name).send(notice);
    receiver.isOwn();
  });

  test("tells title, sentences, diff and link", async () => {
    await open(name).send(notice);
    for (const part of [
      "Stop listener lsn-1?",
      CONSEQUENCE,
      name === "webhook" ? "ListenerStatus" : "State",
      "Stopped",
      "Look at the plan",
      "https://albflow.example.com/approvals/x?token=abc",
    ]) {
      expect(receiver.text()).toContain(part);
    }
  });

  test("tells the account and the region of a listener that is not at home: how a change has ended, and what is asked", async () => {
    const catalogue = messagesIn(await noticeCatalogue("en"), "en");
    const verdict = verdictOf({
      verdict: {
        operation: "stopListener",
        execution: "abroad",
        input: { listenerId: "lsn-1" },
        place: { accountId: "2222222222222222", region: "cn-beijing" },
        state: "verified",
      },
    });
    const home = { account: "1234567890123456", region: "cn-hangzhou", environment: "" };
    const ended = noticeOfEnd(verdict, 0, "");
    const asked = noticeOfQuestion(verdict, 0, { link: "", place: home, isReminder: false });
    for (const one of [ended, asked]) {
      if (one === undefined) throw new Error("There is nothing to tell.");
      smtp.mails.length = 0;
      await open(name).send(saidNotice(one, catalogue));
      expect(receiver.text()).toContain("2222222222222222/cn-beijing/lsn-1");
      expect(receiver.text()).not.toContain("1234567890123456");
    }
    expect(receiver.text()).toMatch(/account 2222222222222222\b.*cn-beijing|cn-beijing.*account 2222222222222222\b/);
  });

  test("says that nobody answers, without address or secret", async () => {
    const closed = Object.fromEntries(
      Object.entries(environment()).map(([key, value]) => [key, value.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:1")]),
    );
    const channel = channelsFrom(closed).find((one) => one.name === name);
    const error = await channel?.send(notice).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "Transient" });
    expectNoSecret(error);
  });

  test("does not pass on secrets that a receiver quotes", async () => {
    answer = {
      status: 200,
      body: `{"errcode":310000,"errmsg":"bad $URL ${SECRET}","code":19021,"msg":"bad $URL ${SECRET}"}`,
    };
    smtp.behaviour.refusal = `550 no ${SECRET}`;
    if (name === "webhook") answer.status = 403;
    const error = await open(name)
      .send(notice)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expectNoSecret(error);
  });

  test("is refused at once when its settings are wrong, by the name of the variable", () => {
    const kind = channelKinds.find((one) => one.name === name);
    const wrong = { ...environment(), [kind?.variable ?? ""]: "not an address" };
    expect(() => channelsFrom(wrong)).toThrow(
      expect.objectContaining({ kind: "InvalidInput", message: expect.stringContaining(kind?.variable ?? "?") }),
    );
  });

  test("is not there without its variable", () => {
    const kind = channelKinds.find((one) => one.name === name);
    const without = channelsFrom({ ...environment(), [kind?.variable ?? ""]: "" });
    expect(without.map((one) => one.name)).toEqual(channelKinds.map((one) => one.name).filter((one) => one !== name));
  });
});

describe.each(["DingTalk", "Lark", "WeCom", "webhook"])("%s", (name) => {
  test.each([
    [503, "Transient"],
    [429, "Throttled"],
    [403, "Denied"],
    [404, "Failed"],
  ])("takes status %i as %s", async (status, kind) => {
    answer = { status, body: "<html>" };
    await expect(open(name).send(notice)).rejects.toMatchObject({ kind });
  });

  test("follows nobody elsewhere", async () => {
    answer = { status: 302, body: "", location: `${base}/elsewhere` };
    await expect(open(name).send(notice)).rejects.toMatchObject({ kind: "Failed" });
    expect(posted).toHaveLength(1);
  });

  test("speaks plain http to this machine only", () => {
    const kind = channelKinds.find((one) => one.name === name);
    const plain = { ...environment(), [kind?.variable ?? ""]: "http://example.com/hook" };
    expect(() => channelsFrom(plain)).toThrow(expect.objectContaining({ kind: "InvalidInput" }));
  });
});

test.each([
  ["DingTalk", '{"errcode":130101,"errmsg":"send too fast"}', "Throttled"],
  ["DingTalk", '{"errcode":310000,"errmsg":"sign not match"}', "Denied"],
  ["Lark", '{"code":11232,"msg":"frequency limited"}', "Throttled"],
  ["Lark", '{"code":19021,"msg":"sign match fail"}', "Denied"],
  ["WeCom", '{"errcode":45009,"errmsg":"api freq out of limit"}', "Throttled"],
  ["WeCom", '{"errcode":93000,"errmsg":"invalid webhook url"}', "Denied"],
  ["WeCom", "not json", "Failed"],
])("%s that answers 200 with %s has refused", async (name, body, kind) => {
  answer = { status: 200, body };
  await expect(open(name).send(notice)).rejects.toMatchObject({ kind });
});

test.each([
  ["450 later", "Transient"],
  ["550 never", "Failed"],
])("a mail server that says %s makes it %s", async (refusal, kind) => {
  smtp.behaviour.refusal = refusal;
  await expect(open("mail").send(notice)).rejects.toMatchObject({ kind });
});

test("a wrong password of the mail server is Denied", async () => {
  const wrong = environment().ALBFLOW_MAIL_SMTP?.replace(SECRET, "wrong") ?? "";
  const [channel] = channelsFrom({ ...environment(), ALBFLOW_MAIL_SMTP: wrong }).filter(({ name }) => name === "mail");
  await expect(channel?.send(notice)).rejects.toMatchObject({ kind: "Denied" });
});

describe("deliver", () => {
  test("reaches every channel, though one fails", async () => {
    smtp.behaviour.refusal = "550 never";
    const { delivered, failed } = await deliver(channelsFrom(environment()), notice, { messages });
    expect(delivered).toEqual(["DingTalk", "Lark", "WeCom", "webhook"]);
    expect(failed).toEqual([
      { channel: "mail", reason: { code: "mail-refused", params: { status: 550, error: "EENVELOPE" } } },
    ]);
  });

  test("tries again only those that are asked for", async () => {
    expect(await deliver(channelsFrom(environment()), notice, { only: ["Lark"], messages })).toEqual({
      delivered: ["Lark"],
      failed: [],
    });
    expect(posted).toHaveLength(1);
  });

  test("leaves a robot alone that turns notices away, and tells what it has missed with the next that it takes", async () => {
    let passed = 0;
    const later = { ...systemClock, now: () => systemClock.now() + passed };
    Object.assign(globalThis, { [CLOCK_GLOBAL]: later });
    answer = { status: 200, body: '{"errcode":130101,"errmsg":"send too fast"}' };
    const first = await deliver(
      channelsFrom(environment()),
      { ...notice, title: "one" },
      { only: ["DingTalk"], messages },
    );
    expect(first.failed.map(({ channel }) => channel)).toEqual(["DingTalk"]);
    expect(posted).toHaveLength(1);
    answer = { status: 200, body: '{"errcode":0,"errmsg":"ok"}' };
    const second = await deliver(
      channelsFrom(environment()),
      { ...notice, title: "two" },
      { only: ["DingTalk"], messages },
    );
    expect(second.failed).toEqual([
      {
        channel: "DingTalk",
        reason: { code: "channel-takes-no-more", params: { channel: "DingTalk" } },
      },
    ]);
    expect(posted).toHaveLength(1);
    passed = 61_000;
    const third = await deliver(
      channelsFrom(environment()),
      { ...notice, title: "three" },
      { only: ["DingTalk"], messages },
    );
    expect(third.delivered).toEqual(["DingTalk"]);
    expect(JSON.parse(posted[1]?.text ?? "{}").markdown.text).toContain(
      'notices-missed {"count":2,"titles":["one","two"],"more":0}',
    );
    Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
  });

  test("tries three times what may pass", async () => {
    answer = { status: 503, body: "" };
    const pauses: number[] = [];
    const hasty = { ...systemClock, sleep: async (ms: number) => void pauses.push(ms) };
    Object.assign(globalThis, { [CLOCK_GLOBAL]: hasty });
    const { failed } = await deliver(channelsFrom(environment()), notice, { only: ["WeCom"], messages });
    expect(failed).toEqual([
      { channel: "WeCom", reason: { code: "channel-status", params: { channel: "WeCom", status: 503 } } },
    ]);
    Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
    expect(posted).toHaveLength(3);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
    expect(pauses[0]).toBeLessThanOrEqual(1_500);
    expect(pauses[1]).toBeGreaterThanOrEqual(2_000);
    expect(pauses[1]).toBeLessThanOrEqual(3_000);
  });
});

function expectNoSecret(error: unknown) {
  const seen = new Set<unknown>();
  const text = (value: unknown): string => {
    if (typeof value !== "object" || value === null || seen.has(value)) return String(value);
    seen.add(value);
    return Object.getOwnPropertyNames(value)
      .map((name) => text((value as Record<string, unknown>)[name]))
      .join("\n");
  };
  expect(text(error)).not.toContain(SECRET);
  expect(text(error)).not.toContain(TOKEN);
}

describe("what is to be decided", () => {
  const actions = [
    { label: "Approve…", url: "https://albflow.example.com/approvals/x?decision=agree" },
    { label: "Reject…", url: "https://albflow.example.com/approvals/x?decision=deny" },
  ];
  const asked = { ...notice, actions };

  test("is an ActionCard in DingTalk, with the whole question and a button for each decision", async () => {
    await open("DingTalk").send(asked);
    expect(last().body).toMatchObject({
      msgtype: "actionCard",
      actionCard: {
        title: "Stop listener lsn-1?",
        btns: [
          { title: "Approve…", actionURL: actions[0]?.url },
          { title: "Reject…", actionURL: actions[1]?.url },
        ],
      },
    });
    const { text } = (last().body as { actionCard: { text: string } }).actionCard;
    expect(text).toContain(CONSEQUENCE);
    expect(text).toContain("- State: `Running` → `Stopped`");
  });

  test("has a button for each decision in Lark", async () => {
    await open("Lark").send(asked);
    const { elements } = (last().body as { card: { elements: { tag: string; actions?: object[] }[] } }).card;
    expect(elements.at(-1)?.actions).toMatchObject([
      { type: "primary", text: { content: "Approve…" }, url: actions[0]?.url },
      { type: "danger", text: { content: "Reject…" }, url: actions[1]?.url },
    ]);
  });

  test("is a card with a link for each decision in WeCom, behind the message that says everything", async () => {
    await open("WeCom").send(asked);
    const [message, card] = posted.map(({ body }) => body);
    expect((message as { markdown: { content: string } }).markdown.content).toContain(CONSEQUENCE);
    expect(card).toEqual({
      msgtype: "template_card",
      template_card: {
        card_type: "text_notice",
        source: { desc: "albflow" },
        main_title: { title: "Stop listener lsn-1?" },
        sub_title_text: `${WHO}.`,
        jump_list: [
          { type: 1, title: "Approve…", url: actions[0]?.url },
          { type: 1, title: "Reject…", url: actions[1]?.url },
        ],
        // A touch of the card itself decides nothing.
        card_action: { type: 1, url: asked.link?.url },
      },
    });
  });
});

import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Notice, NoticeKind } from "../../../shared/features/notify/notice.ts";
import { invoke } from "../wire/invoke.ts";
import { type ApiCloud, startApiCloud } from "./apiCloud.ts";

const received: Notice[] = [];
let server: Server;
let cloud: ApiCloud;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  cloud = await startApiCloud({
    ALBFLOW_NOTIFY: "change,failure,recovery,approval,notRenewable,escalation,audit",
    ALBFLOW_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    ALBFLOW_WEBHOOK_SECRET: "SECret-of-the-robot-0123456789",
  });
});
beforeEach(async () => {
  await cloud.reset();
  received.length = 0;
});
afterAll(async () => {
  await cloud.close();
  server.close();
});

const plain = { listenerId: "lsn-plain", requestedBy: "olga" };
const failure = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
const fail = (count?: number) =>
  cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: failure, ...(count ? { count } : {}) });

/** What people are told of, how it comes about, and how many notices of it come. */
const CASES: { what: string; kind: NoticeKind; happens: () => Promise<unknown> }[] = [
  { what: "a change", kind: "change", happens: () => cloud.run("modifyListener", { ...plain, idleTimeout: 33 }) },
  { what: "a recovery", kind: "recovery", happens: () => cloud.run("startListener", { listenerId: "lsn-stopped" }) },
  {
    what: "a failure that was undone",
    kind: "failure",
    happens: async () => {
      fail();
      await cloud.run("modifyListener", { ...plain, idleTimeout: 33 });
    },
  },
  {
    what: "a refusal",
    kind: "failure",
    happens: async () => {
      const refused = await cloud.run("enableTracing", { listenerId: "lsn-basic" });
      expect(refused.verdict?.state).toBe("refused");
    },
  },
  { what: "a question", kind: "approval", happens: () => cloud.start("stopListener", plain, "asks") },
  { what: "a change that was stopped", kind: "change", happens: () => stopped({ reason: "a mistake" }) },
  { what: "what was left", kind: "failure", happens: () => stopped({ reason: "I see to it", leave: true }) },
  { what: "a round of renewal", kind: "change", happens: () => cloud.renew() },
  { what: "the ledger", kind: "audit", happens: () => invoke(cloud, "keepLedger", {}) },
];

async function stopped(body: object): Promise<void> {
  await cloud.start("modifyListener", { ...plain, idleTimeout: 44 }, "halfway");
  const isChanged = () =>
    cloud.alb
      .exportState()
      .listeners.some(({ ListenerId, IdleTimeout }) => ListenerId === plain.listenerId && IdleTimeout === 44);
  await cloud.clock.advanceUntil(isChanged, 60_000);
  const token = await cloud.token("olga", "operator");
  expect((await cloud.askInTime("POST", "/executions/halfway/stop", { token, body })).status).toBe(202);
  await cloud.finish("modifyListener", "back-halfway");
}

describe("the link of a notice", () => {
  test.each(CASES)("about $what leads to what there is, for programs and for browsers", async ({ kind, happens }) => {
    await happens();
    await cloud.clock.advanceUntil(() => received.some((notice) => notice.kind === kind), 60_000);
    const reported = received.filter((notice) => notice.kind === kind);
    expect(reported.length).toBeGreaterThan(0);
    const token = await cloud.token("ada", "viewer", "approver");
    for (const { link } of received) {
      expect(link?.url).toMatch(/^http:\/\//);
      const url = link?.url ?? "";
      const cookie = `albflow_session=${token}`;
      const page = await fetch(url, { headers: { accept: "text/html", cookie } });
      expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringContaining("text/html")]);
      expect(new URL(page.url).pathname).toMatch(/^\/console(?!\/sign-in)/);
      expect(await page.text()).toMatch(/<h1\b/);
      // The address of all is for people alone.
      if (new URL(url).pathname !== "/") expect((await cloud.ask("GET", url, { token })).status).toBe(200);
    }
  });
});

import { createServer, type Server } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { seededRandom } from "../../../local/random.ts";
import type { Notice } from "../../../shared/features/notify/notice.ts";
import { anyPayload } from "../../support/anyPayload.ts";
import { coded } from "../../support/coded.ts";
import { alarm, cloudEvent, stopListener } from "../../support/eventSamples.ts";
import { sampled, sampledRuns } from "../../support/sampled.ts";
import { changeRow } from "../support/changeRow.ts";
import { MINUTE, type RemediationCloud, ROOT, SHOP, startRemediationCloud, TRAIL } from "./remediationCloud.ts";

const received: Notice[] = [];
let server: Server;
let cloud: RemediationCloud;
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cloud = await startRemediationCloud({
    ALBFLOW_NOTIFY: "escalation",
    ALBFLOW_WEBHOOK_URL: `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`,
    ALBFLOW_WEBHOOK_SECRET: "SECret-of-the-robot-0123456789",
  });
});
beforeEach(async () => {
  await cloud.again();
  received.length = 0;
});
afterAll(async () => {
  await cloud.close();
  server.close();
});

const nowText = () => new Date(cloud.clock.now()).toISOString();
const stopOf = (listenerId: string, eventId: string) => ({
  ...stopListener,
  eventId,
  eventTime: nowText(),
  requestParameters: { ListenerId: listenerId },
});

/** Lets time pass until so many notices have come: who sends them is as quick as this machine. */
const reported = (count: number) =>
  vi.waitFor(
    async () => {
      await cloud.clock.advance(10_000);
      expect(received.length).toBeGreaterThanOrEqual(count);
    },
    { timeout: 5_000 },
  );

/** What remediation has started by now, in any order. */
const effects = () =>
  ["remediate", "startListener", "disableTracing", "changeTlsPolicy", "rotateCertificate"]
    .flatMap((flow) => cloud.executionsOf(flow).map(({ name }) => `${flow}: ${name}`))
    .sort();

describe("an event", () => {
  test.each(sampled(5, [1, 2, 3, 4, 5]))(
    "has one effect, delivered one to five times, in any order (%d)",
    async (seed) => {
      const random = seededRandom(`deliveries ${seed}`);
      await changeRow(cloud, "listeners", SHOP, { ListenerStatus: "Stopped" });
      const stop = stopOf(SHOP, "stop-1");
      const gone = {
        ...stop,
        eventId: "gone-1",
        serviceName: "Sls",
        eventName: "DeleteLogStore",
        requestParameters: { ProjectName: "albflow-traces", LogstoreName: "alb_traced" },
      };
      const fails = { ...alarm, timestamp: String(cloud.clock.now()), dimensions: [{ loadBalancerId: "alb-demo" }] };
      // Each in every form that it can come in.
      const events = [[stop, { ...cloudEvent, time: stop.eventTime, data: stop }], [gone], [fails]];
      const deliveries = events
        .flatMap((forms) =>
          Array.from({ length: 1 + Math.floor(random() * 5) }, (_, index) => forms[index % forms.length]),
        )
        .map((event) => ({ event, place: random() }))
        .sort((one, other) => one.place - other.place);
      for (const { event } of deliveries) {
        const answered = await cloud.hear(event);
        expect(answered.failed).toBe(false);
        if (random() < 0.5) await cloud.clock.advance(Math.floor(random() * 3 * MINUTE));
      }
      await cloud.clock.advance(5 * MINUTE);
      expect(effects()).toEqual([
        expect.stringMatching(/^disableTracing: remedy-untraceLogstore-lsn-traced-/),
        expect.stringMatching(/^remediate: escalate-rotate-alb-demo-\d{4}/),
        expect.stringMatching(/^remediate: remedy-restart-lsn-demo4u54y73wq7b-/),
        expect.stringMatching(/^remediate: remedy-untraceLogstore-lsn-traced-/),
        expect.stringMatching(/^startListener: remedy-restart-lsn-demo4u54y73wq7b-/),
      ]);
      expect((await cloud.listener(SHOP)).ListenerStatus).toBe("Running");
      await reported(1);
      expect(received.map(({ title }) => title)).toEqual([
        {
          code: "remediation-needs-person",
          params: { resource: "alb-demo" },
          message: "Manual action required: alb-demo",
        },
      ]);
    },
  );

  test("has one effect when it is delivered five times at once", async () => {
    await changeRow(cloud, "listeners", SHOP, { ListenerStatus: "Stopped" });
    const stop = stopOf(SHOP, "stop-1");
    await Promise.all(Array.from({ length: 5 }, () => cloud.hear(stop)));
    await cloud.clock.advance(5 * MINUTE);
    expect(effects()).toHaveLength(2);
    expect(cloud.remedies()).toEqual([`remedy-restart-${SHOP} Succeeded`]);
  });
});

describe("a fault that flaps a hundred times, or as often as a sample has it", () => {
  test.each(
    sampled(2, [
      [2, 1],
      [12, 3],
    ] as const),
  )(
    "every %d minutes is remedied %d times, and one person is asked once",
    { timeout: 300_000 },
    async (minutes, most) => {
      for (let time = 0; time < sampledRuns(100); time += 1) {
        // Stopping what is stopped is refused, and tells of nothing new.
        await cloud.alb.call(ROOT, "StopListener", { ListenerId: SHOP }).catch(() => {});
        await cloud.clock.advance(minutes * MINUTE);
        if ((await cloud.listener(SHOP)).ListenerStatus !== "Stopped") continue;
        // Somebody starts it again, so that it can fail again.
        await cloud.alb.call(ROOT, "StartListener", { ListenerId: SHOP });
        await cloud.clock.advance(5_000);
      }
      const names = cloud.remedies();
      expect(names.filter((name) => name.startsWith("remedy-"))).toHaveLength(most);
      expect(names.filter((name) => name.startsWith("escalate-"))).toHaveLength(1);
      expect(cloud.executionsOf("startListener")).toHaveLength(most);
      await reported(1);
      expect(received.map(({ kind, title }) => [kind, title])).toEqual([
        [
          "escalation",
          {
            code: "remediation-needs-person",
            params: { resource: "lsn-demo4u54y73wq7b" },
            message: "Manual action required: lsn-demo4u54y73wq7b",
          },
        ],
      ]);
    },
  );
});

test("a remedy that fails has a person asked at once, and is not tried again", async () => {
  const fault = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
  cloud.faults.add({ service: "alb", action: "StartListener", fault });
  await cloud.alb.call(ROOT, "StopListener", { ListenerId: SHOP });
  await cloud.clock.advance(10 * MINUTE);
  expect(cloud.remedies()).toEqual([
    `remedy-restart-${SHOP} Failed`,
    expect.stringMatching(/^escalate-restart-.* Succeeded$/),
  ]);
  await reported(1);
  expect(received[0]?.sentences[0]).toMatchObject(
    coded("remedy-did-not-help", {
      operation: "startListener",
      outcome: coded("several", {
        parts: [coded("job-failed", { cloudCode: "SystemBusy" }), coded("rolled-back", { resource: SHOP })],
      }),
    }),
  );
  await cloud.hear(stopOf(SHOP, "again"));
  expect(cloud.remedies()).toHaveLength(2);
});

describe("what nobody understands", () => {
  test.each([
    ["an event of an unknown shape", { hello: "world" }],
    ["no JSON", "hello"],
    ["an empty list", []],
    ["the event of a log trigger that says not where", { source: { beginCursor: "AAAA" } }],
    ["a phase that nobody knows", { phase: "dance" }],
    ["a list of nothing known", [1, null]],
  ])("%s is an error, and kept", async (_what, event) => {
    const { failed, body } = await cloud.hear(event);
    expect(failed).toBe(true);
    expect(body).toMatchObject({ errorType: "InvalidInput" });
    expect(cloud.kept("albflow_dead_letter")).toHaveLength(Array.isArray(event) && event.length > 0 ? event.length : 1);
  });

  test("in a logstore is kept, and stops neither its batch nor the next", async () => {
    await changeRow(cloud, "listeners", SHOP, { ListenerStatus: "Stopped" });
    cloud.sls.write(TRAIL, "t", [
      { event: "{ Signature=abc" },
      { event: JSON.stringify(stopOf(SHOP, "stop-1")) },
      { poison: "x".repeat(10_000) },
    ]);
    await cloud.clock.advance(3 * MINUTE);
    expect((await cloud.listener(SHOP)).ListenerStatus).toBe("Running");
    expect(cloud.kept("albflow_dead_letter").map(({ reason, source }) => [source, reasonOf(reason)])).toEqual([
      ["albflow-reports/actiontrail_albflow", coded("log-entry-without-event", { field: "event" })],
      [
        "albflow-reports/actiontrail_albflow",
        coded("event-unknown-shape", { members: ["__topic__", "__source__", "__time__", "poison"] }),
      ],
    ]);
    expect(JSON.stringify(cloud.kept("albflow_dead_letter"))).not.toContain("abc");
    cloud.sls.write(TRAIL, "t", [{ event: JSON.stringify(stopOf("lsn-plain", "stop-2")) }]);
    await cloud.clock.advance(3 * MINUTE);
    expect(cloud.kept("albflow_dead_letter")).toHaveLength(2);
  });

  test("a range that can never be read is kept, and what follows it is read", async () => {
    const source = { projectName: TRAIL.project, logstoreName: TRAIL.logstore, shardId: 0 };
    const { failed, body } = await cloud.hear({ source: { ...source, beginCursor: "nonsense", endCursor: "AAAA" } });
    expect(failed).toBe(false);
    expect(body).toMatchObject({ refused: 1 });
    expect(reasonOf(cloud.kept("albflow_dead_letter")[0]?.reason)).toMatchObject({ code: "range-unreadable" });
  });

  test("a trigger over the logstore that remediation itself writes to is an error", async () => {
    const source = { projectName: "albflow-reports", logstoreName: "albflow", shardId: 0 };
    const { failed, body } = await cloud.hear({ source: { ...source, beginCursor: "AAAA", endCursor: "AAAB" } });
    expect(failed).toBe(true);
    expect(body.errorMessage).toMatch(/^log-trigger-at-itself /);
  });
});

/** Of a hundred events each. */
const BATCHES = sampledRuns(100);

test("thousands of generated events end without a crash, and each is read or kept, never lost", {
  timeout: 300_000,
}, async () => {
  const batches = fc.sample(fc.array(anyPayload.filter(isJson), { minLength: 100, maxLength: 100 }), {
    numRuns: BATCHES,
    seed: 20261122,
  });
  let known = 0;
  let lost = 0;
  for (const batch of batches) {
    const before = cloud.kept("albflow_dead_letter").length;
    const { failed, body } = await cloud.hear(batch);
    const refused = cloud.kept("albflow_dead_letter").length - before;
    if (failed) {
      expect(body.errorType).toBe("InvalidInput");
      expect(refused).toBe(100);
      continue;
    }
    expect(body).toMatchObject({ events: 100, refused });
    known += 100 - refused;
    lost += refused;
  }
  expect(known + lost).toBe(BATCHES * 100);
  expect(known).toBeGreaterThan(BATCHES * 5);
  expect(lost).toBeGreaterThan(BATCHES * 5);
  // Whatever they named, nothing but the declared remedies was started.
  for (const name of cloud.remedies())
    expect(name).toMatch(/^(remedy|escalate)-(restart|restore|rotate|rotateExpiring)-/);
});

/** What has become a part of itself cannot come over the wire. */
function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

describe.each(["observe", "off"])("switched to %s", (word) => {
  let quiet: RemediationCloud;
  beforeAll(async () => {
    quiet = await startRemediationCloud({ ALBFLOW_REMEDIATION: word });
  });
  afterAll(() => quiet.close());

  test("nothing is done about a fault", async () => {
    await quiet.alb.call(ROOT, "StopListener", { ListenerId: SHOP });
    await quiet.clock.advance(5 * MINUTE);
    expect((await quiet.listener(SHOP)).ListenerStatus).toBe("Stopped");
    expect(quiet.remedies()).toEqual([]);
    const said = quiet.kept("albflow_remediation");
    if (word === "off") return expect(said).toEqual([]);
    expect(said[0]).toMatchObject({ act: "observe", rule: "restart", resource: SHOP, execution: "" });
    expect(reasonOf(said[0]?.reason)).toEqual(restarted("root"));
  });
});

/** What is kept of a reason. */
function reasonOf(text = "null"): unknown {
  return JSON.parse(text);
}

/** Why the rule restart answers that somebody has stopped the shop's listener. */
function restarted(caller: string) {
  return coded("remediation-answer", {
    event: coded("event-listener-stopped", { listenerId: SHOP, caller }),
    decision: coded("rule-applies", { rule: "restart", resource: SHOP }),
  });
}

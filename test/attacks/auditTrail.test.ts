import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { verifyTrail } from "../../cli/audit/verifyTrail.ts";
import { localSession } from "../../cli/localSession.ts";
import { auditTrail } from "../../deployment/doctor/checks/auditTrail.ts";
import { deploymentProbeOf } from "../../deployment/doctor/deploymentProbeOf.ts";
import { openAuditLog } from "../../shared/features/audit/auditLog.ts";
import { type AuditRecord, append, chainNameOf, close, newChain } from "../../shared/features/audit/auditRecord.ts";
import type { Notice } from "../../shared/features/notify/notice.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { clock } from "../../shared/platform/clock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import { coded } from "../support/coded.ts";
import { said } from "../support/said.ts";
import { inWholeSuite, longTest, sampled, sampledRuns } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

const DAY = 86_400_000;
const STORE = { project: "albflow-reports", logstore: "albflow" };
const notices: Notice[] = [];
let server: Server;
let cloud: SimulatedCloud;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      notices.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  cloud = await startSimulatedCloud({
    timersOf: ["albflow-keepLedger"],
    environment: {
      ALBFLOW_NOTIFY: "audit, escalation",
      ALBFLOW_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
      ALBFLOW_WEBHOOK_SECRET: "SECret-of-the-robot-0123456789",
    },
  });
});
beforeEach(async () => {
  await cloud.reset();
  notices.length = 0;
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  await cloud.close();
  server.close();
});

const log = () => openAuditLog(openLogs(localSession(cloud)), STORE);
/** Writes to the log, as whoever may write logs can. */
async function write(records: AuditRecord[]): Promise<void> {
  const time = vi.spyOn(clock, "now").mockReturnValue(cloud.clock.now());
  await log().write(records);
  time.mockRestore();
}
const ledger = async () => (await log().read({ from: 0, to: cloud.clock.now() + DAY, chain: "ledger" })).records;

interface Verified {
  code: number;
  findings: string[];
  head: string;
}

/** `albflow audit verify`, two minutes later. */
async function verify(options: Partial<Parameters<typeof verifyTrail>[0]> = {}): Promise<Verified> {
  const lines: string[] = [];
  const print = vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  const time = vi.spyOn(clock, "now").mockReturnValue(cloud.clock.now() + 120_000);
  const port = new URL(cloud.endpoints.console).port;
  const code = await verifyTrail({ local: true, port, days: "7", json: true, ...STORE, ...options });
  print.mockRestore();
  time.mockRestore();
  const { findings, head } = JSON.parse(lines[0] ?? "") as {
    findings: { kind: string; chain: string; position: number }[];
    head: string;
  };
  return { code, head, findings: findings.map(({ kind, chain, position }) => `${kind} ${chain}/${position}`) };
}

/** Does something to the entries of the log, as somebody could who may change what stands there. */
function tamper(keep: (entry: Record<string, string>) => boolean): void {
  const state = cloud.sls.exportState() as {
    projects: {
      logstores: { shards: { groups: { topic: string; logs: { contents: [string, string][] }[] }[] }[] }[];
    }[];
  };
  const groups = state.projects
    .flatMap(({ logstores }) => logstores)
    .flatMap(({ shards }) => shards)
    .flatMap((shard) => shard.groups);
  for (const group of groups) {
    if (group.topic !== "albflow_audit") continue;
    group.logs = group.logs.filter(({ contents }) => keep(Object.fromEntries(contents)));
  }
  cloud.sls.importState(state);
}

/** So many days with one operation each. */
async function days(count: number, { retention, from = 1 }: { retention?: number; from?: number } = {}): Promise<void> {
  if (retention !== undefined) {
    const state = cloud.sls.exportState() as { projects: { logstores: { name: string; ttl: number }[] }[] };
    for (const { logstores } of state.projects) for (const logstore of logstores) logstore.ttl = retention;
    cloud.sls.importState(state);
  }
  for (let day = from; day < from + count; day += 1) {
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 15 + (day % 40) }, `day-${day}`);
    await cloud.clock.advance(DAY);
  }
}

describe("a healthy audit trail", () => {
  test("of five days, and of twenty, has nothing wrong with it in any span, however long", async () => {
    await days(sampledRuns(20));
    for (const span of sampled(3, ["1", "2", "3", "7", "10", "13", "60"])) {
      expect({ span, ...(await verify({ days: span })) }).toMatchObject({ span, code: 0, findings: [] });
    }
    const now = cloud.clock.now();
    for (const [from, to] of [
      [9.5, 3.2],
      [6, 5],
      [4.01, 0.3],
      [2.7, 2.6],
    ] as const) {
      const span = { from: new Date(now - from * DAY).toISOString(), to: new Date(now - to * DAY).toISOString() };
      expect({ span, ...(await verify(span)) }).toMatchObject({ span, code: 0, findings: [] });
    }
  });

  inWholeSuite(() => {
    test("whose log store keeps records for three days has nothing wrong with it after nine", async () => {
      await days(9, { retention: 3 });
      expect(await verify({ days: "30" })).toMatchObject({ code: 0, findings: [] });
    });
  });

  test("says of an execution that was ended from outside that its records come with the ledger, and has them then", async () => {
    await cloud.start("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "halfway");
    await cloud.clock.advance(200);
    await openCloudFlow(localSession(cloud)).stop("albflow-modifyListener", "halfway", "a test");
    await cloud.clock.advance(300_000);
    expect(await verify()).toMatchObject({ code: 0, findings: ["pending albflow-modifyListener/halfway/0"] });
    await cloud.clock.advance(2 * DAY);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  test("says nothing of an execution that goes on, however long, nor when it has ended and before it is bound", async () => {
    await cloud.start("stopListener", { listenerId: "lsn-plain" }, "waiting");
    for (const ms of [60_000, 3_600_000, 20 * 3_600_000]) {
      await cloud.clock.advance(ms);
      for (const span of ["1", "7"]) {
        expect({ ms, span, ...(await verify({ days: span })) }).toMatchObject({ ms, span, code: 0, findings: [] });
      }
    }
    await cloud.clock.advance(4 * 3_600_000);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  test("has nothing wrong with it where a span begins between an execution's report and its end", async () => {
    const now = cloud.clock.now();
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "late");
    const late = cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get("late");
    const reported = (await log().read({ from: now, to: cloud.clock.now() + 1_000 })).records.flatMap(({ content }) =>
      content.kind === "closed" ? content.at : [],
    );
    expect(reported).toHaveLength(1);
    const between = (reported[0] ?? 0) + 1;
    Object.assign(late ?? {}, { stoppedAt: between + 1_000 });
    await cloud.clock.advance(300_000);
    const to = new Date(cloud.clock.now()).toISOString();
    expect(await verify({ from: new Date(between).toISOString(), to })).toMatchObject({ code: 0, findings: [] });
  });

  test("says of an operation whose report was lost with the log service that its records come with the ledger", async () => {
    cloud.faults.add({
      service: "sls",
      action: "PostLogStoreLogs",
      fault: { kind: "refuse", status: 503, code: "ServerBusy", message: "Busy." },
      count: 60,
    });
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "unrecorded");
    cloud.faults.clear();
    await cloud.clock.advance(300_000);
    expect(await verify()).toMatchObject({ code: 0, findings: ["pending albflow-modifyListener/unrecorded/0"] });
    await cloud.clock.advance(2 * DAY);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  inWholeSuite(() => {
    test("binds an execution once that has reported before midnight and ended after it", async () => {
      const midnight = Math.ceil(cloud.clock.now() / DAY) * DAY;
      await cloud.clock.advance(midnight - cloud.clock.now() - 20_000);
      await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "late");
      const late = cloud.cloudFlow.state.flows.get("albflow-modifyListener")?.executions.get("late");
      Object.assign(late ?? {}, { stoppedAt: midnight + 50 });
      await cloud.clock.advance(2 * DAY);
      expect(await verify()).toMatchObject({ code: 0, findings: [] });
      const bound = (await ledger()).flatMap(({ content }) => (content.kind === "ledger" ? content.chains : []));
      expect(bound.map(({ chain }) => chain)).toEqual(["albflow-modifyListener/late"]);
    });
  });
});

describe("an audit trail that somebody has worked on", () => {
  longTest("takes 220 records in one second, and the ledger goes on", async () => {
    const key = secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "audit");
    const at = cloud.clock.now();
    const burst = Array.from(
      { length: 220 },
      (_, index) => close(newChain(chainNameOf("albflow-modifyListener", `burst-${index}`)), at, key).record,
    );
    await write(burst);
    await cloud.clock.advance(2 * DAY);
    expect((await ledger()).map(({ content }) => (content.kind === "ledger" ? content.chains.length : 0))).toContain(
      220,
    );
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
  });

  test("is bound day by day in spite of a record in the ledger that albflow has not made, and people are told of it", async () => {
    await days(1);
    const forged = append(
      { chain: "ledger", position: 5_000, hash: "0".repeat(64) },
      { kind: "ledger", at: 0, from: Date.UTC(2036, 0, 1), to: Date.UTC(2036, 0, 2), chains: [], absent: [] },
      Buffer.alloc(32, 9),
    ).record;
    await write([forged]);
    await days(2, { from: 2 });
    const windows = (await ledger()).filter(({ position }) => position < 5_000);
    expect(windows.map(({ position }) => position)).toEqual([1, 2, 3]);
    const found = await verify();
    expect(found.code).toBe(1);
    expect(found.findings).toContain("forged ledger/5001");
    expect(found.findings.filter((one) => !one.includes("ledger/5001") && !one.includes("ledger/4"))).toEqual([]);

    expect(notices.find(({ kind }) => kind === "escalation")).toMatchObject({
      title: coded("foreign-audit-records", { count: 1 }),
      sentences: [coded("foreign-audit-records-are", { names: ["ledger/5001"] })],
    });
  });

  longTest(
    "does not take a forged end of an execution for its own, nor for a chain that needs no recovery",
    async () => {
      await cloud.start("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "halfway");
      await cloud.clock.advance(200);
      await openCloudFlow(localSession(cloud)).stop("albflow-modifyListener", "halfway", "a test");
      const chain = chainNameOf("albflow-modifyListener", "halfway");
      await write([close(newChain(chain), cloud.clock.now(), Buffer.alloc(32, 9)).record]);
      await cloud.clock.advance(2 * DAY);
      const { records } = await log().read({ from: 0, to: cloud.clock.now(), chain });
      expect(records.length).toBeGreaterThan(1);
      expect((await verify()).findings).toContain(`forged ${chain}/1`);
    },
  );

  longTest("without its ledger is found without a head, and with one too", async () => {
    await days(4);
    const { head } = await verify();
    expect(head).toMatch(/^[0-9a-f]{64}$/);
    tamper(({ chain }) => chain !== "ledger");
    const found = await verify();
    expect(found.code).toBe(1);
    expect(found.findings.filter((one) => one === "missing ledger/0").length).toBeGreaterThan(0);
    expect((await verify({ head })).findings).toContain("missing ledger/1");
  });

  inWholeSuite(() => {
    test("whose ledger was removed begins a new one with the first day of its records, and people are told", async () => {
      await days(4);
      tamper(({ chain }) => chain !== "ledger");
      notices.length = 0;
      await days(1, { from: 5 });
      expect(notices.map(({ title }) => title)).toContainEqual({
        code: "ledger-began-anew",
        params: {},
        message: said(reason("ledger-began-anew")),
      });
      expect(await verify()).toMatchObject({ code: 0, findings: [] });
    });
  });

  test("misses the records of one of two executions that have the same name", async () => {
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "same-name");
    await cloud.run("stopListener", { listenerId: "lsn-plain" }, "same-name");
    await cloud.clock.advance(120_000);
    expect(await verify()).toMatchObject({ code: 0, findings: [] });
    tamper(({ chain }) => chain !== "albflow-stopListener/same-name");
    expect(await verify()).toMatchObject({ code: 1, findings: ["missing albflow-stopListener/same-name/0"] });
  });
});

longTest("the head of the ledger is told to people once a day", async () => {
  await days(3);
  const reported = notices.filter(({ kind }) => kind === "audit");
  const heads = (await ledger()).map(({ hash }: AuditRecord) => hash);
  expect(reported.map(({ sentences }) => heads.indexOf(String(sentences[0]?.params.head)))).toEqual([0, 1, 2]);
});

describe("the doctor", () => {
  const auditFindings = async () => {
    const time = vi.spyOn(clock, "now").mockReturnValue(cloud.clock.now());
    const deployment = await deploymentProbeOf(localSession(cloud), { ramEndpoint: cloud.endpoints.ram });
    const findings = await auditTrail.run(deployment);
    time.mockRestore();
    return findings.map(({ fault, note }) => ({
      ...(fault === undefined ? {} : { fault }),
      ...(note === undefined ? {} : { note }),
    }));
  };

  longTest(
    "has nothing to say of an audit trail on its first day, and shows the head of its ledger later",
    async () => {
      expect(await auditFindings()).toEqual([]);
      await days(2);
      const hash = (await ledger()).at(-1)?.hash;
      expect(await auditFindings()).toEqual([
        { note: { code: "ledger-head", params: { hash, until: expect.any(Number) } } },
      ]);
    },
  );

  test("finds a ledger that is gone, and records that albflow has not made, in this second, too", async () => {
    await days(2);
    await cloud.clock.advance(1_000 - (cloud.clock.now() % 1_000));
    tamper(({ chain }) => chain !== "ledger");
    const chain = chainNameOf("albflow-modifyListener", "invented");
    await write([close(newChain(chain), cloud.clock.now(), Buffer.alloc(32, 9)).record]);
    expect(await auditFindings()).toEqual([
      { fault: { code: "ledger-missing", params: {} } },
      { fault: { code: "ledger-foreign-records", params: { count: 1 } } },
    ]);
  });
});

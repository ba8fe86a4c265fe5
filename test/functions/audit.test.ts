import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { verifyTrail } from "../../cli/audit/verifyTrail.ts";
import { localSession } from "../../cli/localSession.ts";
import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { operations } from "../../functions/registry.ts";
import { openAuditLog } from "../../shared/features/audit/auditLog.ts";
import { type AuditedCall, type AuditRecord, hashOf } from "../../shared/features/audit/auditRecord.ts";
import { verifyAudit } from "../../shared/features/audit/ledger.ts";
import { openCloudFlow } from "../../shared/platform/clients/cloudFlow.ts";
import { openLogs } from "../../shared/platform/clients/logs.ts";
import { clock } from "../../shared/platform/clock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { LOCAL_SECRET, secretFor } from "../../shared/platform/secretFor.ts";
import { shortExample } from "../shortCanary.ts";
import { coded } from "../support/coded.ts";
import { ANY, saidWithAny } from "../support/said.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { type SimulatedCloud, startSimulatedCloud } from "../support/simulatedCloud.ts";

const key = secretFor({ ALBFLOW_SECRET: LOCAL_SECRET }, "audit");
const DAY = 86_400_000;
const TWO = "albflow-stopListener/two";
let cloud: SimulatedCloud;
beforeAll(async () => {
  cloud = await startSimulatedCloud({ timersOf: ["albflow-keepLedger"] });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.close());

const log = () => openAuditLog(openLogs(localSession(cloud)), { project: "albflow-reports", logstore: "albflow" });
const kept = async () => (await log().read({ from: cloud.clock.now() - 9 * DAY, to: cloud.clock.now() + DAY })).records;
const callsIn = (records: AuditRecord[]) =>
  records.flatMap(({ content }) => (content.kind === "call" ? [content as AuditedCall] : []));

/** Preflight asks for a dry run of the same call: faults are for what comes after it. */
function passDryRun(action: string): void {
  cloud.faults.add({ service: "alb", action, fault: { kind: "delay", ms: 1 }, count: 1 });
}

describe("the records of an execution", () => {
  test("say of every write who, why, what was agreed to, before and after, and what the cloud has answered", async () => {
    await cloud.run("stopListener", { listenerId: "lsn-plain", requestedBy: "olga" }, "stop-1");
    const records = await kept();
    const [call] = callsIn(records);
    const made = cloud.calls.recent({ action: "StopListener" }).find(({ status }) => status === 200);
    expect(call).toMatchObject({
      action: "alb:StopListener",
      resource: "lsn-plain",
      who: "olga",
      why: { code: "carrying-out", params: { operation: "stopListener" } },
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      approvers: ["ada"],
      before: { ListenerStatus: "Running" },
      after: { ListenerStatus: "Stopped" },
      requestId: made?.requestId,
      jobId: expect.stringMatching(/.+/),
      outcome: "done",
      evidence: [
        coded("probe-matches", { probe: coded("probe-closed-port", { port: 80 }), found: coded("value-refused", {}) }),
      ],
    });
    expect(records.at(-1)?.content).toMatchObject({ kind: "closed", calls: 1, state: "verified" });
    expect(verifyAudit(records, { key })).toEqual([]);
  });

  test("tell the steps of a rotation one by one, each with what was seen after it", async () => {
    const { listenerId, bystander } = cloud.seed;
    await cloud.run(
      "removeCertificates",
      { listenerId, certificateIds: [bystander.id], allowUncoveredNames: ["partner.example.net"] },
      "a",
    );
    const { expiring, successor } = cloud.seed;
    await cloud.run("rotateCertificate", { listenerId, certificateId: expiring.id, successorId: successor?.id }, "b");
    const calls = callsIn((await kept()).filter(({ chain }) => chain.endsWith("/b")));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.every(({ requestId, evidence }) => requestId !== "" && evidence.length > 0)).toBe(true);
    expect(verifyAudit(await kept(), { key })).toEqual([]);
  });

  test("tell what was refused, and the rollback", async () => {
    const refusal = { kind: "refuse", status: 400, code: "InvalidParameter", message: "Not today." } as const;
    passDryRun("UpdateListenerAttribute");
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: refusal });
    const asked = { listenerId: "lsn-plain", idleTimeout: 33, reason: "slow clients", ticket: "OPS-8" };
    await cloud.run("modifyListener", asked, "refused");
    expect(callsIn(await kept())).toMatchObject([
      {
        action: "alb:UpdateListenerAttribute",
        outcome: "refused",
        requestId: expect.stringMatching(/.+/),
        said: { reason: "slow clients", ticket: "OPS-8" },
      },
    ]);
    const later = { kind: "failJob", code: "SystemBusy", message: "System is busy." } as const;
    cloud.faults.add({ service: "alb", action: "StopListener", fault: later });
    await cloud.run("stopListener", { listenerId: "lsn-plain" }, "undone");
    const undone = (await kept()).filter(({ chain }) => chain.endsWith("/undone"));
    expect(undone.at(-1)?.content).toMatchObject({ kind: "closed", state: "rolledBack" });
    expect(verifyAudit(await kept(), { key })).toEqual([]);
  });

  test("tell of a write whose answer was lost that it was made, or that nobody knows", async () => {
    passDryRun("UpdateListenerAttribute");
    const lost = { kind: "reset", when: "after" } as const;
    cloud.faults.add({ service: "alb", action: "UpdateListenerAttribute", fault: lost, count: 3 });
    await cloud.run("modifyListener", { listenerId: "lsn-plain", idleTimeout: 33 }, "lost");
    expect(callsIn(await kept()).map(({ outcome }) => outcome)).toContain("done");
    passDryRun("StopListener");
    cloud.faults.add({ service: "alb", action: "StopListener", fault: { kind: "reset", when: "before" } });
    await cloud.run("stopListener", { listenerId: "lsn-plain" }, "never");
    const never = (await kept()).filter(({ chain }) => chain.endsWith("/never"));
    expect(callsIn(never).map(({ outcome }) => outcome)).toEqual(["unknown"]);
    expect(verifyAudit(await kept(), { key })).toEqual([]);
  });

  test("are closed also where nothing was written", async () => {
    await cloud.run("startListener", { listenerId: "lsn-plain" }, "nothing");
    await cloud.run("startListener", { listenerId: "lsn-nobody" }, "refused");
    const records = await kept();
    expect(records.map(({ chain, content }) => [chain, content.kind])).toEqual([
      ["albflow-startListener/nothing", "closed"],
      ["albflow-startListener/refused", "closed"],
    ]);
  });

  test("hold no secret, and agree with every write of every operation", async () => {
    for (const { name, example } of sampled(
      9,
      Object.values(operations).map((one) => ({ ...one, example: shortExample(one) })),
    )) {
      await cloud.reset();
      await cloud.run(name, example, `run-${name}`);
      const records = await kept();
      const written = new Set(callsIn(records).map(({ requestId }) => requestId));
      const made = cloud.calls
        .recent({})
        .filter(({ action, service, status }) => PRODUCTS.has(service) && WRITING.test(action) && status === 200);
      expect({ name, missed: made.filter(({ requestId }) => !written.has(requestId)) }).toEqual({ name, missed: [] });
      expect(JSON.stringify(records)).not.toMatch(/PRIVATE KEY|STS\.|taskToken/);
      expect(verifyAudit(records, { key })).toEqual([]);
    }
  });
});

const PRODUCTS = new Set(["alb", "cas"]);
const WRITING = /^(Start|Stop|Update|Create|Delete|Associate|Dissociate|Enable|Disable|Upload|Add)/;

describe("albflow audit verify", () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  });
  afterEach(() => vi.restoreAllMocks());

  const verify = async (options: Partial<Parameters<typeof verifyTrail>[0]> = {}) => {
    lines.length = 0;
    const port = new URL(cloud.endpoints.console).port;
    // Long enough after the last execution for its records to be there.
    vi.spyOn(clock, "now").mockReturnValue(cloud.clock.now() + 120_000);
    const to = new Date(cloud.clock.now() + DAY).toISOString();
    return verifyTrail({
      local: true,
      port,
      days: "9",
      to,
      project: "albflow-reports",
      logstore: "albflow",
      ...options,
    });
  };

  /** Three executions, one of them with several records. */
  async function history() {
    await cloud.run("startListener", { listenerId: "lsn-stopped" }, "one");
    await cloud.run("stopListener", { listenerId: "lsn-plain" }, "two");
    await cloud.run("modifyListener", { listenerId: cloud.seed.listenerId, idleTimeout: 33 }, "three");
  }

  /** Does something to the entries of the log, as somebody could who may write there. */
  function tamper(change: (entries: Record<string, string>[]) => Record<string, string>[]): void {
    const state = cloud.sls.exportState() as {
      projects: { logstores: { name: string; shards: { groups: Group[] }[] }[] }[];
    };
    const groups = state.projects.flatMap(({ logstores }) =>
      logstores.flatMap(({ shards }) => shards.flatMap((shard) => shard.groups)),
    );
    for (const group of groups) {
      if (group.topic !== "albflow_audit") continue;
      const entries = group.logs.map(({ contents }) => Object.fromEntries(contents));
      const [time = 0] = group.logs.map((entry) => entry.time);
      group.logs = change(entries).map((entry) => ({ time, contents: Object.entries(entry) }));
    }
    cloud.sls.importState(state);
  }

  const changed = (entry: Record<string, string>, change: (record: AuditRecord) => object) => {
    const record = JSON.parse(entry.record ?? "") as AuditRecord;
    return { ...entry, record: JSON.stringify({ ...record, ...change(record) }) };
  };
  const isFirstOfTwo = (entry: Record<string, string>) => entry.chain === TWO && entry.position === "1";

  test("finds nothing where nothing was done to the records", async () => {
    await history();
    expect(await verify()).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(
        saidWithAny(reason("audit-summary", { records: ANY, chains: 3, since: ANY, executions: 3, isSealed: true })),
      ),
      cliSentences("audit-clean"),
    ]);
  });

  test.each(
    sampled<[string, (entries: Record<string, string>[]) => Record<string, string>[], RegExp]>(4, [
      [
        "one that was changed",
        (entries) =>
          entries.map((entry) =>
            isFirstOfTwo(entry) ? changed(entry, ({ content }) => ({ content: { ...content, who: "nobody" } })) : entry,
          ),
        /changed +\?|changed +albflow-stopListener\/two/,
      ],
      [
        "one that was changed together with what people search by, its hash made anew",
        (entries) =>
          entries.map((entry) =>
            isFirstOfTwo(entry)
              ? {
                  ...changed(entry, (record) => {
                    const content = { ...record.content, who: "nobody" } as AuditRecord["content"];
                    return { content, hash: hashOf({ ...record, content }) };
                  }),
                  who: "nobody",
                }
              : entry,
          ),
        /forged +albflow-stopListener\/two\/1/,
      ],
      [
        "one that is gone",
        (entries) => entries.filter((entry) => !isFirstOfTwo(entry)),
        /missing +albflow-stopListener\/two\/1/,
      ],
      [
        "an end that is gone",
        (entries) => entries.filter((entry) => !(entry.chain === TWO && entry.kind === "closed")),
        /unclosed +albflow-stopListener\/two\/1/,
      ],
      [
        "a whole execution that is gone",
        (entries) => entries.filter((entry) => entry.chain !== TWO),
        /missing +albflow-stopListener\/two\/0: CloudFlow knows albflow-stopListener\/two/,
      ],
      [
        "two that have changed places",
        (entries) =>
          entries.map((entry, index) => {
            const other = entries[entries.length - 1 - index];
            if (entry.chain !== TWO || other === undefined) return entry;
            return {
              ...entry,
              ...changed(other, () => ({ position: Number(entry.position) })),
              position: entry.position ?? "",
            };
          }),
        /changed +albflow-stopListener\/two/,
      ],
      [
        "one that was filled with anything",
        (entries) => entries.map((entry) => (isFirstOfTwo(entry) ? { record: "x" } : entry)),
        /changed/,
      ],
    ]),
  )("finds %s", async (_, change, said) => {
    await history();
    tamper(change);
    expect(await verify()).toBe(1);
    expect(lines.join("\n")).toMatch(said);
  });

  test("tells machines the same", async () => {
    await history();
    expect(await verify({ json: true })).toBe(0);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ chains: 3, executions: 3, sealed: true, findings: [] });
  });

  inWholeSuite(() => {
    test("finds a ledger's chain that vanished after CloudFlow has forgotten it, and a ledger that was cut off", async () => {
      await history();
      await cloud.clock.advance(2 * DAY);
      // Its timer has been there; asked again it has nothing left to bind.
      const bound = await keepLedger();
      expect(bound.windows).toEqual([]);
      expect(await verify({ head: bound.head })).toBe(0);
      const inLedger = (await kept()).flatMap(({ content }) => (content.kind === "ledger" ? content.chains : []));
      expect(inLedger.map(({ chain }) => chain)).toEqual(
        expect.arrayContaining(["albflow-modifyListener/three", "albflow-startListener/one", TWO]),
      );
      tamper((entries) => entries.filter((entry) => entry.chain !== TWO));
      for (const [, flow] of cloud.cloudFlow.state.flows) flow.executions.delete("two");
      expect(await verify()).toBe(1);
      expect(lines.join("\n")).toContain(`albflow-stopListener/two/2: ${cliMessage("chain-lost", { chain: TWO })}`);
      tamper((entries) => entries.filter((entry) => entry.chain !== "ledger"));
      expect(await verify({ head: bound.head })).toBe(1);
      expect(lines.join("\n")).toContain(`ledger/1: ${cliMessage("ledger-head-missing", { head: bound.head })}`);
    });
  });
});

interface Group {
  topic: string;
  logs: { time: number; contents: [string, string][] }[];
}

async function keepLedger() {
  const { body } = await cloud.fc.fireTimer("albflow-keepLedger", "timer");
  return JSON.parse(body.toString("utf8")) as { windows: { chains: number; closed: string[] }[]; head: string };
}

describe("the ledger", () => {
  test("binds each day once, without a gap, and closes what was ended from outside", async () => {
    const { listenerId } = cloud.seed;
    await cloud.run("startListener", { listenerId: "lsn-stopped" }, "whole");
    await cloud.start("modifyListener", { listenerId, idleTimeout: 33 }, "halfway");
    const isWritten = () =>
      cloud.calls.recent({ action: "UpdateListenerAttribute" }).some(({ status }) => status === 200);
    await cloud.clock.advanceUntil(isWritten, 60_000);
    await cloud.clock.advance(500);
    await openCloudFlow(localSession(cloud)).stop("albflow-modifyListener", "halfway", "a test");
    await cloud.clock.advance(3 * DAY);
    const again = await keepLedger();
    expect(again.windows).toEqual([]);
    const records = await kept();
    expect(verifyAudit(records, { key, head: again.head })).toEqual([]);
    const halfway = records.filter(({ chain }) => chain.endsWith("/halfway"));
    expect(halfway.map(({ content }) => content.kind)).toEqual(["call", "closed"]);
    const ledger = records.filter(({ chain }) => chain === "ledger");
    expect(ledger.length).toBeGreaterThanOrEqual(2);
  });
});

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type QuestionName, questionOf, questions } from "../../local/realities/questions.ts";
import { createRealities } from "../../local/realities/realities.ts";
import { tableUnder } from "../../test/reference/references.ts";
import { coded } from "../../test/support/coded.ts";
import { longTest, sampled } from "../../test/support/sampled.ts";
import { applyReport, settingsFrom } from "./applyFound.ts";
import { type FieldCloud, fieldOn, startFieldCloud } from "./localField.ts";
import type { OwnResources } from "./own.ts";
import { openOwnResources } from "./ownResources.ts";
import { questionsOf } from "./probe.ts";
import { probes } from "./probes/registry.ts";
import { removeOwn } from "./removeOwn.ts";
import { type Report, reportText } from "./report.ts";
import { runProbes } from "./runProbes.ts";

const folder = mkdtempSync(join(tmpdir(), "albflow-fieldtest-"));
let cloud: FieldCloud;
let shared: OwnResources;
beforeAll(async () => {
  cloud = await startFieldCloud();
  shared = openOwnResources(fieldOn(cloud));
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true });
});

/** What a local cloud cannot be asked, whatever it does. */
const UNPROBED = ["job-age", "failed-job", "history-age", "alarm-body", "cas-codes/quota"];

describe("the open table and the probes", () => {
  const rows = tableUnder("open", "Assumptions").map(([number = "", , , , probe = ""]) => ({
    number,
    probe: /^`([a-z0-9-]+)`/.exec(probe)?.[1] ?? "",
  }));
  const asked = Object.entries(questions).map(([name, { row }]) => ({ number: row, probe: name.split("/")[0] ?? "" }));

  test("every row names its probe, and every probe its row", () => {
    const paired = ({ number, probe }: { number: string; probe: string }) => `${number} ${probe}`;
    const settled = asked.filter(({ number }) => number.startsWith("O"));
    expect([...new Set(settled.map(paired))].sort()).toEqual(rows.map(paired).sort());
  });

  test("what the documents have settled is looked at where a probe is worth it, and every probe has a question", () => {
    const others = asked.filter(({ number }) => !number.startsWith("O"));
    expect([...new Set(others.map(({ number }) => number))].sort()).toEqual(["CB1", "CB3", "CR11", "CR2", "CR8"]);
    expect([...new Set(asked.map(({ probe }) => probe))].sort()).toEqual(Object.keys(probes).sort());
  });
});

longTest("a run on a local cloud finds everything as assumed, ends with one line of JSON, and leaves nothing", () => {
  const file = join(folder, "fieldtest.json");
  const run = spawnSync(process.execPath, [CLI, "fieldtest", "--local", "--json", "--file", file], SPAWN);
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  expect(report.findings.filter(({ agrees }) => agrees === false)).toEqual([]);
  const open = report.findings.filter(({ found }) => found === undefined).map(({ question }) => question);
  expect(open.sort()).toEqual([...UNPROBED].sort());
  const lines = run.stdout.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  const all = Object.keys(questions).length;
  const settled = all - UNPROBED.length;
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    probes: all,
    settled,
    contradictions: 0,
    seconds: expect.any(Number),
  });
  expect(run.stderr).not.toContain("LEFT");
  expect(run.status).toBe(0);
});

/** Faults that are a contradiction for probes that the local cloud has no other answer for. */
const FAULTS: Partial<Record<string, { service: string; action: string }>> = {
  "catch-sees": { service: "fnf", action: "CreateFlow" },
  branches: { service: "fnf", action: "CreateFlow" },
  "task-timeout": { service: "fnf", action: "CreateFlow" },
  "post-and-get": { service: "fnf", action: "DescribeExecution" },
  "function-error-name": { service: "fc", action: "InvokeFunction" },
  "fc-signature": { service: "fc", action: "InvokeFunction" },
  "http-answer": { service: "fc", action: "HttpTrigger" },
  "timer-interval": { service: "fc", action: "CreateTrigger" },
  "function-timeout": { service: "fc", action: "InvokeFunction" },
  "service-linked-roles": { service: "ram", action: "CheckServiceLinkedRoleExistence" },
};

describe("a contradiction is found", () => {
  const planted = (name: QuestionName) => {
    const { others = [], refusalOf } = questionOf(name);
    return [...others, ...(refusalOf === undefined ? [] : ["409 Planted.Refusal"])];
  };
  const most = (probe: string) => Math.max(...questionsOf(probe).map((name) => planted(name).length));
  const cases = Object.keys(probes).flatMap((probe) =>
    Array.from(
      { length: Math.max(most(probe), FAULTS[probe] === undefined ? 0 : 1) },
      (_, index) => [probe, index] as const,
    ),
  );
  let run = 0;

  test.each(sampled(12, cases))("by %s, answer %i", async (probe, index) => {
    run += 1;
    const plants = questionsOf(probe).flatMap((name) => {
      const answer = planted(name)[index];
      return answer === undefined ? [] : [[name, answer] as const];
    });
    const fault = FAULTS[probe];
    const refusal = { kind: "refuse", status: 409, code: "Planted.Refusal", message: "as planted" } as const;
    // Everything that it needs is there before the cloud changes its mind.
    const { loadBalancerId } = await shared.alb();
    expect(loadBalancerId).not.toBe("");
    await shared.logs();
    await shared.address();
    const { alb, logs, echo, address } = shared;
    const own = Object.assign(openOwnResources(fieldOn(cloud, { run: `ft-planted${run}` })), {
      alb,
      logs,
      echo,
      address,
    });
    cloud.realities.set("alb-rate", "more than 400 a minute");
    for (const [name, answer] of plants) cloud.realities.set(name, answer);
    if (fault !== undefined) cloud.faults.add({ ...fault, fault: refusal });
    const failing = { service: "alb", action: "UpdateListenerAttribute" };
    if (probe === "failed-job") {
      cloud.faults.add({ ...failing, fault: { kind: "failJob", code: "Planted.Job", message: "as planted" } });
    }
    try {
      const findings = await runProbes(own, undefined, [probe]);
      if (fault !== undefined) expect(findings.map(({ agrees }) => agrees)).toEqual([false]);
      for (const [question, found] of plants) {
        expect(findings.find((one) => one.question === question)).toMatchObject({ found, agrees: false });
      }
    } finally {
      cloud.faults.clear();
      for (const name of Object.keys(cloud.realities.all())) cloud.realities.set(name, undefined);
    }
  });

  test("by alarm-body, of an alarm that the deployed remediate does not understand", async () => {
    const field = fieldOn(cloud, { mayWrite: false });
    const remediate = "/functions/albflow-remediate/invocations";
    const sent = async (body: object) => {
      const { status } = await field.rest({ product: "fc", method: "POST", path: remediate, body });
      expect(status).toBe(200);
    };
    const asked = async () => (await runProbes(openOwnResources(field), undefined, ["alarm-body"]))[0];
    expect(await asked()).toMatchObject({ unprobed: coded("gap-no-alarm") });
    await sent({
      alertName: "handshakes",
      alertState: "ALERT",
      metricName: "ListenerClientTLSNegotiationError",
      timestamp: String(field.now()),
      curValue: "7",
      dimensions: "{loadBalancerId=alb-0qz6t7ue4ydsnrmiy5}",
    });
    expect(await asked()).toMatchObject({ found: "understood", agrees: true });
    await sent({ alert: { name: "handshakes", state: "ALERT" }, metric: "ListenerClientTLSNegotiationError" });
    expect(await asked()).toMatchObject({ number: "O53", found: "not understood", agrees: false });
  });

  test("by every probe: the one that is not among the cases has a test of its own", () => {
    const without = Object.keys(probes).filter((probe) => !cases.some(([name]) => name === probe));
    expect(without).toEqual(["alarm-body"]);
  });
});

test("without --write nothing is changed, and what would change something is reported as open", async () => {
  await cloud.time.advance(1);
  const since = cloud.clock.now();
  const findings = await runProbes(openOwnResources(fieldOn(cloud, { mayWrite: false })));
  const actions = new Set(cloud.calls.recent({ since }).map(({ action }) => action));
  expect([...actions].filter((action) => !/^(?:Get|List|Describe|Check|\(unknown\))/.test(action))).toEqual([]);
  expect(findings).toHaveLength(Object.keys(questions).length);
  expect(findings.find(({ question }) => question === "statuses")).toMatchObject({ agrees: true });
  expect(findings.find(({ question }) => question === "port-taken")?.unprobed).toEqual(coded("gap-needs-write"));
});

test("what is written down holds no account, key, address, domain or name of a resource", async () => {
  const code = "shop.example.com_1234567890123456_alb-0qz6t7ue4ydsnrmiy5";
  const message = "1234567890123456 LTAI5tPlantedPlanted https://shop.example.com 203.0.113.7";
  for (const action of ["GetListenerAttribute", "ListSystemSecurityPolicies", "ListAsynJobs"]) {
    cloud.faults.add({ service: "alb", action, fault: { kind: "refuse", status: 400, code, message } });
  }
  const findings = await runProbes(openOwnResources(fieldOn(cloud, { mayWrite: false })));
  cloud.faults.clear();
  const summary = { probes: 1, settled: 1, contradictions: 0, seconds: 1 };
  const text = reportText({ date: "2026-11-28", region: "cn-hangzhou", summary, findings });
  expect(text).not.toMatch(/shop\.example|1234567890123456|LTAI5t|203\.0\.113|alb-0qz6/);
  expect(text).toContain('"question": "statuses"');
});

test("what was found is what a local cloud does from then on, and what it cannot do is reported", () => {
  const findings = [
    { question: "start-running/start", found: "taken" },
    { question: "port-taken", found: "409 ResourceConflict.Port" },
    { question: "list-order", found: "in no order of time" },
    { question: "replaced-default", found: "leaves at once" },
    { question: "a row that is gone", found: "anything" },
    { question: "job-age", unprobed: coded("gap-jobs-too-young", { hours: 2 }) },
  ];
  const before = { "replaced-default": "stays as an additional one", "bare-id": "refused" };
  const applied = settingsFrom(JSON.stringify({ findings }), before);
  expect(applied).toEqual({
    settings: { "bare-id": "refused", "port-taken": "409 ResourceConflict.Port", "start-running/start": "taken" },
    notPlayed: [{ question: "list-order", found: "in no order of time" }],
  });
  expect(createRealities(applied.settings).is("start-running/start", "taken")).toBe(true);
  expect(() => createRealities({ "list-order": "at random" })).toThrow("cannot answer list-order");
  expect(() => settingsFrom("no report", {})).toThrow("field-report-invalid");
});

test("--apply writes what was found into the settings of the local cloud, which has them from then on", () => {
  const report = join(folder, "found.json");
  const realities = join(folder, "realities.json");
  writeFileSync(realities, JSON.stringify({ "replaced-default": "stays as an additional one", "bare-id": "refused" }));
  const findings = [
    { question: "replaced-default", found: "leaves at once" },
    { question: "list-order", found: "by name" },
    { question: "mail-port", found: "slow" },
  ];
  writeFileSync(report, JSON.stringify({ date: "2026-11-28", findings }));
  expect(applyReport(report, realities).notPlayed).toEqual([{ question: "mail-port", found: "slow" }]);
  const written = readFileSync(realities, "utf8");
  expect(written).toBe('{\n  "bare-id": "refused",\n  "list-order": "by name"\n}\n');
  const applied = createRealities(JSON.parse(written));
  expect(applied.is("list-order", "by name")).toBe(true);
  expect(() => applyReport(join(folder, "none.json"), realities)).toThrow("field-report-unreadable");
  expect(readFileSync(realities, "utf8")).toBe(written);
});

test("what a run has made goes away although the account is throttled meanwhile", async () => {
  const run = "ft-throttled";
  await openOwnResources(fieldOn(cloud, { run })).alb();
  const throttled = { kind: "refuse", status: 400, code: "Throttling.User", message: "Too many." } as const;
  for (const action of ["ListLoadBalancers", "DeleteLoadBalancer"])
    cloud.faults.add({ service: "alb", action, fault: throttled, count: 12 });
  const { removed, left } = await removeOwn(fieldOn(cloud), run, { kinds: ["instance"] });
  expect(left).toEqual([]);
  expect(removed).toEqual([expect.stringMatching(/^instance alb-/)]);
});

describe("a run that is ended", () => {
  let isOver = false;
  let passing: Promise<void>;
  // Another process waits in the machine's time: the cloud's passes with it, and quicker.
  beforeAll(() => {
    passing = (async () => {
      while (!isOver) {
        await cloud.time.advance(100);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
  });
  afterAll(async () => {
    isOver = true;
    await passing;
  });

  const ENDS = [
    ["SIGKILL", null],
    ["SIGINT", 130],
  ] as const;
  test.each(sampled(2, ENDS))("by %s leaves nothing, at the latest after --clean", async (signal, status) => {
    const port = new URL(cloud.endpoints.console).port;
    const flags = ["--local", "--port", port, "--file", join(folder, "ended.json")];
    const before = new Set([...cloud.alb.exportState().loadBalancers].map((row) => Reflect.get(row, "LoadBalancerId")));
    const child = spawn(process.execPath, [CLI, "fieldtest", "--write", "--yes", ...flags], { stdio: "ignore" });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const isMade = () =>
      cloud.alb.exportState().loadBalancers.some((row) => !before.has(Reflect.get(row, "LoadBalancerId")));
    while (!isMade()) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill(signal);
    expect(await ended).toBe(status);
    if (signal === "SIGKILL") {
      expect(isMade()).toBe(true);
      const { stdout, status: cleaned } = await asProcess(["fieldtest", "--clean", "--yes", ...flags]);
      expect(stdout).toContain("removed  instance");
      expect(cleaned).toBe(0);
    }
    expect(isMade()).toBe(false);
    const left = await removeOwn(fieldOn(cloud));
    // What the tests before have made is not of that run.
    expect(left.left).toEqual([]);
  });
});

const CLI = "dist/cli/albflow.js";
const SPAWN = { encoding: "utf8", timeout: 250_000 } as const;

function asProcess(parameters: string[]): Promise<{ stdout: string; status: number | null }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...parameters], { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.once("exit", (status) => resolve({ stdout, status }));
  });
}

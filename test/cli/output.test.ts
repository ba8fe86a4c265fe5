import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDeployment } from "../../cli/localDeployment.ts";
import { makeProgram } from "../../cli/program.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { DOMAIN_TOPIC, domainRecords } from "../../shared/features/renewal/domainRecords.ts";
import { emptyReport } from "../../shared/features/renewal/report.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said, saidInFullAt } from "../support/said.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";
import { withoutTimers } from "../support/withoutTimers.ts";
import { albflow } from "./support/albflow.ts";

const place = { region: "cn-hangzhou", accountId: "1234567890123456" };
let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud({
    ...place,
    port: await freePortBlock(),
    seed: "local/seed/example.yaml",
    fast: true,
    deployment: withoutTimers(localDeployment(place)),
  });
});
afterAll(() => cloud.close());

const port = () => new URL(cloud.endpoints.console).port;
const local = (...parameters: string[]) => albflow([...parameters, "--local", "--port", port()]);

longTest("what is listed is given as JSON, as YAML, and as the part that a shell needs", async () => {
  const ids = await local("listeners", "--query", "listeners[].listenerId");
  expect(ids.stdout.trim().split("\n")).toContain("lsn-plain");
  const { stdout } = await local("listeners", "--output", "json", "--query", "listeners[0].region");
  expect(stdout).toBe('"cn-hangzhou"\n');
  const yaml = await local("vpcs", "--output", "yaml");
  expect(yaml.stdout).toMatch(/\nvpcs:\n {2}- id: vpc-/);
});

test("every answer says account and region: on stderr for people, and in JSON for programs", async () => {
  const port = new URL(cloud.endpoints.console).port;
  const asked = await local("vpcs");
  expect(asked.place).toBe(`Account 1234567890123456, region cn-hangzhou, --local --port ${port}.\n`);
  expect(asked.stderr).toBe("");
  const commands = [
    ["listeners"],
    ["listener", "lsn-plain"],
    ["verify", "lsn-plain"],
    ["vpcs"],
    ["logstores", "albflow-traces"],
    ["renewals"],
    ["executions"],
    ["approvals"],
    ["audit", "verify"],
    ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", "31", "--plan"],
  ];
  for (const command of sampled(5, commands)) {
    const { stdout, stderr, place: line } = await local(...command, "--output", "json");
    expect(JSON.parse(stdout).home, command.join(" ")).toEqual({ account: "1234567890123456", region: "cn-hangzhou" });
    expect([stderr, line]).toEqual(["", ""]);
  }
});

inWholeSuite(() => {
  test("a domain is found by the index that a round of renewal keeps, and before there is one that is said", async () => {
    const search = ["listeners", "--domain", "partner.example.net"];
    const before = await local(...search);
    expect(before.stdout).toContain(saidInFullAt(` --local --port ${port()}`, reason("index-none")));
    const store = { project: "albflow-reports", logstore: "albflow" };
    const records = domainRecords(async (kept) => cloud.sls.write(store, DOMAIN_TOPIC, kept));
    const startedAt = cloud.clock.now() - 60_000;
    const listeners = [{ listenerId: "lsn-demo4u54y73wq7b", names: ["partner.example.net"] }];
    await records.keepPage("round-1", "cn-hangzhou", listeners);
    await records.keepEnd({ ...emptyReport("round-1", startedAt), endedAt: startedAt + 30_000 });
    const ids = await local(...search, "--query", "listeners[].listenerId");
    expect(ids.stdout.trim()).toBe("lsn-demo4u54y73wq7b");
    const { stdout } = await local(...search, "--query", "index.to");
    expect(Number(stdout)).toBeGreaterThan(Date.UTC(2026, 0, 1));
    expect((await local(...search)).stdout).not.toContain(said(reason("index-none")));
  });
});

inWholeSuite(() => {
  test("what examines, measures and counts is given as JSON, as YAML and by a query as lists are", async () => {
    const examined = await local("doctor", "--output", "json", "--query", "results[0].check");
    expect(examined.stderr).toBe("");
    expect(examined.stdout).toMatch(/^"check-[\w-]+"\n$/);
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect((await local("doctor", "--query", "version")).stdout).toBe(`${version}\n`);
    expect((await local("doctor", "--query", "home.account")).stdout).toBe("1234567890123456\n");
    expect((await local("audit", "verify", "--output", "yaml")).stdout).toMatch(/^home:\n[\s\S]*\nfindings: \[\]\n$/);
    expect((await albflow(["cost", "startListener", "--query", "measured.transitions"])).stdout).toBe("8\n");
  });
});

test("flows are checked and drawn for programs, too", async () => {
  const checked = await albflow(["flows", "lint", "flows/operation.yaml", "gone.yaml", "--output", "json"]);
  expect(checked.code).toBe(1);
  expect(JSON.parse(checked.stdout)).toEqual({ definitions: 2, wrong: 1, doubtful: 0, findings: [] });
  expect(JSON.parse(checked.stderr)).toMatchObject({ error: { message: expect.stringContaining("gone.yaml") } });
  const drawn = await albflow(["flows", "show", "flows/operation.yaml", "--query", "states[0].name"]);
  expect(drawn.stdout).toBe("Preflight\n");
});

inWholeSuite(() => {
  test("what the local cloud tells of itself is given as programs want it, and so is what it refuses", async () => {
    const inCloud = (...parameters: string[]) =>
      albflow(["local", ...parameters, "--port", new URL(cloud.endpoints.console).port]);
    expect((await inCloud("endpoints", "--query", "region")).stdout).toBe("cn-hangzhou\n");
    expect((await inCloud("endpoints", "--output", "yaml")).stdout).toMatch(/^region: cn-hangzhou$/m);
    const added = await inCloud("fault", "add", "throttle", "--action", "DeleteListener", "--query", "id");
    const id = added.stdout.trim();
    expect((await inCloud("fault", "list", "--output", "yaml")).stdout).toContain(`- fault:\n    kind: throttle`);
    expect((await inCloud("fault", "list", "--query", "[].id")).stdout).toBe(`${id}\n`);
    expect((await inCloud("fault", "clear", id, "--query", "cleared")).stdout).toBe("1\n");
    const refused = await inCloud("fault", "clear", "none", "--output", "json");
    expect([refused.code, refused.stdout]).toEqual([1, ""]);
    expect(JSON.parse(refused.stderr)).toMatchObject({ error: { message: expect.stringContaining("none") } });
    const calls = await inCloud("log", "--limit", "2", "--output", "yaml");
    expect(calls.stdout.match(/^---$/gm)).toHaveLength(2);
    expect((await inCloud("log", "--limit", "1", "--query", "service")).stdout).toMatch(/^\w+\n$/);
  });
});

inWholeSuite(() => {
  test("a fault for the first call that fits is not used up by the dry run of a plan, and hits the write", async () => {
    const port = new URL(cloud.endpoints.console).port;
    const fault = ["local", "fault", "add", "delay", "--ms", "1", "--action", "UpdateListenerAttribute"];
    await albflow([...fault, "--count", "1", "--id", "once", "--port", port]);
    const change = ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", "23"];
    expect((await local(...change, "--plan")).code).toBe(0);
    expect(cloud.faults.list()).toMatchObject([{ id: "once", hits: 0 }]);
    expect((await local(...change, "--yes")).code).toBe(0);
    expect(cloud.faults.list()).toEqual([]);
  });
});

test("every command that gives JSON can be asked for YAML and for a part of it, but for what gives files or policies, and what runs for long", () => {
  const names: string[] = [];
  const visit = (command: Command, path: string[]) => {
    const has = (option: string) => command.options.some(({ long }) => long === option);
    if (has("--json") && !(has("--output") && has("--query"))) names.push(path.join(" "));
    for (const inner of command.commands) visit(inner, [...path, inner.name()]);
  };
  visit(makeProgram(), []);
  expect(names).toEqual(["policy", "tryout", "fieldtest", "demo", "local start", "local export", "local proxy"]);
});

longTest("a wide list has more columns, and cuts nothing", async () => {
  const [head = ""] = (await local("certificates", "--output", "wide")).stdout.split("\n");
  expect(head.split(/ {2,}/)).toEqual(
    expect.arrayContaining(["id", "names", "ends in", "algorithm", "listeners", "issuer", "valid from", "until"]),
  );
  const executions = await local(
    "modifyListener",
    "--listener",
    "lsn-plain",
    "--idle-timeout",
    "17",
    "--reason",
    "slow shop",
  );
  expect(executions.code).toBe(0);
  const [wide = "", first = ""] = (await local("executions", "--output", "wide")).stdout.split("\n");
  expect(wide.split(/ {2,}/)).toEqual(
    expect.arrayContaining(["started (UTC)", "state", "flow", "execution", "took", "asked by", "listener", "why"]),
  );
  expect(first).toMatch(/ lsn-plain .+ slow shop$/);
});

test("what goes wrong is JSON where JSON was asked for, and a mistyped option is recognised", async () => {
  const wrong = await local("listeners", "--output", "json", "--query", "[");
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stderr)).toMatchObject({ error: { code: "query-invalid", kind: "InvalidInput" } });
  expect((await local("stopListener", "--listner", "lsn-plain")).stderr).toContain("Did you mean --listener?");
});

longTest("whether a plan would change anything is told by the exit code", async () => {
  const change = (seconds: string, ...more: string[]) =>
    local("modifyListener", "--listener", "lsn-plain", "--idle-timeout", seconds, "--plan", ...more);
  expect((await change("44", "--detailed-exitcode")).code).toBe(4);
  expect((await change("44")).code).toBe(0);
  const now = cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.IdleTimeout;
  expect((await change(`${now}`, "--detailed-exitcode")).code).toBe(0);
});

longTest(
  "certificates are listed with what follows them, a round is started, and an order that nobody can take is refused",
  async () => {
    const listed = await local("renewals", "--query", "certificates[].renewalStatus");
    expect(listed.stdout.trim().split("\n").length).toBeGreaterThanOrEqual(2);
    expect((await local("renewals")).stdout).toMatch(
      /^certificate +names +ends in +renewal +successor +on +listeners +why\n/,
    );
    const round = await local("renew", "--query", "execution");
    expect(round.stdout).toMatch(/^round-\d{8}T\d{6}\n$/);
    const held = (await local("renewals", "--query", "certificates[0].id")).stdout.trim();
    const order = await local("order", held, "--json");
    expect(order.code).toBe(2);
    expect(JSON.parse(order.stdout)).toMatchObject({ state: "refused", reason: { code: "acme-server-unset" } });
  },
);

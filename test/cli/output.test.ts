import { afterAll, beforeAll, expect, test } from "vitest";
import { localDeployment } from "../../cli/localDeployment.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { DOMAIN_TOPIC, domainRecords } from "../../shared/features/renewal/domainRecords.ts";
import { emptyReport } from "../../shared/features/renewal/report.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { saidInFull } from "../support/said.ts";
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

const local = (...parameters: string[]) =>
  albflow([...parameters, "--local", "--port", new URL(cloud.endpoints.console).port]);

test("what is listed is given as JSON, as YAML, and as the part that a shell needs", async () => {
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
    ["modifyListener", "--listener", "lsn-plain", "--idle-timeout", "31", "--plan"],
  ];
  for (const command of commands) {
    const { stdout, stderr, place: line } = await local(...command, "--output", "json");
    expect(JSON.parse(stdout).home, command.join(" ")).toEqual({ account: "1234567890123456", region: "cn-hangzhou" });
    expect([stderr, line]).toEqual(["", ""]);
  }
});

test("a domain is found by the index that a round of renewal keeps, and before there is one that is said", async () => {
  const search = ["listeners", "--domain", "partner.example.net"];
  const before = await local(...search);
  expect(before.stdout).toContain(saidInFull(reason("index-none")));
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
  expect((await local(...search)).stdout).not.toContain(saidInFull(reason("index-none")));
});

test("a wide list has more columns, and cuts nothing", async () => {
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
  expect(first).toMatch(/lsn-plain +slow shop$/);
});

test("what goes wrong is JSON where JSON was asked for, and a mistyped option is recognised", async () => {
  const wrong = await local("listeners", "--output", "json", "--query", "[");
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.stderr)).toMatchObject({ error: { code: "query-invalid", kind: "InvalidInput" } });
  expect((await local("stopListener", "--listner", "lsn-plain")).stderr).toContain("(Did you mean --listener?)");
});

test("whether a plan would change anything is told by the exit code", async () => {
  const change = (seconds: string, ...more: string[]) =>
    local("modifyListener", "--listener", "lsn-plain", "--idle-timeout", seconds, "--plan", ...more);
  expect((await change("44", "--detailed-exitcode")).code).toBe(4);
  expect((await change("44")).code).toBe(0);
  const now = cloud.alb.exportState().listeners.find(({ ListenerId }) => ListenerId === "lsn-plain")?.IdleTimeout;
  expect((await change(`${now}`, "--detailed-exitcode")).code).toBe(0);
});

test("certificates are listed with what follows them, a round is started, and an order that nobody can take is refused", async () => {
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
});

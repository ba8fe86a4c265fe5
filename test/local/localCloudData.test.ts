import "./localhostNames.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import Fc3, * as model from "@alicloud/fc20230330";
import Log from "@alicloud/log";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import RpcClient from "@alicloud/pop-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCertificate } from "../../local/certificates/makeCertificate.ts";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { handshake } from "../../shared/core/probes/handshake.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { inWholeSuite, longTest, sampled, sampledRuns } from "../support/sampled.ts";

const EXAMPLE = "local/seed/example.yaml";
const ROLE = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["fc.aliyuncs.com"] } }],
});

let dataDir: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "local-cloud-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

test("what was changed over the API survives closing and starting again", async () => {
  const first = await startLocalCloud({ port: 0, dataDir, seed: EXAMPLE, fast: true });
  const before = await seen(first.endpoints);
  await change(first.endpoints);
  first.sls.write({ project: "albflow-reports", logstore: "albflow" }, "topic", [{ said: "hello" }]);
  const serial = await servedSerial(first);
  await first.close();

  const again = await startLocalCloud({ port: 0, dataDir, seed: EXAMPLE });
  try {
    const now = await seen(again.endpoints);
    expect(now.listeners).toEqual([
      ...before.listeners.slice(0, 1),
      ["lsn-plain", "renamed"],
      ...before.listeners.slice(2),
    ]);
    expect(now.roles).toEqual(["deployer"]);
    expect(now.certificates).toEqual(before.certificates);
    expect(JSON.stringify(again.sls.exportState())).toContain("hello");
    expect(await servedSerial(again)).toBe(serial);
    const backend = again.backends[0];
    expect(await (await fetch(`http://127.0.0.1:${backend?.port}`)).text()).toBe("served by the backend\n");
  } finally {
    await again.close();
  }
});

/** A local cloud with the data folder whose process is killed once it has answered some changes. */
async function killAfterChange(): Promise<void> {
  const port = await freePortBlock();
  const child = await startChild(["--port", String(port), "--data", dataDir, "--seed", EXAMPLE, "--fast"]);
  await change({ alb: `http://127.0.0.1:${port + 1}`, ram: `http://127.0.0.1:${port + 6}` });
  child.kill("SIGKILL");
  await once(child, "exit");
}

inWholeSuite(() => {
  test("what was answered survives SIGKILL, and the folder of a killed process can be taken", {
    timeout: 300_000,
  }, async () => {
    await killAfterChange();

    const again = await startLocalCloud({ port: 0, dataDir });
    try {
      const now = await seen(again.endpoints);
      expect(now.listeners).toContainEqual(["lsn-plain", "renamed"]);
      expect(now.roles).toContain("deployer");
    } finally {
      await again.close();
    }
  });
});

longTest("each answer of every service survives SIGKILL at the moment when it comes", async () => {
  const port = await freePortBlock();
  const seedFile = `${dataDir}.yaml`;
  writeFileSync(seedFile, `${readFileSync(EXAMPLE, "utf8")}\ndomains: [{ name: example.com }]\n`);
  const child = await startChild(["--port", String(port), "--data", dataDir, "--seed", seedFile, "--change-ms", "50"]);
  const at = (offset: number) => `http://127.0.0.1:${port + offset}`;
  const alb = client(at(1), "2020-06-16");
  const { privateKeyPem: Key, certificatePem: Cert } = await makeCertificate({
    names: ["kept.example.com"],
  });
  const upload = await client(at(2), "2020-04-07").request<{ CertId: number }>(
    "UploadUserCertificate",
    { Name: "kept", Cert, Key },
    { method: "POST" },
  );
  const cloudFlow = client(at(3), "2019-03-15");
  await cloudFlow.request(
    "CreateFlow",
    { Name: "kept", Description: "", Type: "FDL", Definition: FLOW },
    { method: "POST" },
  );
  await cloudFlow.request(
    "StartExecution",
    { FlowName: "kept", ExecutionName: "one", Input: "{}" },
    { method: "POST" },
  );
  const fc = functionClient(port + 4);
  await fc.createFunction(
    new model.CreateFunctionRequest({
      body: new model.CreateFunctionInput({
        functionName: "kept",
        runtime: "nodejs20",
        handler: "index.handler",
        code: new model.InputCodeLocation({ zipFile: zipOf("exports.handler = async () => 'kept';") }),
      }),
    }),
  );
  const log = new Log({ ...KEYS, endpoint: `http://sls.localhost:${port + 5}` });
  await log.createProject("kept-project", { description: "" });
  await log.createLogStore("kept-project", "kept-store", { ttl: 1, shardCount: 1 });
  await log.postLogStoreLogs("kept-project", "kept-store", { logs: [{ timestamp: 1, content: { said: "hello" } }] });
  await client(at(6), "2015-05-01").request("CreateRole", { RoleName: "deployer", AssumeRolePolicyDocument: ROLE });
  const record = { DomainName: "example.com", RR: "kept", Type: "TXT", Value: "hello" };
  await client(at(7), "2015-01-09").request("AddDomainRecord", record);
  await alb.request("UpdateListenerAttribute", { ListenerId: "lsn-plain", ListenerDescription: "renamed" });
  child.kill("SIGKILL");
  await once(child, "exit");

  const again = await startLocalCloud({ port: 0, dataDir, changeMs: 50 });
  try {
    const { listeners, roles } = await seen(again.endpoints);
    expect(listeners).toContainEqual(["lsn-plain", "renamed"]);
    expect(roles).toContain("deployer");
    expect(again.cas.certificate(`${upload.CertId}`)?.certificatePem).toContain("BEGIN CERTIFICATE");
    expect([...(again.cloudFlow.state.flows.get("kept")?.executions.keys() ?? [])]).toEqual(["one"]);
    const body = await again.fc.invoke({ functionName: "kept", body: "{}", identity: ROOT });
    expect(body.body.toString()).toBe("kept");
    expect(JSON.stringify(again.sls.exportState())).toContain('["said","hello"]');
    expect(again.alidns.exportState().records).toMatchObject([record]);
  } finally {
    await again.close();
  }
});

inWholeSuite(() => {
  test("an asynchronous invocation that was accepted is made by the next process when this one is killed", {
    timeout: 300_000,
  }, async () => {
    const port = await freePortBlock();
    const child = await startChild(["--port", String(port), "--data", dataDir]);
    const trace = join(dataDir, "trace");
    const source = `exports.handler = async (event) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    require("node:fs").appendFileSync(${JSON.stringify(trace)}, String(event));
  };`;
    const fc = functionClient(port + 4);
    const code = new model.InputCodeLocation({ zipFile: zipOf(source) });
    const body = { functionName: "slow", runtime: "nodejs20", handler: "index.handler", timeout: 10, code };
    await fc.createFunction(new model.CreateFunctionRequest({ body: new model.CreateFunctionInput(body) }));
    const { statusCode } = await fc.invokeFunctionWithOptions(
      "slow",
      new model.InvokeFunctionRequest({ body: Readable.from([Buffer.from('"hello"')]) }),
      new model.InvokeFunctionHeaders({ xFcInvocationType: "Async" }),
      new RuntimeOptions({}),
    );
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(statusCode).toBe(202);
    expect(existsSync(trace)).toBe(false);

    const again = await startLocalCloud({ port: 0, dataDir });
    try {
      await expect
        .poll(() => (existsSync(trace) ? readFileSync(trace, "utf8") : ""), { timeout: 100_000 })
        .toBe('"hello"');
      await expect.poll(() => again.fc.exportState().accepted).toEqual({});
    } finally {
      await again.close();
    }
  });
});

longTest("a folder that has lost a part of what it kept says which, and is left as it is", async () => {
  await killAfterChange();
  const parts = readdirSync(dataDir).filter((name) => /^(?:state|logs|changes)|^cloudflow$/.test(name));
  expect(parts).toEqual(["changes-00000002.jsonl", "cloudflow", "logs.json", "state.json"]);
  for (const part of parts) {
    const aside = `${dataDir}-${part}`;
    renameSync(join(dataDir, part), aside);
    const left = readdirSync(dataDir);
    await expect(startLocalCloud({ port: 0, dataDir })).rejects.toThrow(
      new RegExp(
        `^The folder \\S+ has lost ${part}/?: .* is still there\\. Put back a copy of it, or move the whole folder away`,
      ),
    );
    expect(readdirSync(dataDir).filter((name) => !name.startsWith("lock"))).toEqual(
      left.filter((name) => name !== "lock"),
    );
    renameSync(aside, join(dataDir, part));
  }
  const again = await startLocalCloud({ port: 0, dataDir });
  const { listeners } = await seen(again.endpoints);
  await again.close();
  expect(listeners).toContainEqual(["lsn-plain", "renamed"]);
});

test("a record that was half written when the next file had just been begun is no damage", async () => {
  const first = await startLocalCloud({ port: 0, dataDir, seed: EXAMPLE, fast: true });
  await change(first.endpoints);
  await first.close();
  appendFileSync(join(dataDir, "changes-00000003.jsonl"), "0123abcd 99 {");
  writeFileSync(join(dataDir, "changes-00000004.jsonl"), "");
  const again = await startLocalCloud({ port: 0, dataDir });
  const { listeners } = await seen(again.endpoints);
  await again.close();
  expect(listeners).toContainEqual(["lsn-plain", "renamed"]);
});

test("a folder of a cloud that was killed before anybody could call it is as good as new", async () => {
  writeFileSync(join(dataDir, "state.json"), '{"version":2,"begun":true}\n');
  const cloud = await startLocalCloud({ port: 0, dataDir, seed: EXAMPLE });
  const { listeners } = await seen(cloud.endpoints);
  await cloud.close();
  expect(listeners).toContainEqual(["lsn-plain", "shop-without-TLS"]);
});

test("a cloud goes on from the last moment of the former one, though the machine's clock was set back since", async () => {
  const first = await startLocalCloud({ port: 0, dataDir, fast: true });
  await first.close();
  const file = join(dataDir, "state.json");
  const later = first.clock.now() + 3 * 3_600_000;
  writeFileSync(file, readFileSync(file, "utf8").replace(/"at":\d+/, `"at":${later}`));
  const again = await startLocalCloud({ port: 0, dataDir, fast: true });
  const now = again.clock.now();
  await again.close();
  expect(now).toBeGreaterThanOrEqual(later);
  expect(now).toBeLessThan(later + 60_000);
});

test("a cloud killed in the middle of many changes, again and again, starts with everything in it", {
  timeout: 300_000,
}, async () => {
  for (let kill = 0; kill < sampledRuns(4); kill += 1) {
    const port = await freePortBlock();
    const child = await startChild(["--port", String(port), "--data", dataDir, "--seed", EXAMPLE, "--fast"]);
    const calls = client(`http://127.0.0.1:${port + 1}`, "2020-06-16");
    const change = async (n: number): Promise<void> => {
      await calls.request("UpdateListenerAttribute", { ListenerId: "lsn-plain", IdleTimeout: 1 + (n % 60) });
      return change(n + 1);
    };
    const changing = [change(0), change(20)].map((endless) => endless.catch(() => undefined));
    await systemClock.sleep(60 + 35 * kill);
    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), ...changing]);
  }
  const again = await startLocalCloud({ port: 0, dataDir });
  const { listeners } = await seen(again.endpoints);
  const problems = again.alb.problems();
  await again.close();
  expect(listeners).toContainEqual(["lsn-demo4u54y73wq7b", "shop"]);
  expect(listeners).toContainEqual(["lsn-plain", "shop-without-TLS"]);
  expect(problems).toEqual([]);
});

test("a folder belongs to one cloud: another process and another cloud here are refused", {
  timeout: 300_000,
}, async () => {
  const child = await startChild(["--port", String(await freePortBlock()), "--data", dataDir]);
  await expect(startLocalCloud({ port: 0, dataDir })).rejects.toThrow(`in use by process ${child.pid}. Stop it`);
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);

  const cloud = await startLocalCloud({ port: 0, dataDir });
  await expect(startLocalCloud({ port: 0, dataDir })).rejects.toThrow("in use by another local cloud of this process");
  await cloud.close();
  await (await startLocalCloud({ port: 0, dataDir })).close();
});

type Spoiled = [what: string, spoil: (file: string) => void, complaint: RegExp];
test.each(
  sampled<Spoiled>(2, [
    ["torn", (file: string) => truncateSync(file, 700), /state\.json, where .* cannot be read: .*JSON/],
    ["empty", (file: string) => truncateSync(file, 0), /state\.json, where .* cannot be read: /],
    [
      "of another version",
      (file: string) => writeFileSync(file, '{"version":9}'),
      /its version is 9, this program reads 1 and 2/,
    ],
    [
      "not what a cloud writes",
      (file: string) => writeFileSync(file, '{"version":1,"at":1,"alb":{"listeners":[{"ListenerId":"lsn-1"}]}}'),
      /state\.json, where .* cannot be read: /,
    ],
  ]),
)("a file that is %s is refused with its name and what to do, and left as it is", async (_, spoil, complaint) => {
  await (await startLocalCloud({ port: 0, dataDir, seed: EXAMPLE })).close();
  const file = join(dataDir, "state.json");
  spoil(file);
  const text = readFileSync(file, "utf8");
  const refused = startLocalCloud({ port: 0, dataDir });
  await expect(refused).rejects.toThrow(complaint);
  await expect(refused).rejects.toThrow("Put back a copy of it, or move it away");
  expect(readFileSync(file, "utf8")).toBe(text);
});

const KEYS = { accessKeyId: "local", accessKeySecret: "local" };
const ROOT = { accountId: "1234567890123456", accessKeyId: "local" };

const FLOW = `
Type: StateMachine
Name: kept
SpecVersion: v1
StartAt: Wait
States:
  - Type: Wait
    Name: Wait
    Seconds: 300
    End: true
`;

function functionClient(port: number) {
  const config = { ...KEYS, protocol: "http", endpoint: `127.0.0.1:${port}` };
  return new Fc3.default(new $OpenApiUtil.Config(config));
}

function zipOf(source: string): string {
  return Buffer.from(zipSync({ "index.js": Buffer.from(source) })).toString("base64");
}

async function startChild(parameters: string[]): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ["dist/cli/albflow.js", "local", "start", "--json", "--no-random-keys", ...parameters],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.push(child);
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

/** Renames a listener and makes a role. */
async function change({ alb, ram }: Pick<LocalCloud["endpoints"], "alb" | "ram">) {
  await client(alb, "2020-06-16").request("UpdateListenerAttribute", {
    ListenerId: "lsn-plain",
    ListenerDescription: "renamed",
  });
  await client(ram, "2015-05-01").request("CreateRole", { RoleName: "deployer", AssumeRolePolicyDocument: ROLE });
}

/** What clients are told of the things that `change` changes, and of those that it does not. */
async function seen({ alb, cas, ram }: LocalCloud["endpoints"]) {
  const { Listeners } = await client(alb, "2020-06-16").request<{
    Listeners: { ListenerId: string; ListenerDescription?: string }[];
  }>("ListListeners", {});
  const { Roles } = await client(ram, "2015-05-01").request<{ Roles: { Role: { RoleName: string }[] } }>(
    "ListRoles",
    {},
  );
  const certificates = await client(cas, "2020-04-07").request("ListUserCertificateOrder", { OrderType: "UPLOAD" });
  const { CertificateOrderList } = certificates as { CertificateOrderList: { CertificateId: number }[] };
  return {
    listeners: Listeners.map(({ ListenerId, ListenerDescription }) => [ListenerId, ListenerDescription]),
    roles: Roles.Role.map(({ RoleName }) => RoleName),
    certificates: CertificateOrderList.map(({ CertificateId }) => CertificateId),
  };
}

function client(endpoint: string, apiVersion: string) {
  return new RpcClient({ accessKeyId: "local", accessKeySecret: "local", endpoint, apiVersion });
}

async function servedSerial(cloud: LocalCloud): Promise<string> {
  const place = cloud.dataPlane.endpoint("lsn-demo4u54y73wq7b");
  if (place === undefined) throw new Error(JSON.stringify(cloud.alb.problems()));
  return (await handshake({ host: place.address, port: place.port, serverName: "shop.example.com" })).serial;
}

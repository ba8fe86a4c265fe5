import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import RpcClient from "@alicloud/pop-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalCloud, startLocalCloud } from "../../local/localCloud.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { systemClock } from "../../shared/clock.ts";
import { handshake } from "../../shared/handshake.ts";

const EXAMPLE = "local/world/example.yaml";
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
  const first = await startLocalCloud({ port: 0, dataDir, world: EXAMPLE, fast: true });
  const before = await seen(first.endpoints);
  await change(first.endpoints);
  first.sls.write({ project: "albflow-reports", logstore: "albflow" }, "topic", [{ said: "hello" }]);
  const serial = await servedSerial(first);
  await first.close();

  const again = await startLocalCloud({ port: 0, dataDir, world: EXAMPLE });
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

test("what was answered survives SIGKILL, and the folder of a killed process can be taken", {
  timeout: 30_000,
}, async () => {
  const port = await freePortBlock();
  const child = await startChild(["--port", String(port), "--data", dataDir, "--seed", EXAMPLE, "--fast"]);
  await change({ alb: `http://127.0.0.1:${port + 1}`, ram: `http://127.0.0.1:${port + 6}` });
  await expect
    .poll(() => readFileSync(join(dataDir, "state.json"), "utf8"), { timeout: 10_000 })
    .toMatch(/renamed.*deployer/s);
  child.kill("SIGKILL");
  await once(child, "exit");

  const again = await startLocalCloud({ port: 0, dataDir });
  try {
    const now = await seen(again.endpoints);
    expect(now.listeners).toContainEqual(["lsn-plain", "renamed"]);
    expect(now.roles).toContain("deployer");
  } finally {
    await again.close();
  }
});

test("a cloud killed in the middle of many changes, again and again, starts with everything in it", {
  timeout: 60_000,
}, async () => {
  for (let kill = 0; kill < 4; kill += 1) {
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
  expect(listeners).toContainEqual(["lsn-plain", "shop without TLS"]);
  expect(problems).toEqual([]);
});

test("a folder belongs to one cloud: another process and another cloud here are refused", {
  timeout: 30_000,
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

test.each([
  ["torn", (file: string) => truncateSync(file, 700), /state\.json, where .* cannot be read: .*JSON/],
  ["empty", (file: string) => truncateSync(file, 0), /state\.json, where .* cannot be read: /],
  [
    "of another version",
    (file: string) => writeFileSync(file, '{"version":9}'),
    /its version is 9, this program reads 1/,
  ],
  [
    "not what a cloud writes",
    (file: string) => writeFileSync(file, '{"version":1,"at":1,"alb":{"listeners":[{"ListenerId":"lsn-1"}]}}'),
    /state\.json, where .* cannot be read: /,
  ],
])("a file that is %s is refused with its name and what to do, and left as it is", async (_, spoil, complaint) => {
  await (await startLocalCloud({ port: 0, dataDir, world: EXAMPLE })).close();
  const file = join(dataDir, "state.json");
  spoil(file);
  const text = readFileSync(file, "utf8");
  const refused = startLocalCloud({ port: 0, dataDir });
  await expect(refused).rejects.toThrow(complaint);
  await expect(refused).rejects.toThrow("Put back a copy of it, or move it away");
  expect(readFileSync(file, "utf8")).toBe(text);
});

async function startChild(parameters: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["dist/cli/albflow.js", "local", "start", "--json", ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
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

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import RpcClient from "@alicloud/pop-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePortBlock } from "../../local/portBlock.ts";
import { inWholeSuite, longTest } from "../support/sampled.ts";

interface Started {
  child: ChildProcess;
  keys: { accessKeyId: string; accessKeySecret: string };
  tokens: { operator: string };
}

let root: string;
let port: number;
const children: ChildProcess[] = [];
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "local-keys-"));
  port = await freePortBlock();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

const EXAMPLE = ["--seed", "local/seed/example.yaml", "--fast"];
const data = () => ["--data", join(root, "data"), ...EXAMPLE];
const environment = () => ({ ...process.env, ALBFLOW_HOME: join(root, "home") });

async function start(...parameters: string[]): Promise<Started> {
  const given = ["dist/cli/albflow.js", "local", "start", "--json", "--port", String(port), ...parameters];
  const child = spawn(process.execPath, given, { stdio: ["ignore", "pipe", "inherit"], env: environment() });
  children.push(child);
  const [line] = (await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), "line")) as [string];
  const { keys, api } = JSON.parse(line) as Pick<Started, "keys"> & { api: Pick<Started, "tokens"> };
  return { child, keys, tokens: api.tokens };
}

function albflow(...parameters: string[]) {
  const given = ["dist/cli/albflow.js", ...parameters, "--port", String(port)];
  return spawnSync(process.execPath, given, { encoding: "utf8", env: environment() });
}

function listeners(keys: { accessKeyId: string; accessKeySecret: string }): Promise<object> {
  const endpoint = `http://127.0.0.1:${port + 1}`;
  return new RpcClient({ ...keys, endpoint, apiVersion: "2020-06-16" }).request("ListListeners", {});
}

const LOCAL = { accessKeyId: "local", accessKeySecret: "local" };

longTest(
  "a cloud with a data folder has keys of its own, the same after SIGKILL, and who is signed in stays so",
  async () => {
    const first = await start(...data());
    expect(first.keys.accessKeyId).toMatch(/^LTAI[0-9a-f]{24}$/);
    expect(first.keys.accessKeySecret).toMatch(/^[\w-]{32}$/);
    await expect(listeners(LOCAL)).rejects.toMatchObject({ code: "InvalidAccessKeyId.NotFound" });
    await expect(listeners(first.keys)).resolves.toHaveProperty("Listeners");
    const [secrets, reported] = [join(root, "data", "secrets.json"), join(root, "home", `local-${port}.json`)];
    expect([secrets, reported].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);

    // Commands find them by themselves; whoever asks without them gets nothing.
    expect(albflow("local", "endpoints", "--json").status).toBe(0);
    const executions = albflow("executions", "--local");
    expect([executions.status, executions.stderr.split("\n")]).toEqual([
      0,
      [expect.stringContaining("cn-hangzhou"), ""],
    ]);
    expect(albflow("local", "env").stdout).toBe(
      `export ALIBABA_CLOUD_ACCESS_KEY_ID=${first.keys.accessKeyId}\n` +
        `export ALIBABA_CLOUD_ACCESS_KEY_SECRET=${first.keys.accessKeySecret}\n`,
    );
    const seed = await fetch(`http://127.0.0.1:${port}/local/seed?keys=true`);
    expect(seed.status).toBe(401);
    expect(await seed.text()).not.toContain("PRIVATE KEY");
    const wrong = await fetch(`http://127.0.0.1:${port}/local/seed?keys=true`, {
      headers: { authorization: "Bearer local" },
    });
    expect(wrong.status).toBe(401);

    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    const second = await start(...data());
    expect(second.keys).toEqual(first.keys);
    const api = await fetch(`http://127.0.0.1:${port}/listeners`, {
      headers: { authorization: `Bearer ${first.tokens.operator}` },
    });
    expect(api.status).toBe(200);
    second.child.kill("SIGINT");
    await once(second.child, "exit");
    expect(existsSync(reported)).toBe(false);
  },
);

inWholeSuite(() => {
  test("keys that a killed cloud has told are not those of the next one on its port", async () => {
    const first = await start("--random-keys", ...EXAMPLE);
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    expect(albflow("local", "env").stdout).toContain("ALIBABA_CLOUD_ACCESS_KEY_ID=local\n");
    const second = await start(...EXAMPLE);
    expect(second.keys).toEqual(LOCAL);
    expect(albflow("executions", "--local").status).toBe(0);
  });
});

test("without a data folder, or where it is wished so, the keys are local/local", async () => {
  const { keys, child } = await start("--no-random-keys", ...data());
  expect(keys).toEqual(LOCAL);
  await expect(listeners(LOCAL)).resolves.toHaveProperty("Listeners");
  expect(readFileSync(join(root, "data", "secrets.json"), "utf8")).not.toContain("rootKey");
  child.kill("SIGKILL");
});

test("where nothing can be kept for commands, neither a local cloud nor its proxy stays, and what to do is said", async () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  const environment = { ...process.env, ALBFLOW_HOME: join(file, "home") };
  const given = (...parameters: string[]) => ["dist/cli/albflow.js", "local", ...parameters, "--port", String(port)];
  const run = (parameters: string[]) =>
    spawnSync(process.execPath, parameters, { encoding: "utf8", env: environment, timeout: 60_000 });
  const cloud = run(given("start", "--random-keys"));
  expect([cloud.status, cloud.stderr]).toEqual([1, expect.stringContaining("#folder-unusable")]);
  await start();
  const proxy = run(given("proxy"));
  expect([proxy.status, proxy.stderr]).toEqual([1, expect.stringContaining("#folder-unusable")]);
});

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FAULT_KINDS } from "../../cli/local/registerFaults.ts";
import { cliSentences } from "../../deployment/language.ts";
import { freePortBlock } from "../../local/portBlock.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { said } from "../support/said.ts";
import { inWholeSuite, longTest, sampled } from "../support/sampled.ts";

const EXAMPLE = "local/seed/example.yaml";
const folder = mkdtempSync(join(tmpdir(), "albflow-"));
let port: number;
let cloud: ChildProcess;
let greeting = "";

beforeAll(async () => {
  port = await freePortBlock();
  cloud = spawn(process.execPath, [
    "dist/cli/albflow.js",
    "local",
    "start",
    "--port",
    `${port}`,
    "--seed",
    EXAMPLE,
    "--fast",
  ]);
  cloud.stdout?.setEncoding("utf8").on("data", (text: string) => {
    greeting += text;
  });
  await vi.waitFor(() => expect(greeting).toContain("Ctrl-C ends it."), { timeout: 200_000 });
});
afterAll(() => void cloud.kill("SIGKILL"));

/** One command, without `--port` when it brings its own. */
function albflow(...parameters: string[]) {
  const own = parameters.includes("--port") ? [] : ["--port", String(port)];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["dist/cli/albflow.js", "local", ...parameters, ...own],
    { encoding: "utf8", timeout: 250_000 },
  );
  return { status, stdout, stderr };
}

describe("albflow local start", () => {
  test("says where everything is, and that nothing is kept", () => {
    expect(greeting).toMatch(/^The local cloud .*\(\d+\.\d s\): .*1234567890123456, .* cn-hangzhou/);
    expect(greeting).toContain(`http://127.0.0.1:${port + 1}\n`);
    expect(greeting).toMatch(/lsn-demo4u54y73wq7b {2}https:\/\/127[\d.]+:\d+ +shop\n/);
    expect(greeting).toContain(`${said(reason("local-nothing-kept"))}.`);
    expect(greeting).toMatch(/ {2}\d+ functions and \d+ flows are deployed\./);
  });

  test("prints a client that works as it is printed", () => {
    const client = greeting.match(/^A client, with the official SDK:\n((?: {2}.*\n)+)/m)?.[1] ?? "";
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", client], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toContain("lsn-demo4u54y73wq7b");
  });

  test("ends with exit code 0 after Ctrl-C, and with --json prints one object", async () => {
    const parameters = ["local", "start", "--json", "--time", "simulated", "--port", String(await freePortBlock())];
    const child = spawn(process.execPath, ["dist/cli/albflow.js", ...parameters]);
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    await expect.poll(() => printed, { timeout: 200_000 }).toContain("\n");
    expect(JSON.parse(printed)).toMatchObject({ region: "cn-hangzhou", listeners: [], time: { kind: "simulated" } });
    child.kill("SIGINT");
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
  });

  const wrongStarts: [parameters: string[], complaint: string | RegExp][] = [
    [["start"], /albflow: Port \d+ .*--port 7800\.\n$/],
    [["start", "--port", "high"], said(reason("option-not-whole", { option: "--port", least: 1, most: 65_526 }))],
    [["start", "--time", "later"], /--time takes system or simulated\./],
    [["start", "--seed", "nowhere.yaml"], /^albflow: .*nowhere\.yaml: .*\n$/],
  ];
  test.each(sampled(4, wrongStarts, 1))("%j is refused with what to do", (parameters, complaint) => {
    const { status, stderr } = albflow(...parameters);
    expect(status).toBe(1);
    expect(stderr).toMatch(complaint);
  });

  longTest("refuses a seed with the line of each mistake", () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(file, "loadBalancers:\n  - LoadBalancerId: alb-1\n    loadBalancerName: one\nlistner: []\n");
    expect(albflow("start", "--seed", file).stderr.split("\n")).toEqual([
      expect.stringMatching(/^albflow: .*wrong\.yaml/),
      expect.stringMatching(/^ {2}line 3, loadBalancers\[0\]\.loadBalancerName: .* LoadBalancerName\.$/),
      expect.stringMatching(/^ {2}line 4, listner: .* certificates, .*, listeners, .*, tags\.$/),
      "",
    ]);
  });
});

describe("albflow local fault", () => {
  const kinds = sampled(
    8,
    FAULT_KINDS,
    FAULT_KINDS.findIndex(({ kind }) => kind === "lag"),
  );
  test.each(kinds)("add $kind makes such a fault with what it needs", ({ kind, options }) => {
    const needed = options.flatMap(([name, , otherwise]) =>
      otherwise === undefined ? [`--${name}`, name === "ms" ? "250" : "Some.Code"] : [],
    );
    const target = ["--service", "alb", "--action", "DeleteAcl", "--resource", "lsn-9", "--count", "3"];
    const added = albflow("fault", "add", kind, ...needed, ...target, "--probability", "0.5", "--id", kind, "--json");
    expect(added).toMatchObject({ status: 0, stdout: `${JSON.stringify({ id: kind })}\n` });
  });

  longTest("list shows every fault that was added, clear takes them away", () => {
    const rule = { service: "alb", action: "DeleteAcl", resource: "lsn-9", count: 3, probability: 0.5, hits: 0 };
    const expected = kinds.map(({ kind }) => ({ id: kind, fault: { kind }, ...rule }));
    expect(JSON.parse(albflow("fault", "list", "--json").stdout)).toMatchObject(expected);
    expect(albflow("fault", "clear", "lag").stdout).toBe("Cleared: 1.\n");
    expect(albflow("fault", "clear", "--json").stdout).toBe(`{"cleared":${kinds.length - 1}}\n`);
  });

  inWholeSuite(() => {
    test("list shows what is there for a person, clear without an id takes all away", () => {
      albflow("fault", "add", "lag", "--ms", "500", "--action", "DeleteAcl", "--count", "2", "--id", "slow");
      expect(albflow("fault", "list").stdout).toBe("slow  lag ms=500  DeleteAcl  0 of 2 hit\n");
      expect(albflow("fault", "clear").stdout).toBe("Cleared: 1.\n");
      expect(albflow("fault", "list").stdout).toBe("There are no faults.\n");
    });
  });

  const wrongFaults: [parameters: string[], complaint: string | RegExp][] = [
    [["fault", "add", "explode"], /There is no command explode/],
    [["fault", "add", "delay"], /--ms <n> must be given/],
    [
      ["fault", "add", "refuse", "--code", "X", "--status", "200"],
      said(reason("option-not-whole", { option: "--status", least: 400, most: 599 })),
    ],
    [["fault", "add", "error", "--when", "later"], /--when takes before or after\./],
    [
      ["fault", "add", "throttle", "--probability", "2"],
      said(reason("option-no-probability", { option: "--probability" })),
    ],
    [["fault", "add", "throttle", "--action", "StopListner"], /did you mean StopListener\?/],
    [["fault", "clear", "none"], /^albflow: .* no fault none\. .*\n$/],
  ];
  test.each(sampled(6, wrongFaults))("%j is refused with what is right", (parameters, complaint) => {
    const { status, stderr } = albflow(...parameters);
    expect(status).toBe(1);
    expect(stderr).toMatch(complaint);
  });
});

describe("albflow local export", () => {
  test("writes a seed that starts again, for its owner alone", async () => {
    const file = join(folder, "exported.yaml");
    expect(albflow("export", "--with-keys", "--out", file)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toMatch(/^# WARNING: .*private keys .* this file/m);
    const parameters = ["local", "start", "--json", "--seed", file, "--port", String(await freePortBlock())];
    const child = spawn(process.execPath, ["dist/cli/albflow.js", ...parameters]);
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    child.kill("SIGINT");
    expect(JSON.parse(line).listeners.slice(0, 4)).toMatchObject([
      { listenerId: "lsn-demo4u54y73wq7b", status: "Running", url: expect.stringMatching(/^https:/) },
      { listenerId: "lsn-plain" },
      { listenerId: "lsn-stopped", status: "Stopped" },
      { listenerId: "lsn-basic" },
    ]);
  });

  inWholeSuite(() => {
    test("prints without keys, and says so; with --json it is JSON", () => {
      const yaml = albflow("export").stdout;
      expect(yaml).toMatch(/^# WARNING: .* no private keys/m);
      expect(yaml).not.toContain("PRIVATE KEY");
      expect(JSON.parse(albflow("export", "--json").stdout).backends[0]).toEqual({
        name: "shop",
        answer: "served by the backend\n",
      });
    });
  });
});

describe("albflow local", () => {
  test("fire runs a function's timer and shows what it says", () => {
    const { status, stdout } = albflow("fire", "albflow-renewCertificates", "--json");
    expect(status).toBe(0);
    const { body } = JSON.parse(stdout);
    expect(JSON.parse(body)).toMatchObject({ attempt: "started" });
  });

  inWholeSuite(() => {
    test("log shows calls on a line each, and with --follow goes on", async () => {
      albflow("fire", "albflow-renewCertificates");
      const lines = albflow("log", "--limit", "1", "--action", "ListListeners").stdout;
      expect(lines).toMatch(
        /^\d{4}-\d\d-\d\d [\d:.]{12} {2}200 +\d+ ms {2}alb {2}ListListeners {2}by albflow-renewCertificates\n$/,
      );
      const parameters = [
        "dist/cli/albflow.js",
        "local",
        "log",
        "--follow",
        "--json",
        "--limit",
        "1",
        "--port",
        `${port}`,
      ];
      const follower = spawn(process.execPath, parameters);
      let seen = "";
      follower.stdout.setEncoding("utf8").on("data", (text: string) => {
        seen += text;
      });
      await expect.poll(() => seen, { timeout: 200_000 }).toContain("\n");
      const before = seen.length;
      // Twice within a second it is one round, which is asked for all the same.
      albflow("fire", "albflow-renewCertificates");
      await expect.poll(() => seen.slice(before), { timeout: 200_000 }).toContain('"action":"StartExecution"');
      follower.kill("SIGKILL");
      expect(seen).not.toMatch(/PRIVATE KEY|Signature=|SecurityToken=/);
    });
  });

  longTest("proxy leads hosts of the cloud here, for who trusts the authority that it writes down", async () => {
    const ca = join(folder, "proxy.pem");
    const parameters = [
      "dist/cli/albflow.js",
      "local",
      "proxy",
      "--json",
      "--port",
      `${port}`,
      "--listen",
      "0",
      "--ca",
      ca,
    ];
    const proxy = spawn(process.execPath, parameters);
    const [line] = (await once(proxy.stdout.setEncoding("utf8"), "data")) as [string];
    const ready = JSON.parse(line) as {
      ports: number[];
      ca: string;
      environment: Record<string, string>;
    };
    expect(ready.ca).toBe(ca);
    expect(ready.environment).toMatchObject({
      HTTPS_PROXY: `http://127.0.0.1:${ready.ports[0]}`,
      SSL_CERT_FILE: ca,
      NODE_OPTIONS: expect.stringContaining(`--require "${join(folder, "proxy.cjs")}"`),
      PYTHONPATH: expect.stringContaining(join(folder, "proxy.python")),
    });
    const asked = request({
      host: "127.0.0.1",
      port: ready.ports[0],
      servername: "sts.cn-hangzhou.aliyuncs.com",
      ca: readFileSync(ca),
      path: "/?Action=GetCallerIdentity&Version=2015-04-01",
      headers: { host: "sts.cn-hangzhou.aliyuncs.com" },
    }).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    expect([answer.statusCode, JSON.parse(await text(answer)).Code]).toEqual([400, "MissingAccessKeyId"]);
    const ended = once(proxy, "exit");
    proxy.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
  });

  inWholeSuite(() => {
    test("endpoints shows what start has shown", () => {
      expect(albflow("endpoints").stdout).toContain(`http://127.0.0.1:${port + 4}`);
      expect(JSON.parse(albflow("endpoints", "--json").stdout).services.alb).toBe(`http://127.0.0.1:${port + 1}`);
    });
  });

  inWholeSuite(() => {
    test("advance moves simulated time, and with --data it goes on from there", async () => {
      const data = join(folder, "simulated");
      const first = String(await freePortBlock());
      const boot = async () => {
        const parameters = ["local", "start", "--json", "--time", "simulated", "--data", data, "--port", first];
        const child = spawn(process.execPath, ["dist/cli/albflow.js", ...parameters]);
        const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
        return { child, now: JSON.parse(line).time.now as number };
      };
      const one = await boot();
      expect(JSON.parse(albflow("advance", "3h", "--json", "--port", first).stdout)).toEqual({
        now: one.now + 3 * 3_600_000,
      });
      one.child.kill("SIGINT");
      await once(one.child, "exit");
      const again = await boot();
      again.child.kill("SIGINT");
      await once(again.child, "exit");
      expect(again.now).toBe(one.now + 3 * 3_600_000);
    });
  });

  longTest("advance says that the machine's time cannot be moved", () => {
    const { status, stderr } = albflow("advance", "7d");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^albflow: .*--time simulated\.\n$/);
  });

  const needCloud = [["export"], ["log"], ["endpoints"], ["fault", "list"], ["advance", "1h"], ["fire", "x"]];
  test.each(sampled(3, needCloud))("%s %s without a cloud says how to start one", (...parameters) => {
    const { status, stderr } = albflow(...parameters.filter((one) => one !== undefined), "--port", "19999");
    expect(status).toBe(1);
    const missing = cliSentences("local-cloud-missing", { port: 19_999, isUsual: false });
    expect(stderr).toBe(`albflow: ${missing}\ndocs/troubleshooting.md#local-cloud-missing\n`);
  });
});

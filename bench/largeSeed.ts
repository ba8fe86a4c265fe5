import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Fnf from "@alicloud/fnf-2019-03-15";
import { localSession } from "../cli/localSession.ts";
import { makeCertificate } from "../local/certificates/makeCertificate.ts";
import type { LocalCloud } from "../local/cloud.ts";
import { type Seed, startLocalCloud } from "../local/localCloud.ts";
import { freePortBlock } from "../local/portBlock.ts";
import { openAlb } from "../shared/platform/clients/alb.ts";
import { openCas } from "../shared/platform/clients/cas.ts";

// Usage: node bench/run.mjs largeSeed [--json]
// What a large seed costs that is taken up from its folder: 10,000 running listeners with 100,000 certificates beside one
// of a hundredth and a thousandth of that, and 50,000 ended executions. Each seed boots in a process of its own.

/** A seed in its folder. */
interface LargeSeed {
  listeners: number;
  certificates: number;
  executions: number;
}

/** What one process says of a seed that it has taken up. */
interface Taken {
  /** From the start of the process to the first answer. */
  bootMs: number;
  rssMiB: number;
  /** Median milliseconds of a page of a hundred listeners, and of the search for one certificate by its name. */
  listMs: number;
  findMs: number;
}

const LARGE: LargeSeed = { listeners: 10_000, certificates: 100_000, executions: 0 };
const SMALL: LargeSeed = { listeners: 100, certificates: 100, executions: 0 };
const BUSY: LargeSeed = { listeners: 1, certificates: 1, executions: 50_000 };
const BUDGETS = { bootMs: 5_000, listRatio: 2, findRatio: 2, executionsBootMs: 3_000, executionsMiB: 250 };

const FLOW = `
Type: StateMachine
SpecVersion: v1
Name: nothing
StartAt: Done
States:
  - { Name: Done, Type: Succeed }
`;

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

async function seedOf({ listeners, certificates }: LargeSeed): Promise<Seed> {
  const { certificatePem, privateKeyPem } = await makeCertificate({ names: ["www.example.com"] });
  return {
    certificates: numbers(certificates).map((n) => ({
      name: `site-${n}`,
      id: 30_000_000 + n,
      certificatePem,
      privateKeyPem,
    })),
    serverGroups: [{ ServerGroupId: "sgp-many", ServerGroupType: "Ip" }],
    loadBalancers: numbers(Math.ceil(listeners / 50)).map((n) => ({ LoadBalancerId: `alb-${n}` })),
    listeners: numbers(listeners).map((n) => ({
      ListenerId: `lsn-${n}`,
      LoadBalancerId: `alb-${Math.floor(n / 50)}`,
      ListenerPort: 8_000 + (n % 50),
      ListenerProtocol: "HTTPS",
      Certificates: [{ CertificateId: `site-${n}` }],
      DefaultActions: [{ ForwardGroupConfig: { ServerGroupTuples: [{ ServerGroupId: "sgp-many" }] } }],
    })),
  };
}

/** Makes a seed in its folder. */
async function make(dataDir: string, seed: LargeSeed): Promise<void> {
  const cloud = await startLocalCloud({ port: await freePortBlock(), dataDir, seed: await seedOf(seed), fast: true });
  if (seed.executions > 0) {
    // The vendor's client alone: albflow's would keep to the account's rates.
    const cloudFlow = new Fnf({ ...cloud.rootKey, endpoint: cloud.endpoints.fnf });
    await cloudFlow.createFlow({ Name: "nothing", Definition: FLOW, Description: "ends at once", Type: "FDL" });
    const start = (n: number) =>
      cloudFlow.startExecution({ FlowName: "nothing", ExecutionName: `run-${n}`, Input: "{}" });
    for (let n = 0; n < seed.executions; n += 50) await Promise.all(numbers(50).map((one) => start(n + one)));
  }
  await cloud.close();
}

/** Takes it up, as `albflow local start --data` does, and calls it. */
async function takeUp(dataDir: string): Promise<Taken> {
  const cloud = await startLocalCloud({ port: await freePortBlock(), dataDir, fast: true });
  const alb = openAlb(localSession(cloud));
  await alb.call("ListListeners", { MaxResults: 100 });
  const bootMs = performance.timeOrigin + performance.now() - Number(process.env.BEGUN_AT);
  const rssMiB = process.memoryUsage.rss() / 2 ** 20;
  const listMs = await median(() => alb.call("ListListeners", { MaxResults: 100 }));
  const findMs = await find(cloud);
  await cloud.close();
  return { bootMs, rssMiB, listMs, findMs };
}

function find(cloud: LocalCloud): Promise<number> {
  const cas = openCas(localSession(cloud));
  return median(() =>
    cas.call("ListUserCertificateOrder", { Keyword: "cas-upload-30000077", OrderType: "UPLOAD", ShowSize: 50 }),
  );
}

async function median(work: () => Promise<unknown>, rounds = 41): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begunAt = performance.now();
    await work();
    times.push(performance.now() - begunAt);
  }
  return times.sort((one, other) => one - other)[rounds >> 1] ?? Number.NaN;
}

/** This file in a process of its own, which makes or takes up a seed; what it prints. */
function inProcess(...parameters: string[]): string {
  const environment = { ...process.env, BEGUN_AT: String(performance.timeOrigin + performance.now()) };
  return execFileSync(process.execPath, [import.meta.filename, ...parameters], {
    env: environment,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
}

function measure(seed: LargeSeed): Taken {
  const folder = mkdtempSync(join(tmpdir(), "albflow-seed-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir, { mode: 0o700 });
  try {
    inProcess("make", dataDir, JSON.stringify(seed));
    const taken = numbers(3).map(() => JSON.parse(inProcess("take", dataDir)) as Taken);
    return taken.sort((one, other) => one.bootMs - other.bootMs)[1] as Taken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function main() {
  const [small, large, busy] = [SMALL, LARGE, BUSY].map(measure) as [Taken, Taken, Taken];
  const figures = {
    bootMs: large.bootMs,
    listRatio: large.listMs / small.listMs,
    findRatio: large.findMs / small.findMs,
    executionsBootMs: busy.bootMs,
    executionsMiB: busy.rssMiB,
  };
  for (const [name, value] of Object.entries(figures)) {
    const most = BUDGETS[name as keyof typeof BUDGETS];
    console.log(`${value <= most ? "✓" : "✗"} ${name.padEnd(20)} ${value.toPrecision(4)}  (budget: ${most})`);
    if (value > most) process.exitCode = 1;
  }
  if (process.argv.includes("--json")) {
    const figure = ([name, value]: [string, number]) => [name, Number(value.toPrecision(4))];
    console.log(JSON.stringify(Object.fromEntries(Object.entries(figures).map(figure))));
  }
}

const [task, dataDir = "", seed = ""] = process.argv.slice(2);
if (task === "make") await make(dataDir, JSON.parse(seed) as LargeSeed);
else if (task === "take") console.log(JSON.stringify(await takeUp(dataDir)));
else main();

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { weightOf } from "../../build/writePackage.mjs";

/** What one function costs before and at its first call. */
export interface ColdStart {
  name: string;
  /** From asking for the package to having its handler, within the process. */
  loadMs: number;
  /** The first invocation after that, with one refused call over loopback. */
  firstCallMs: number;
  zipKiB: number;
  /** Resident memory of the process after that. */
  rssMiB: number;
}

interface ColdStarts {
  version: string;
  /** A process that does nothing, from start to end. */
  bareNodeMs: number;
  /** The fastest and the slowest of them: how busy the machine was. */
  bareNodeRange: [fastest: number, slowest: number];
  /** Loading `@alicloud/alb20200616` as npm has it, within the process. */
  plainSdkMs: number;
  measured: ColdStart[];
}

/**
 * Starts a process for each function, in rounds that go through all of them, so that a busy moment of the machine hits
 * everything alike. All numbers are medians.
 */
export async function measureColdStarts(
  node: string,
  subjects: { name: string; event: object }[],
  { rounds = 10 } = {},
): Promise<ColdStarts> {
  const cloud = createServer((request, response) => {
    request.resume();
    response.writeHead(404, { "content-type": "application/json" }).end(NOT_FOUND);
  }).listen(0, "127.0.0.1");
  await once(cloud, "listening");
  const endpoint = `http://127.0.0.1:${(cloud.address() as AddressInfo).port}`;
  const env = Object.fromEntries(PRODUCTS.map((product) => [`ALBFLOW_ENDPOINT_${product}`, endpoint]));
  const run = async (...parameters: string[]) => {
    const begunAt = performance.now();
    const child = spawn(node, parameters, { env, stdio: ["ignore", "pipe", "ignore"] });
    const printed = await text(child.stdout);
    return { wallMs: performance.now() - begunAt, printed };
  };

  const bare: number[] = [];
  const plain: number[] = [];
  const seen = new Map(subjects.map(({ name }) => [name, [] as Sample[]]));
  // The first round finds nothing in the page cache, which is the disk's affair.
  for (let round = 0; round <= rounds; round += 1) {
    const keep = round > 0;
    const { wallMs } = await run("-e", "0");
    const { printed } = await run("-e", PLAIN);
    if (keep) bare.push(wallMs);
    if (keep) plain.push(Number(printed));
    for (const { name, event } of subjects) {
      const sample = await run("-e", CALL, name, JSON.stringify(event));
      if (keep) seen.get(name)?.push(JSON.parse(sample.printed) as Sample);
    }
  }
  cloud.close();

  return {
    version: (await run("-p", "process.version")).printed.trim(),
    bareNodeMs: tenths(median(bare)),
    bareNodeRange: [tenths(Math.min(...bare)), tenths(Math.max(...bare))],
    plainSdkMs: tenths(median(plain)),
    measured: [...seen].map(([name, samples]) => ({
      name,
      loadMs: tenths(median(samples.map(({ loadMs }) => loadMs))),
      firstCallMs: tenths(median(samples.map(({ firstCallMs }) => firstCallMs))),
      zipKiB: tenths(weightOf(`dist/functions/${name}`)),
      rssMiB: tenths(median(samples.map(({ rss }) => rss)) / 2 ** 20),
    })),
  };
}

interface Sample {
  loadMs: number;
  firstCallMs: number;
  rss: number;
}

const PRODUCTS = ["ALB", "CAS", "FNF", "FC", "LOG", "ALIDNS"];

const NOT_FOUND =
  '{"RequestId":"bench","Code":"ResourceNotFound.Listener","Message":"The specified resource is not found."}';

const PLAIN = `
  const begunAt = performance.now();
  require("@alicloud/alb20200616");
  console.log(performance.now() - begunAt);`;

const CALL = `
  const [, name, event] = process.argv;
  const begunAt = performance.now();
  const { handler } = require("./dist/functions/" + name);
  const loadMs = performance.now() - begunAt;
  const credentials = { accessKeyId: "STS.bench", accessKeySecret: "bench", securityToken: "bench" };
  const logger = { debug() {}, info() {}, warn() {}, error() {}, log() {} };
  const context = { requestId: "bench", credentials, function: { name }, region: "cn-hangzhou", accountId: "1", logger };
  const calledAt = performance.now();
  handler(Buffer.from(event), context).catch(() => {}).then(() => {
    const firstCallMs = performance.now() - calledAt;
    process.stdout.write(JSON.stringify({ loadMs, firstCallMs, rss: process.memoryUsage.rss() }), () => process.exit());
  });`;

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

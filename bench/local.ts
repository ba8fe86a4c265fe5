import { isMainThread } from "node:worker_threads";
import { makeCertificate } from "../local/certificates/makeCertificate.ts";
import { measureBoot } from "./measureBoot.ts";
import { measureControlPlane } from "./measureControlPlane.ts";
import { measureProxy } from "./measureProxy.ts";

// Usage: node bench/run.mjs local [--json], after a build.
// What the local cloud costs. Exit code 1 when a budget is exceeded.

/** What each number may be. */
const BUDGETS = {
  bootMs: { most: 2_000 },
  rssMiB: { most: 120 },
  callsPerSecond: { least: 2_000 },
  proxyRatio: { least: 0.5 },
  failedRequests: { most: 0 },
  listRatio: { most: 2 },
  pageRatio: { most: 2 },
  updateRatio: { most: 2 },
} as const;

type Name = keyof typeof BUDGETS;

async function main() {
  const boot = await measureBoot();
  const one = await makeCertificate({ names: ["www.example.com"] });
  const other = await makeCertificate({ names: ["www.example.com"] });
  const { callsPerSecond, latency } = await measureControlPlane(one);
  const proxy = await measureProxy([one, other]);
  const { proxyRatio, failedRequests } = proxy;
  const numbers = { ...boot, callsPerSecond, proxyRatio, failedRequests };
  const ratios = { listRatio: latency.list.ratio, pageRatio: latency.page.ratio, updateRatio: latency.update.ratio };

  const p50 = (kind: keyof typeof latency) =>
    `${latency[kind].thousand} ms with 1,000 listeners on 100 load balancers, ${latency[kind].one} ms with one: ${latency[kind].ratio}×`;
  const lines: [what: string, name: Name, reported: string][] = [
    ["boot to first answer", "bootMs", `${boot.bootMs} ms`],
    ["memory after boot", "rssMiB", `${boot.rssMiB} MiB`],
    ["control plane", "callsPerSecond", `${callsPerSecond} calls/s: signed, over HTTP, one in ten a write`],
    ["list, p50", "listRatio", p50("list")],
    ["page, p50", "pageRatio", p50("page")],
    ["update, p50", "updateRatio", p50("update")],
    [
      "data plane",
      "proxyRatio",
      `${proxy.requestsPerSecond} requests/s, ${Math.round(proxyRatio * 100)} % of a plain Node HTTPS proxy's ${proxy.plainRequestsPerSecond}`,
    ],
    [
      `${proxy.certificateChanges} certificate changes`,
      "failedRequests",
      `${failedRequests} of ${proxy.requestsDuringChanges} requests on ${proxy.handshakesDuringChanges} connections failed`,
    ],
  ];
  const all = { ...numbers, ...ratios };
  for (const [what, name, reported] of lines) {
    const kept = isKept(BUDGETS[name], all[name]);
    console.log(
      `${kept ? "✓" : "✗"} ${what.padEnd(24)} ${reported}${kept ? "" : `  (budget: ${wordsOf(BUDGETS[name])})`}`,
    );
    if (!kept) process.exitCode = 1;
  }
  if (process.argv.includes("--json")) console.log(JSON.stringify(numbers));
}

function isKept(budget: { most?: number; least?: number }, value: number): boolean {
  return value <= (budget.most ?? Number.POSITIVE_INFINITY) && value >= (budget.least ?? Number.NEGATIVE_INFINITY);
}

function wordsOf(budget: { most?: number; least?: number }): string {
  return budget.most === undefined ? `at least ${budget.least}` : `at most ${budget.most}`;
}

// Workers of the measurements run this file, too.
if (isMainThread) await main();

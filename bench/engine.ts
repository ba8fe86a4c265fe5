import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loopEngine, runLoop } from "./engineLoop.ts";
import { loadPeer } from "./enginePeer.ts";
import { plot } from "./enginePlot.ts";
import { compare, measureDurable, type RunLoop, rateOf } from "./engineRates.ts";
import { measureWaiting } from "./engineWaiting.ts";

// Usage: node bench/run.mjs engine [--json]
// What the flow engine costs, beside aws-local-stepfunctions in the same process, in one run.

const program = fileURLToPath(import.meta.url);
const perSecond = (rate: number) => `${Math.round(rate).toLocaleString("en")} transitions/s`;

async function main() {
  const engine = await loopEngine();
  const ours: RunLoop = (rounds) => runLoop(engine, rounds);
  const peer = await loadPeer();
  for (const run of [ours, peer]) await rateOf(run, 100, 300, 3);

  const one = await compare(ours, peer, 1, 1_000, 20);
  const concurrent = await compare(ours, peer, 1_000, 40, 2);
  const growth = { counts: [10, 100, 1_000, 10_000], ours: [] as number[], peer: [] as number[] };
  for (const count of growth.counts) {
    const repeat = Math.max(1, 1_000 / count);
    growth.ours.push(await rateOf(ours, count, 40, repeat));
    growth.peer.push(await rateOf(peer, count, 40, repeat));
  }
  await engine.close();
  const durable = await measureDurable();
  const waitingMiB = Number(execFileSync(process.execPath, [program, "--waiting"], { encoding: "utf8" }));
  const path = join(process.cwd(), "dist/bench/engine.svg");
  writeFileSync(
    path,
    plot("State transitions per second", growth.counts, [
      { name: "albflow", colour: "#0b7285", values: growth.ours },
      { name: "aws-local-stepfunctions", colour: "#c2255c", values: growth.peer },
    ]),
  );

  const inMemoryRatio = { one: round(one.ours / one.peer), concurrent: round(concurrent.ours / concurrent.peer) };
  console.log(
    `one execution × 1,000    ${perSecond(one.ours)}, ${inMemoryRatio.one} × the peer's ${perSecond(one.peer)}`,
  );
  console.log(
    `1,000 executions × 40    ${perSecond(concurrent.ours)}, ${inMemoryRatio.concurrent} × the peer's ${perSecond(concurrent.peer)}`,
  );
  growth.counts.forEach((count, i) => {
    console.log(
      `${String(count).padStart(6)} at once × 40      ${perSecond(growth.ours[i] ?? 0)} against ${perSecond(growth.peer[i] ?? 0)}`,
    );
  });
  console.log(
    `durable, 100 × 100       ${perSecond(durable.perSecond)}; start to first event p99 ${round(durable.startP99Ms)} ms`,
  );
  console.log(`10,000 waiting           ${round(waitingMiB)} MiB for the whole process`);
  console.log(`plot                     ${path}`);
  if (!process.argv.includes("--json")) return;
  const { perSecond: durablePerSecond, startP99Ms } = durable;
  console.log(
    JSON.stringify({
      inMemoryRatio,
      durablePerSecond: Math.round(durablePerSecond),
      startP99Ms: round(startP99Ms),
      waitingMiB: round(waitingMiB),
    }),
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

if (process.argv.includes("--waiting")) console.log(await measureWaiting());
else await main();

import { parseArgs } from "node:util";
import { operations } from "../../functions/registry.ts";
import { systemClock } from "../../shared/clock.ts";
import { caseOf } from "./chaosCase.ts";
import { singleFaultCases } from "./enumerateCases.ts";
import { pairsOnOneListener } from "./pairs.ts";
import { randomFaults } from "./randomFaults.ts";
import { type Checked, openRunner } from "./runner.ts";
import type { Pair } from "./runPair.ts";
import { tellRun } from "./tellRun.ts";
import { tellViolation } from "./tellViolation.ts";

const USAGE = `Breaks the cloud under every operation and holds what comes of it to the promises of the design.

npm run chaos -- [--runs 1000] [--seed 1] [--operation startListener]   random faults, two or more a run
npm run chaos -- --single [--shard 1/2] [--operation startListener]     every case with one fault
npm run chaos -- --pairs [--shard 1/2] [--operation startListener]      every two operations on one listener at once
npm run chaos -- --only <case>                                          one case, told in full; of a pair: startListener+stopListener
  --json   the last line is {"runs":n,"operations":n,"calls":n,"faults":n,"violations":0,"seconds":n}
`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    operation: { type: "string" },
    only: { type: "string" },
    single: { type: "boolean", default: false },
    pairs: { type: "boolean", default: false },
    shard: { type: "string", default: "1/1" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** Of so many runs, one has an engine that can be killed. */
const ENGINE_IN = 5;

const began = systemClock.now();
const names = values.operation === undefined ? Object.keys(operations) : [values.operation];
const totals = { runs: 0, operations: names.length, calls: 0, faults: 0, violations: 0 };
const runner = openRunner();

function count({ run, violations }: Checked) {
  totals.runs += 1;
  totals.calls += run.calls.length;
  totals.faults += run.struck.length;
  totals.violations += violations.length;
  for (const violation of violations) console.error(tellViolation(violation));
}

/** Which of a list are this process's own. */
function mine(): (index: number) => boolean {
  const [shard = 1, shards = 1] = values.shard.split("/").map(Number);
  return (index) => index % shards === shard - 1;
}

async function runSingleFaults() {
  const isMine = mine();
  let index = 0;
  for (const name of names) {
    for (const chaosCase of singleFaultCases(await runner.healthy(name))) {
      if (isMine(index)) count(await runner.check(chaosCase));
      index += 1;
    }
  }
}

async function runPairs(pairs: Pair[]) {
  const isMine = mine();
  for (const [index, pair] of pairs.entries()) {
    if (!isMine(index)) continue;
    const violations = await runner.checkPair(pair);
    totals.runs += 1;
    totals.violations += violations.length;
    for (const violation of violations) console.error(tellViolation(violation));
  }
}

async function runRandomFaults() {
  const runs = Number(values.runs);
  for (let index = 0; index < runs; index += 1) {
    const name = names[index % names.length] ?? "";
    const { calls } = await runner.healthy(name);
    const killsEngine = index % ENGINE_IN === 0;
    const choose = randomFaults(`${values.seed}/${index}`, calls.length, { killsEngine });
    count(await runner.improvise(name, choose, { killsEngine }));
  }
}

if (values.help) console.log(USAGE);
else {
  if (values.only?.includes("+") === true) await runPairs([values.only.split("+") as [string, string]]);
  else if (values.only !== undefined) {
    totals.operations = 1;
    const checked = await runner.check(caseOf(values.only));
    tellRun(checked.run, console.log);
    count(checked);
  } else if (values.single) await runSingleFaults();
  else if (values.pairs) await runPairs(pairsOnOneListener(values.operation));
  else await runRandomFaults();
  await runner.close();
  const seconds = Math.round((systemClock.now() - began) / 100) / 10;
  const { runs, calls, faults, violations } = totals;
  if (values.json) console.log(JSON.stringify({ ...totals, seconds }));
  else console.log(`${runs} runs, ${calls} calls, ${faults} faults, ${violations} violations in ${seconds} s`);
  process.exitCode = violations === 0 ? 0 : 1;
}

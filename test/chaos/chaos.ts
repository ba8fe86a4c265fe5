import { parseArgs } from "node:util";
import { operations } from "../../functions/registry.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { caseOf } from "./chaosCase.ts";
import { describeRun } from "./describeRun.ts";
import { describeViolation } from "./describeViolation.ts";
import { inProcesses, isWorker, work } from "./inProcesses.ts";
import { openRunner } from "./runner.ts";
import {
  ELSEWHERE,
  elsewhereShares,
  pairShares,
  randomFaultShares,
  runShare,
  sampledFaultShares,
  singleFaultShares,
  type Totals,
} from "./share.ts";
import { wholeNumber } from "./wholeNumber.ts";

const USAGE = `Breaks the cloud under every operation and holds what comes of it to the promises of the design.

npm run chaos -- [--runs 1000] [--seed 1] [--operation startListener]   random faults, two or more a run
npm run chaos -- --single [--operation startListener]                   every case with one fault
npm run chaos -- --single --one-in 20 [--operation startListener]       one case of twenty of each operation
npm run chaos -- --elsewhere [--one-in 20] [--operation stopListener]   the same for three operations in another account's region
npm run chaos -- --pairs [--one-in 3] [--operation startListener]       every two operations on one listener at once
npm run chaos -- --only <case>                                          one case, told in full; of a pair: startListener+stopListener
  --json   the last line is {"runs":n,"operations":n,"calls":n,"faults":n,"violations":0,"seconds":n}
`;

/** Runs one case in this process, and tells all of it. */
async function runOnly(id: string): Promise<Totals> {
  const runner = openRunner();
  try {
    if (id.includes("+")) {
      return await runShare(runner, { kind: "pair", pair: id.split("+") as [string, string] });
    }
    const { run, violations } = await runner.check(caseOf(id));
    describeRun(run, console.log);
    for (const violation of violations) console.error(describeViolation(violation));
    return { runs: 1, calls: run.calls.length, faults: run.struck.length, violations: violations.length };
  } finally {
    await runner.close();
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      runs: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
      operation: { type: "string" },
      only: { type: "string" },
      single: { type: "boolean", default: false },
      "one-in": { type: "string", default: "1" },
      pairs: { type: "boolean", default: false },
      elsewhere: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { operation, only } = values;
  if (values.help) return console.log(USAGE);
  const wanted = wholeNumber("--runs", values.runs);
  const oneIn = wholeNumber("--one-in", values["one-in"]);
  const began = systemClock.now();
  const shares = values.elsewhere
    ? elsewhereShares(operation, oneIn)
    : values.single
      ? oneIn === 1
        ? singleFaultShares(operation)
        : sampledFaultShares(oneIn, operation)
      : values.pairs
        ? pairShares(operation, oneIn)
        : randomFaultShares(wanted, values.seed, operation);
  const totals = only === undefined ? await inProcesses(shares) : await runOnly(only);
  const seconds = Math.round((systemClock.now() - began) / 100) / 10;
  const { runs, calls, faults, violations } = totals;
  const ofAll = values.elsewhere ? ELSEWHERE.length : Object.keys(operations).length;
  const ofOperations = operation === undefined && only === undefined ? ofAll : 1;
  if (values.json) console.log(JSON.stringify({ runs, operations: ofOperations, calls, faults, violations, seconds }));
  else console.log(`${runs} runs, ${calls} calls, ${faults} faults, ${violations} violations in ${seconds} s`);
  process.exitCode = violations === 0 ? 0 : 1;
}

if (isWorker) work();
else await main();

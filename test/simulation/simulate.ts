import { fileURLToPath } from "node:url";
import { openLongProgress } from "../../cli/operations/progress.ts";
import { type LargeFleet, simulateHome, simulateLarge } from "./largeFleet.ts";
import type { Scenario } from "./model/scenario.ts";
import { simulate } from "./model/simulate.ts";

// Usage: npm run simulate [-- --json] [--seed <text>] [--years 3]
//        npm run simulate -- --fleet large [--json] [--homes 2] [--accounts 50] [--regions 20] [--certificates 100] [--days 365]
// Three years of renewal. Exit code 1 when a certificate expired that need not have, a window was left without need, a
// rate limit was passed, or a guard rail was.

async function main() {
  const fleet = option("fleet");
  if (fleet !== undefined && fleet !== "large") throw new Error(`--fleet ${fleet}: there is only "large".`);
  if (fleet === "large") return playLarge();
  const years = Number(option("years") ?? 3);
  const scenario = threeYears(years, option("seed") ?? "a fleet");
  const isJson = process.argv.includes("--json");
  const print = isJson ? () => {} : console.log;
  print(
    `${years} years of ${scenario.certificates} certificates on ${scenario.listeners} listeners in ${scenario.regions.length} regions, a tenth of the`,
  );
  print(
    "listeners each QUIC, stopped, protected and refused, and of the certificates unreadable and beside one that only seems to fit:",
  );
  print(
    "renewal's own decisions (shared/features/renewal) against a model of the cloud; test/simulation/agreement.test.ts holds the model",
  );
  print("to what the real functions and flows do on the local cloud, hour by hour.");
  const startedAt = performance.now();
  const shown = openLongProgress();
  const every = process.stderr.isTTY ? 10 : 30;
  const progress = (day: number) => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    if (day % every === 0) shown.show(`${day} of ${scenario.days} days, after ${seconds} s`);
  };
  progress(0);
  const result = await simulate({ ...scenario, progress, complain: console.error }).finally(() => shown.clear());
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
  const { rotations, avoidableExpiries, outOfWindow, rateLimited, withoutCanary, crowded, overBudget } = result;
  print(
    `  rounds         ${result.rounds} of ${result.steps} steps, ${result.missedTicks} more were missed in outages`,
  );
  print(`  rotations      ${rotations}; ${result.forced} outside of the windows because none opened in time`);
  print(
    `  expiries       ${avoidableExpiries} avoidable; ${result.unavoidableExpiries} for which nothing came in time`,
  );
  print(
    `  guard rails    ${withoutCanary} without a canary, ${crowded} beside too many, ${overBudget} over the error budget`,
  );
  print(`  calls          at most ${result.busiestMinute} of one action in a minute, ${rateLimited} throttled`);
  print(
    `  largest state  ${(result.largestState / 1024).toFixed(1)} KiB of 64, in a round of at most ${result.longestRound} steps`,
  );
  const { certificates } = scenario;
  console.log(JSON.stringify({ years, certificates, rotations, avoidableExpiries, outOfWindow, rateLimited, seconds }));
  if (avoidableExpiries + outOfWindow + rateLimited + withoutCanary + crowded + overBudget > 0) process.exitCode = 1;
}

/** Many accounts and regions, operated from few homes (docs/scale.md). */
async function playLarge() {
  const count = (name: string, usual: number) => Number(option(name) ?? usual);
  const fleet: LargeFleet = {
    accounts: count("accounts", 50),
    regions: count("regions", 20),
    certificates: count("certificates", 100),
    days: count("days", 365),
    homes: count("homes", 2),
    seed: option("seed") ?? "a fleet",
  };
  const number = option("home");
  const print = process.argv.includes("--json") ? () => {} : console.log;
  if (number !== undefined) {
    const startedAt = performance.now();
    const seconds = () => Math.round((performance.now() - startedAt) / 1_000);
    const progress: Scenario["progress"] = (day, { rotations, avoidableExpiries, outOfWindow }) =>
      console.error(
        `  … home ${Number(number) + 1}: ${day} days after ${seconds()} s: ${rotations} rotations, ${avoidableExpiries} avoidable expiries, ${outOfWindow} out of window`,
      );
    console.log(JSON.stringify(await simulateHome(fleet, Number(number), progress)));
    return;
  }
  const result = await simulateLarge(fleet, fileURLToPath(import.meta.url), print);
  console.log(JSON.stringify(result));
  const { avoidableExpiries, outOfWindow, overRate, guardRails } = result;
  if (avoidableExpiries + outOfWindow + overRate + guardRails > 0) process.exitCode = 1;
}

/** The proof that issue and README speak of. */
function threeYears(years: number, seed: string): Scenario {
  return {
    days: Math.round(years * 365.25),
    certificates: 1_000,
    listeners: 200,
    regions: ["cn-hangzhou", "cn-shanghai"],
    seed,
    isHindered: true,
    startAt: Date.UTC(2026, 10, 22, 22),
    windows: [
      { days: ["Tue", "Thu"], from: 2, to: 5, zone: "Europe/Berlin" },
      { days: ["Sat"], from: 22, to: 28, zone: "Asia/Shanghai" },
    ],
  };
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

await main();

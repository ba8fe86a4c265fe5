// Builds everything that runs: one package a function, the command line, and what is deployed.
// Usage: node build/main.mjs [--quiet] [--plain]. What has not changed is not built again; with --plain, functions carry
// their packages as npm has them.
import { budgetOf, buildFunctions } from "./buildFunctions.mjs";
import { bundleCli } from "./bundleCli.mjs";
import { bundleComponents } from "./bundleComponents.mjs";
import { renderDeployment } from "./renderDeployment.mjs";
import { unlessBuilt } from "./unlessBuilt.mjs";

const quiet = process.argv.includes("--quiet");
const say = quiet ? () => {} : console.log;
const sources = ["functions", "shared", "build", "package-lock.json", "cli", "local"];
const [weights] = await Promise.all([
  buildFunctions({ plain: process.argv.includes("--plain") }),
  unlessBuilt("cli", sources, bundleCli),
  unlessBuilt("components", [...sources, "components"], bundleComponents),
  renderDeployment(),
]);

for (const { name, kib, zipKib } of weights) {
  say(`${name.padEnd(24)} ${kib.toFixed(0).padStart(6)} KiB ${zipKib.toFixed(0).padStart(6)} KiB zipped`);
}
say(
  `${weights.length} functions in dist/functions, the command line in dist/cli, the deployment in dist/deployment.json`,
);

// Before tests it is a test that says so, and the others go on.
const heavy = weights
  .filter(({ name, zipKib }) => zipKib > budgetOf(name))
  .map(({ name }) => `${name} (${budgetOf(name)} KiB)`);
if (heavy.length > 0) {
  say(`Heavier than they may be: ${heavy.join(", ")}. See what they import.`);
  if (!quiet) process.exitCode = 1;
}

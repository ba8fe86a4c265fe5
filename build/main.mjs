// Builds everything that runs: one package a function, the command line, and the components of Serverless Devs.
// Usage: node build/main.mjs [--quiet] [--plain] [--budget <KiB>]. What has not changed is not built again; with --plain,
// functions carry their packages as npm has them. Exit code 1 when a function weighs more than its budget, zipped; what is
// built for something else (--quiet) goes on, and its tests say so.
import { parseArgs } from "node:util";
import { budgetOf } from "../deployment/packageBudget.mjs";
import { buildFunctions } from "./buildFunctions.mjs";
import { bundleCli } from "./bundleCli.mjs";
import { bundleComponents } from "./bundleComponents.mjs";
import { unlessBuilt } from "./unlessBuilt.mjs";
import { writeRules } from "./writeRules.mjs";

const { values } = parseArgs({
  options: {
    quiet: { type: "boolean", default: false },
    plain: { type: "boolean", default: false },
    budget: { type: "string" },
  },
});
const { quiet } = values;
// esbuild's own garbage collector would take a sixth of the time of a whole build.
process.env.GOGC ??= "400";
const print = quiet ? () => {} : console.log;
writeRules();
const sources = [
  "functions",
  "shared",
  "console",
  "build",
  "package-lock.json",
  "deployment",
  "flowlang",
  "cli",
  "local",
];
const [weights] = await Promise.all([
  buildFunctions({ plain: values.plain }),
  unlessBuilt("cli", sources, bundleCli),
  unlessBuilt("components", [...sources, "components"], bundleComponents),
]);

for (const { name, zipKib } of weights) print(`${name.padEnd(24)} ${zipKib.toFixed(0).padStart(6)} KiB zipped`);
print(`${weights.length} functions in dist/functions, the command line in dist/cli`);

const heavy = weights.filter(({ name, zipKib }) => zipKib > Number(values.budget ?? budgetOf(name)));
if (heavy.length > 0) {
  const names = heavy.map(({ name, zipKib }) => `${name} (${zipKib.toFixed(0)} KiB)`).join(", ");
  const allowed = values.budget === undefined ? "deployment/packageBudget.mjs allows" : `${values.budget} KiB zipped`;
  console.error(`Heavier than ${allowed}: ${names}. See what they import.`);
  if (!quiet) process.exitCode = 1;
}

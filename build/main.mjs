// Builds everything that runs: one bundle a function, the command line, and what is deployed.
// Usage: node build/main.mjs [--quiet]. What has not changed is not built again.
import { readdirSync } from "node:fs";
import { bundleCli } from "./bundleCli.mjs";
import { bundleFunction, weightOf } from "./bundleFunction.mjs";
import { renderDeployment } from "./renderDeployment.mjs";
import { unlessBuilt } from "./unlessBuilt.mjs";

const say = process.argv.includes("--quiet") ? () => {} : console.log;
const functions = readdirSync("functions")
  .filter((file) => file.endsWith(".ts") && file !== "registry.ts")
  .map((file) => file.slice(0, -3));

const product = ["functions", "shared", "build", "package-lock.json"];
await Promise.all([
  ...functions.map((name) => unlessBuilt(`function-${name}`, product, () => bundleFunction(name))),
  unlessBuilt("cli", [...product, "cli", "local"], bundleCli),
  renderDeployment(),
]);

for (const name of functions) {
  const { kib, zipKib } = weightOf(name);
  say(`${name.padEnd(24)} ${kib.toFixed(0).padStart(6)} KiB ${zipKib.toFixed(0).padStart(6)} KiB zipped`);
}
say(
  `${functions.length} functions in dist/functions, the command line in dist/cli, the deployment in dist/deployment.json`,
);

// Builds everything that runs: one bundle a function, the command line, and what is deployed.
// Usage: node build/main.mjs [--quiet]
import { readdirSync, rmSync } from "node:fs";
import { bundleCli } from "./bundleCli.mjs";
import { bundleFunctions } from "./bundleFunctions.mjs";
import { renderDeployment } from "./renderDeployment.mjs";

const quiet = process.argv.includes("--quiet");
const say = quiet ? () => {} : console.log;

const names = readdirSync("functions")
  .filter((file) => file.endsWith(".ts") && file !== "registry.ts")
  .map((file) => file.slice(0, -3));
rmSync("dist/functions", { recursive: true, force: true });
const [weights] = await Promise.all([bundleFunctions(names), bundleCli(), renderDeployment()]);

for (const { name, kib, zipKib } of weights)
  say(`${name.padEnd(24)} ${kib.padStart(6)} KiB ${zipKib.padStart(6)} KiB zipped`);
say(
  `${weights.length} functions in dist/functions, the command line in dist/cli, the deployment in dist/deployment.json`,
);

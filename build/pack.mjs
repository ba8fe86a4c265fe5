// Usage: npm run pack. Writes both packages to dist/packages/*.tgz and prints what they weigh. Exit code 1 when one weighs
// more than it may.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { resolve } from "node:path";

const MOST_MB = 3;
const folder = "dist/packages";

run(process.execPath, ["build/packCli.mjs"], ".");
for (const source of [`${folder}/albflow`, "local"]) {
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", resolve(folder)], source));
  const mb = statSync(`${folder}/${filename}`).size / 1e6;
  console.log(`${folder}/${filename}  ${mb.toFixed(2)} MB`);
  if (mb > MOST_MB) {
    console.error(`${filename} weighs more than ${MOST_MB} MB.`);
    process.exitCode = 1;
  }
}

function run(command, parameters, cwd) {
  const { status, stdout, error } = spawnSync(command, parameters, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw error ?? new Error(`${command} ${parameters.join(" ")} ended with exit code ${status}.`);
  return stdout;
}

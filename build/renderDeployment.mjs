import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { unlessBuilt, writeWhole } from "./unlessBuilt.mjs";

/**
 * Lets Serverless Devs render s.yaml, variables filled in, into dist/deployment.json: what would be deployed.
 * What needs an account (`${config('AccountID')}`) stays as it is.
 */
export async function renderDeployment() {
  const settings = Object.entries(process.env).filter(([name]) => name.startsWith("ALBFLOW_"));
  mkdirSync("dist", { recursive: true });
  writeFileSync("dist/settings.json", JSON.stringify(Object.fromEntries(settings)));
  await unlessBuilt("deployment", ["s.yaml", "dist/settings.json"], render);
}

async function render() {
  const home = "dist/serverless-devs";
  mkdirSync(`${home}/.s`, { recursive: true });
  // Serverless Devs reports every command line over plain HTTP unless told not to.
  for (const folder of [home, `${home}/.s`]) writeFileSync(`${folder}/set-config.yml`, "analysis: disable\n");
  // A file, not a pipe: when its pipe breaks, `s` starts reporters without end.
  const output = openSync("dist/preview.txt", "w");
  try {
    execFileSync(process.execPath, ["node_modules/@serverless-devs/s/bin/s", "preview", "-o", "raw"], {
      stdio: ["ignore", output, output],
      timeout: 60_000,
      env: { ...process.env, SERVERLESS_DEVS_CICD: "1", serverless_devs_config_home: home },
    });
  } catch {
    throw new Error(`Serverless Devs cannot render s.yaml:\n${readFileSync("dist/preview.txt", "utf8")}`);
  } finally {
    closeSync(output);
  }
  const line = readFileSync("dist/preview.txt", "utf8")
    .split("\n")
    .find((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(`s preview printed no JSON:\n${readFileSync("dist/preview.txt", "utf8")}`);
  writeWhole("dist/deployment.json", `${JSON.stringify(JSON.parse(line), null, 2)}\n`);
}

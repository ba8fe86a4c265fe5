import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { literalSettings, TIMES } from "./settingText.mjs";
import { unlessBuilt, writeWhole } from "./unlessBuilt.mjs";

/**
 * Lets Serverless Devs render s.yaml, variables filled in, into `dist/<name>.json`: what would be deployed. `settings` are
 * variables of the environment; those that are set already come first. What needs an account
 * (`${config('AccountID')}`) stays as it is.
 */
export async function renderDeployment(name = "deployment", settings = {}) {
  const set = Object.entries({ ...settings, ...process.env }).filter(([variable]) => variable.startsWith("ALBFLOW_"));
  mkdirSync("dist", { recursive: true });
  writeFileSync(`dist/${name}.settings.json`, JSON.stringify(Object.fromEntries(set)));
  await unlessBuilt(name, ["s.yaml", `dist/${name}.settings.json`], () => render(name, Object.fromEntries(set)));
  return JSON.parse(readFileSync(`dist/${name}.json`, "utf8"));
}

/** How `s` is run here: quiet, with its settings in dist, and with ours so that they come out as they are. */
export function serverlessDevs(settings, times) {
  const home = "dist/serverless-devs";
  mkdirSync(`${home}/.s`, { recursive: true });
  // Serverless Devs reports every command line over plain HTTP unless told not to.
  for (const folder of [home, `${home}/.s`]) writeFileSync(`${folder}/set-config.yml`, "analysis: disable\n");
  return {
    command: ["node_modules/@serverless-devs/s/bin/s"],
    env: {
      ...process.env,
      ...literalSettings({ ...process.env, ...settings }, times),
      SERVERLESS_DEVS_CICD: "1",
      serverless_devs_config_home: home,
    },
  };
}

async function render(name, settings) {
  const { command, env } = serverlessDevs(settings, TIMES.preview);
  const file = `dist/${name}.preview.txt`;
  // A file, not a pipe: when its pipe breaks, `s` starts reporters without end.
  const output = openSync(file, "w");
  try {
    const stdio = ["ignore", output, output];
    execFileSync(process.execPath, [...command, "preview", "-o", "raw"], { stdio, timeout: 60_000, env });
  } catch {
    throw new Error(`Serverless Devs cannot render s.yaml:\n${readFileSync(file, "utf8")}`);
  } finally {
    closeSync(output);
  }
  const line = readFileSync(file, "utf8")
    .split("\n")
    .find((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(`s preview printed no JSON:\n${readFileSync(file, "utf8")}`);
  writeWhole(`dist/${name}.json`, `${JSON.stringify(JSON.parse(line), null, 2)}\n`);
}

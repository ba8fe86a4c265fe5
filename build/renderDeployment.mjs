import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { optionalParts, withAddress } from "../deployment/optionalParts.mjs";
import { isSecretSetting } from "../deployment/secretSettings.mjs";
import { literalSettings, TIMES } from "../deployment/settingText.mjs";
import { readFunctions } from "./readFunctions.mjs";
import { unlessBuilt, writeWhole } from "./unlessBuilt.mjs";

/**
 * Lets Serverless Devs render s.yaml, variables filled in, into `dist/<name>.json`: what would be deployed. `settings` are
 * variables of the environment; those that are set already come first. What needs an account
 * (`${config('AccountID')}`) stays as it is. Secrets are only in what is rendered of a stage, which is checked and removed.
 */
export async function renderDeployment(name = "deployment", settings = {}) {
  const set = Object.entries(withAddress({ ...settings, ...process.env })).filter(
    ([variable]) => variable.startsWith("ALBFLOW_") && (name !== "deployment" || !isSecretSetting(variable)),
  );
  mkdirSync("dist", { recursive: true });
  // Settings hold secrets: what tells one set of them from another need not.
  const settingsHash = createHash("sha256").update(JSON.stringify(set)).digest("hex");
  writeFileSync(`dist/${name}.settings`, settingsHash);
  await unlessBuilt(name, ["s.yaml", `dist/${name}.settings`], () => {
    const given = Object.fromEntries(set);
    return withSpecification(given, (which) => render(name, given, which));
  });
  return JSON.parse(readFileSync(`dist/${name}.json`, "utf8"));
}

/** Removes what `renderDeployment` has left of these settings. */
export function forgetRendered(name) {
  for (const file of [`${name}.json`, `${name}.settings`, `stamps/${name}`]) rmSync(`dist/${file}`, { force: true });
}

/** Removes the logs of Serverless Devs, which hold the properties of every resource in clear. */
export function forgetLogs() {
  for (const folder of [HOME, `${HOME}/.s`]) rmSync(`${folder}/logs`, { recursive: true, force: true });
}

const HOME = "dist/serverless-devs";

/**
 * Calls `work` with the parameters by which `s` is told what to deploy: nothing for s.yaml as it stands, or, where the
 * settings ask for more, a specification that extends it. That one lies beside s.yaml, as its paths do, and goes afterwards.
 */
export async function withSpecification(settings, work) {
  if (optionalParts(settings, []) === undefined) return work([]);
  const probing = (await readFunctions()).filter(({ probes }) => probes === true).map(({ name }) => name);
  const parts = optionalParts(settings, probing);
  const file = `.s.${process.pid}.yaml`;
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(parts));
  try {
    return await work(["-t", file]);
  } finally {
    rmSync(file, { force: true });
  }
}

/** How `s` is run here: quiet, with its settings in dist, and with ours so that they come out as they are. */
export function serverlessDevs(settings, times, environment = process.env) {
  mkdirSync(`${HOME}/.s`, { recursive: true });
  // Serverless Devs reports every command line over plain HTTP unless told not to.
  for (const folder of [HOME, `${HOME}/.s`]) writeFileSync(`${folder}/set-config.yml`, "analysis: disable\n");
  return {
    command: ["node_modules/@serverless-devs/s/bin/s"],
    env: {
      ...environment,
      ...literalSettings({ ...environment, ...settings }, times),
      SERVERLESS_DEVS_CICD: "1",
      serverless_devs_config_home: HOME,
    },
  };
}

async function render(name, settings, which) {
  const others = Object.entries(process.env).filter(([variable]) => !variable.startsWith("ALBFLOW_"));
  const { command, env } = serverlessDevs(settings, TIMES.preview, Object.fromEntries(others));
  const file = `dist/${name}.preview.txt`;
  // A file, not a pipe: when its pipe breaks, `s` starts reporters without end.
  const output = openSync(file, "w", 0o600);
  chmodSync(file, 0o600);
  try {
    const stdio = ["ignore", output, output];
    execFileSync(process.execPath, [...command, "preview", ...which, "-o", "raw"], { stdio, timeout: 60_000, env });
  } catch {
    throw new Error(`Serverless Devs cannot render s.yaml:\n${withoutValues(readFileSync(file, "utf8"), settings)}`);
  } finally {
    closeSync(output);
    forgetLogs();
  }
  const printed = readFileSync(file, "utf8");
  rmSync(file);
  const line = printed.split("\n").find((text) => text.startsWith("{"));
  if (line === undefined) throw new Error(`s preview printed no JSON:\n${withoutValues(printed, settings)}`);
  writeWhole(`dist/${name}.json`, `${JSON.stringify(JSON.parse(line), null, 2)}\n`, 0o600);
}

/** What Serverless Devs says about settings, without what they hold: some are secrets. */
function withoutValues(text, settings) {
  return Object.values(settings)
    .filter((value) => value.length > 5)
    .reduce((rest, value) => rest.replaceAll(value, "…"), text);
}

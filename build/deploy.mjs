// npm run check:deploy [-- --stage <stage>]   what would be deployed is checked, for one stage or for all
// npm run deploy -- --stage <stage> [--yes]   … and planned, confirmed and deployed
// npm run remove -- --stage <stage> [--yes]   everything that this stage has is taken away
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { withAddress } from "../deployment/optionalParts.mjs";
import { TIMES } from "../deployment/settingText.mjs";
import {
  forgetLogs,
  forgetRendered,
  renderDeployment,
  serverlessDevs,
  withSpecification,
} from "./renderDeployment.mjs";
import { STAGES } from "./stages.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: "string" }, yes: { type: "boolean", default: false } },
});
const [task = "check"] = positionals;
const stages = values.stage === undefined ? Object.keys(STAGES) : [values.stage];
const unknown = stages.find((stage) => STAGES[stage] === undefined);
if (unknown !== undefined) fail(`There is no stage ${unknown}: ${Object.keys(STAGES).join(", ")}.`);
if (task !== "check" && values.stage === undefined) {
  fail(`Name the stage: npm run ${task} -- --stage <${Object.keys(STAGES).join("|")}>`);
}

// Without the stage's settings: what is built here is what the local cloud runs next.
run(process.execPath, ["build/main.mjs", "--quiet"], withoutSettings(process.env));
// What is rendered holds the settings, secrets among them.
process.on("exit", () => {
  for (const stage of stages) forgetRendered(`stage-${stage}`);
});
for (const stage of stages) await renderDeployment(`stage-${stage}`, STAGES[stage]);
run(process.execPath, ["dist/deployment/checkRendered.js", ...stages.map((stage) => `dist/stage-${stage}.json`)]);

if (task !== "check") {
  const settings = STAGES[values.stage];
  if (task === "deploy" && (process.env.ALBFLOW_SECRET ?? "").length < 32) {
    fail(
      "Set ALBFLOW_SECRET to the deployment's secret (openssl rand -base64 32): approvals and records are signed with it.",
    );
  }
  if (task === "deploy") await s(settings, "plan");
  if (!values.yes && !(await confirmed(`${task === "deploy" ? "Deploy" : "Remove"} the stage ${values.stage}?`))) {
    fail("Nothing was changed.");
  }
  await s(settings, task);
}

/**
 * Runs Serverless Devs and shows what it prints, without the secrets. Its output goes through a file: when its pipe breaks,
 * it starts reporters without end. The file has no name any more when something is written to it.
 */
async function s(settings, task) {
  const given = withAddress({ ...settings, ...process.env });
  await withSpecification(given, (which) => runDevs(given, [task, "-y", ...which]));
}

async function runDevs(given, parameters) {
  const { command, env } = serverlessDevs(given, TIMES.send);
  const file = `dist/s-${parameters[0]}.txt`;
  const raw = `${file}.${process.pid}`;
  const output = openSync(raw, "w", 0o600);
  const reading = openSync(raw, "r");
  rmSync(raw);
  const child = spawn(process.execPath, [...command, ...parameters], { env, stdio: ["ignore", output, output] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const { secretFilter } = await import("../dist/deployment/secretFilter.js");
  const filter = secretFilter(env, process.env);
  const decoder = new TextDecoder();
  const print = (text) => {
    process.stdout.write(text);
    writeFileSync(file, text, { flag: "a" });
  };
  writeFileSync(file, "");
  const show = () => {
    const chunk = Buffer.alloc(65_536);
    for (let size = readSync(reading, chunk); size > 0; size = readSync(reading, chunk)) {
      print(filter.push(decoder.decode(chunk.subarray(0, size), { stream: true })));
    }
  };
  const showing = setInterval(show, 100);
  const code = await ended;
  clearInterval(showing);
  show();
  print(filter.end());
  forgetLogs();
  for (const open of [output, reading]) closeSync(open);
  if (code !== 0) fail(`s ${parameters.join(" ")} has failed; ${file} has its words.`);
}

async function confirmed(question) {
  if (!process.stdin.isTTY) fail("Nobody is there to confirm: look at the plan above, then add --yes.");
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function run(command, parameters, env = process.env) {
  const { status } = spawnSync(command, parameters, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}

function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("ALBFLOW_")));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

#!/usr/bin/env node
import { parseArgs } from "node:util";
import { cloudEndpoints } from "./admin/cloudEndpoints.ts";
import { startLocalCloud } from "./localCloud.ts";
import own from "./package.json" with { type: "json" };

const HELP = `albflow-local start [options]     runs a local cloud until Ctrl-C

  --port <n>           first of ten ports side by side; 0 takes any that are free (7700)
  --region <id>        cn-hangzhou unless given
  --account <number>   1234567890123456 unless given
  --seed <file>        what it begins with, as YAML
  --data <folder>      keeps everything there
  --fast               changes take next to no time
  --change-ms <n>      how long a change of a listener takes
  --json               prints endpoints, environment and listeners as one line of JSON
  --version, --help

Docs: README.md of this package.`;

try {
  await main();
} catch (error) {
  console.error(`albflow-local: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "7700" },
      region: { type: "string" },
      account: { type: "string" },
      seed: { type: "string" },
      data: { type: "string" },
      fast: { type: "boolean", default: false },
      "change-ms": { type: "string" },
      json: { type: "boolean", default: false },
      version: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.version) return console.log(own.version);
  if (values.help || positionals.length === 0) return console.log(HELP);
  if (positionals.join(" ") !== "start") {
    throw new Error(`There is no command ${positionals.join(" ")}. albflow-local --help lists what there is.`);
  }
  const { region, account, seed, data, fast, "change-ms": changeMs } = values;
  if (account !== undefined && !/^\d{16}$/.test(account)) throw new Error("--account is a number of sixteen digits.");
  const cloud = await startLocalCloud({
    port: wholeNumber("--port", values.port, 65_527),
    fast,
    ...(region !== undefined && { region }),
    ...(account !== undefined && { accountId: account }),
    ...(seed !== undefined && { seed }),
    ...(data !== undefined && { dataDir: data }),
    ...(changeMs !== undefined && { changeMs: wholeNumber("--change-ms", changeMs, 3_600_000) }),
  });
  const interrupted = new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  const { services, listeners } = await cloudEndpoints(cloud);
  if (values.json) console.log(JSON.stringify({ services, environment: cloud.environment, listeners }));
  else {
    const rows = [
      ...Object.entries(services).map(([name, where]) => [name, String(where)]),
      ...listeners.map(({ listenerId, url, problem, status }) => [listenerId, url ?? problem ?? status]),
    ];
    const width = Math.max(...rows.map(([name = ""]) => name.length));
    console.log("The local cloud is ready.\n");
    for (const [name = "", where] of rows) console.log(`  ${name.padEnd(width)}  ${where}`);
    console.log("\nClients find it by this environment:");
    for (const [name, value] of Object.entries(cloud.environment)) console.log(`  export ${name}=${value}`);
    console.log("\nCtrl-C ends it.");
  }
  await interrupted;
  await cloud.close();
  // A thread of a function may still hold the process.
  process.exit(0);
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most)
    throw new Error(`${option} is a whole number from 0 to ${most}, not ${text}.`);
  return number;
}

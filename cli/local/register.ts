import { type Command, InvalidArgumentError } from "commander";
import { cliMessage } from "../../deployment/language.ts";
import { bilingual } from "../help/bilingual.ts";
import { numberFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";
import { registerFaults } from "./registerFaults.ts";

/** The commands about the local cloud. Each loads what it does only when it is called. */
export function registerLocal(program: Command): void {
  const local = program
    .command("local")
    .description("Run a local cloud, inspect it, and inject faults.")
    .addHelpText(
      "after",
      bilingual(
        `
Examples:
  albflow local start --data .albflow --seed local/seed/example.yaml
  albflow local log --follow
  albflow local fault add throttle --action UpdateListenerAttribute --count 3
  albflow local export > seed.yaml`,
        `
示例：
  albflow local start --data .albflow --seed local/seed/example.yaml
  albflow local log --follow
  albflow local fault add throttle --action UpdateListenerAttribute --count 3
  albflow local export > seed.yaml`,
      ),
    );

  local
    .command("start")
    .description("Run ALB, CAS, SLS, Function Compute, CloudFlow and RAM on this machine until Ctrl-C.")
    .option(
      "--port <n>",
      "first of ten ports: console, ALB, CAS, CloudFlow, FC, SLS, RAM, DNS API, DNS, KMS",
      numberFrom("--port", 1, 65_526),
      7700,
    )
    .option("--data <folder>", "keep all data in this folder across restarts (default: keep nothing)")
    .option("--random-keys", "use a generated key pair instead of local/local (default with --data)")
    .option("--no-random-keys", "use the key pair local/local")
    .option("--seed <file>", "initial data in YAML, unless the data folder already has some")
    .option("--empty", "deploy nothing, for use with `albflow deploy --local`")
    .option("--fast", "apply changes almost at once instead of as slowly as the real cloud")
    .option(
      "--change-ms <n>",
      "milliseconds that every listener change takes",
      numberFrom("--change-ms", 0, 86_400_000),
    )
    .option(
      "--time <kind>",
      "system, or simulated: time stands still until `albflow local advance`",
      timeKind,
      "system",
    )
    .option("--json", "print only the endpoints, as one line of JSON, when ready")
    .action(async (options) => (await import("./start.ts")).start(options));

  withOutput(local.command("endpoints"))
    .description("Show the endpoints of the services and of every listener.")
    .option(...PORT)
    .action(async (options) => (await import("./endpoints.ts")).endpoints(options));

  local
    .command("export")
    .description("Export the content of the local cloud as a seed for `local start --seed`.")
    .option(...PORT)
    .option("--with-keys", "include private keys; a seed without them cannot be started as it is")
    .option("--out <file>", "write to this file, readable only by you, instead of stdout")
    .option("--json", "print JSON instead of YAML")
    .action(async (options) => (await import("./exportSeed.ts")).exportSeed(options));

  withOutput(local.command("log"))
    .description("Show the API calls that the local cloud has answered, without secrets; as JSON, one object per line.")
    .option(...PORT)
    .option("-f, --follow", "keep showing new calls until Ctrl-C")
    .option("--limit <n>", "number of latest calls", numberFrom("--limit", 1, 10_000), 50)
    .option("--service <name>", "alb, cas, fnf, fc, sls, ram, dns, kms or cms")
    .option("--action <name>", "name of the API action, for example UpdateListenerAttribute")
    .option("--resource <id>", "ID of a listener, certificate, flow, …")
    .option("--caller <name>", "a role, or `local` for the account itself")
    .action(async (options) => (await import("./log.ts")).log(options));

  withOutput(local.command("advance"))
    .argument("<duration>", "7d, 36h, 90m or 30s")
    .description("Advance the time of a local cloud that was started with --time simulated.")
    .option(...PORT)
    .action(async (duration, options) => (await import("./advance.ts")).advance(duration, options));

  withOutput(local.command("fire"))
    .argument("<function>", "albflow-renewCertificates")
    .argument("[timer]", "name of the timer trigger", "timer")
    .description("Fire the timer trigger of a function now, and show the function's answer.")
    .option(...PORT)
    .action(async (name, timer, options) => (await import("./fire.ts")).fire(name, timer, options));

  withOutput(local.command("env"))
    .description('Print the environment by which SDKs and tools find the local cloud: eval "$(albflow local env)".')
    .option(...PORT)
    .action(async (options) => (await import("./environment.ts")).printEnvironment(options));

  local
    .command("proxy")
    .description(
      "Run a proxy for *.aliyuncs.com, for clients whose endpoint cannot be configured, with its own certificate authority.",
    )
    .option(...PORT)
    .option("--listen <ports>", "local ports, separated by commas; 0 is any free port", portList, [7790])
    .option(
      "--ca <file>",
      "file for the certificate of the certificate authority (default ~/.albflow/proxy-<port>.pem)",
    )
    .option("--json", "print only one line of JSON when ready")
    .action(async (options) => (await import("./proxy.ts")).proxy(options));

  registerFaults(local, PORT);
}

const PORT = ["--port <n>", "first port of the local cloud", numberFrom("--port", 1, 65_526), 7700] as const;

function portList(text: string): number[] {
  return text.split(",").map((part) => numberFrom("--listen", 0, 65_535)(part.trim()));
}

function timeKind(text: string): "system" | "simulated" {
  if (text === "system" || text === "simulated") return text;
  throw new InvalidArgumentError(
    `${cliMessage("option-not-offered", { option: "--time", offered: ["system", "simulated"] })}.`,
  );
}

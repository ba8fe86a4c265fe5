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
    .description("Run a local cloud, look into it and disturb it.")
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
    .description("Start ALB, CAS, SLS, Function Compute, CloudFlow and RAM on this machine, until Ctrl-C.")
    .option(
      "--port <n>",
      "first of ten ports: console, ALB, CAS, CloudFlow, FC, SLS, RAM, DNS API, DNS, KMS",
      numberFrom("--port", 1, 65_529),
      7700,
    )
    .option("--data <folder>", "keep everything in this folder across restarts; without it, nothing is kept")
    .option("--random-keys", "a key pair of its own instead of local/local; the default with --data")
    .option("--no-random-keys", "local/local, whatever is kept")
    .option("--seed <file>", "a seed in YAML to begin with, unless the data folder holds one already")
    .option("--empty", "with nothing deployed, for `albflow deploy --local`")
    .option("--fast", "changes take next to no time, instead of as long as on the real cloud")
    .option(
      "--change-ms <n>",
      "every change of a listener takes so many milliseconds",
      numberFrom("--change-ms", 0, 86_400_000),
    )
    .option(
      "--time <kind>",
      "system, or simulated: time stands still until `albflow local advance`",
      timeKind,
      "system",
    )
    .option("--json", "print the endpoints as one line of JSON when ready, and nothing else")
    .action(async (options) => (await import("./start.ts")).start(options));

  withOutput(local.command("endpoints"))
    .description("Show where the services, and every listener, can be reached.")
    .option(...PORT)
    .action(async (options) => (await import("./endpoints.ts")).endpoints(options));

  local
    .command("export")
    .description("Write what the local cloud holds as a seed that `local start --seed` takes.")
    .option(...PORT)
    .option("--with-keys", "with private keys; without them the seed can be read, but not started again as it is")
    .option("--out <file>", "write there instead of printing; readable for you alone")
    .option("--json", "JSON instead of YAML")
    .action(async (options) => (await import("./exportSeed.ts")).exportSeed(options));

  withOutput(local.command("log"))
    .description("Show the calls that the local cloud has answered, without secrets; as JSON one object a line.")
    .option(...PORT)
    .option("-f, --follow", "go on showing calls as they come, until Ctrl-C")
    .option("--limit <n>", "the latest so many", numberFrom("--limit", 1, 10_000), 50)
    .option("--service <name>", "alb, cas, fnf, fc, sls, ram, dns or kms")
    .option("--action <name>", "as on the wire: UpdateListenerAttribute")
    .option("--resource <id>", "a listener, certificate, flow, … by its id")
    .option("--caller <name>", "a role, or `local` for the account itself")
    .action(async (options) => (await import("./log.ts")).log(options));

  withOutput(local.command("advance"))
    .argument("<duration>", "7d, 36h, 90m or 30s")
    .description("Let time pass in a local cloud that was started with --time simulated.")
    .option(...PORT)
    .action(async (duration, options) => (await import("./advance.ts")).advance(duration, options));

  withOutput(local.command("fire"))
    .argument("<function>", "albflow-renewCertificates")
    .argument("[timer]", "name of its timer trigger", "timer")
    .description("Fire a function's timer now, and show what the function answers.")
    .option(...PORT)
    .action(async (name, timer, options) => (await import("./fire.ts")).fire(name, timer, options));

  withOutput(local.command("env"))
    .description('Print the environment by which SDKs and tools find the local cloud: eval "$(albflow local env)".')
    .option(...PORT)
    .action(async (options) => (await import("./environment.ts")).printEnvironment(options));

  local
    .command("proxy")
    .description(
      "Lead clients that take no endpoint here: a proxy for *.aliyuncs.com, with a certificate authority of its own.",
    )
    .option(...PORT)
    .option("--listen <ports>", "ports of this machine, with commas; 0 is any free one", portList, [7790])
    .option("--ca <file>", "write the authority's certificate there; ~/.albflow/proxy-<port>.pem unless given")
    .option("--json", "print one line of JSON when ready, and nothing else")
    .action(async (options) => (await import("./proxy.ts")).proxy(options));

  registerFaults(local, PORT);
}

const PORT = ["--port <n>", "first port of the local cloud", numberFrom("--port", 1, 65_529), 7700] as const;

function portList(text: string): number[] {
  return text.split(",").map((part) => numberFrom("--listen", 0, 65_535)(part.trim()));
}

function timeKind(text: string): "system" | "simulated" {
  if (text === "system" || text === "simulated") return text;
  throw new InvalidArgumentError(
    `${cliMessage("option-not-offered", { option: "--time", offered: ["system", "simulated"] })}.`,
  );
}

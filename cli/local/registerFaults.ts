import { type Command, InvalidArgumentError } from "commander";
import { cliMessage } from "../../deployment/language.ts";
import { numberFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";

type PortOption = readonly [flags: string, description: string, parse: (text: string) => number, otherwise: number];

/** `albflow local fault …`: make calls go wrong on purpose. */
export function registerFaults(local: Command, port: PortOption): void {
  const fault = local.command("fault").description("Make calls go wrong on purpose: add, list and clear faults.");

  const add = fault
    .command("add")
    .description("Make calls go wrong on purpose.")
    .summary("Add a fault of one of these kinds: refuse, throttle, delay, …");
  for (const { kind, summary, options } of FAULT_KINDS) {
    const command = withOutput(add.command(kind)).description(summary);
    for (const [name, description, otherwise] of options) {
      const flags = `--${name} <${VALUE_NAMES[name]}>`;
      const parse = PARSERS[name];
      if (otherwise === undefined) command.requiredOption(flags, description, parse);
      else command.option(flags, description, parse, otherwise);
    }
    command
      .option("--service <name>", "only calls of alb, cas, fnf, fc, sls, ram, dns or kms")
      .option("--action <name>", "only calls of this action: UpdateListenerAttribute")
      .option("--resource <id>", "only calls about this listener, load balancer, certificate, …")
      .option(
        "--count <n>",
        "only the first so many calls that fit; dry runs are neither hit nor counted",
        numberFrom("--count", 1),
      )
      .option("--probability <p>", "each call that fits with this probability, from 0 to 1", probability)
      .option("--id <name>", "how `fault clear` calls it")
      .option(...port)
      .action(async (options) => (await import("./faults.ts")).addFault(kind, options));
  }

  withOutput(fault.command("list"))
    .description("Show the faults that can still hit, in the order in which they are tried.")
    .option(...port)
    .action(async (options) => (await import("./faults.ts")).listFaults(options));

  withOutput(fault.command("clear"))
    .argument("[id]", "one fault; all of them when left out")
    .description("Take a fault away, or all.")
    .option(...port)
    .action(async (id, options) => (await import("./faults.ts")).clearFaults(id, options));
}

type OptionName = "status" | "code" | "message" | "ms" | "when";

/** Every kind of fault, with what it needs: the name of an option, what it means, its default. */
export const FAULT_KINDS: {
  kind: string;
  summary: string;
  options: (readonly [OptionName, string, (string | number)?])[];
}[] = [
  {
    kind: "refuse",
    summary: "Answer with an error, without effect.",
    options: [
      ["status", "HTTP status", 400],
      ["code", "the cloud's code: ResourceInConfiguring.Listener"],
      ["message", "the cloud's message", "A fault was asked for."],
    ],
  },
  { kind: "throttle", summary: "Answer that there are too many calls, without effect.", options: [] },
  { kind: "deny", summary: "Answer as RAM does when the caller may not do this.", options: [] },
  { kind: "delay", summary: "Answer late.", options: [["ms", "how late, in milliseconds"]] },
  {
    kind: "error",
    summary: "Answer with a 5xx, before the call takes effect or after it did.",
    options: [["when", "before or after", "before"]],
  },
  {
    kind: "timeout",
    summary: "Do not answer at all, before the call takes effect or after it did.",
    options: [["when", "before or after", "before"]],
  },
  {
    kind: "reset",
    summary: "Cut the connection, before the call takes effect or after it did.",
    options: [["when", "before or after", "before"]],
  },
  { kind: "stuck", summary: "Let the change never leave Configuring.", options: [] },
  {
    kind: "failJob",
    summary: "Let the change's job fail, and the resource go back.",
    options: [
      ["code", "the job's error code", "SystemBusy"],
      ["message", "the job's error message", "System is busy, please try again later."],
    ],
  },
  { kind: "stale", summary: "Answer a read with what was true a while ago.", options: [["ms", "milliseconds ago"]] },
  {
    kind: "lag",
    summary: "Let the sockets follow late after ALB has reported success.",
    options: [["ms", "how late, in milliseconds"]],
  },
];

const VALUE_NAMES: Record<OptionName, string> = { status: "n", code: "code", message: "text", ms: "n", when: "moment" };

const PARSERS: Record<OptionName, (text: string) => string | number> = {
  status: numberFrom("--status", 400, 599),
  code: (text) => text,
  message: (text) => text,
  ms: numberFrom("--ms", 0),
  when(text) {
    if (text === "before" || text === "after") return text;
    throw new InvalidArgumentError(
      `${cliMessage("option-not-offered", { option: "--when", offered: ["before", "after"] })}.`,
    );
  },
};

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError(`${cliMessage("option-no-probability", { option: "--probability" })}.`);
}

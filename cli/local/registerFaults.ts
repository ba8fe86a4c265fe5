import { type Command, InvalidArgumentError } from "commander";
import { cliMessage } from "../../deployment/language.ts";
import { numberFrom } from "../numberFrom.ts";
import { withOutput } from "../output.ts";

type PortOption = readonly [flags: string, description: string, parse: (text: string) => number, otherwise: number];

/** `albflow local fault …`: make calls go wrong on purpose. */
export function registerFaults(local: Command, port: PortOption): void {
  const fault = local.command("fault").description("Inject faults into calls: add, list and clear them.");

  const add = fault
    .command("add")
    .description("Inject a fault into calls.")
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
      .option("--service <name>", "only calls to alb, cas, fnf, fc, sls, ram, dns, kms or cms")
      .option("--action <name>", "only calls of this action, for example UpdateListenerAttribute")
      .option("--resource <id>", "only calls that involve this listener, load balancer, certificate, …")
      .option(
        "--count <n>",
        "only the first matching calls, up to this number; dry runs are neither affected nor counted",
        numberFrom("--count", 1),
      )
      .option("--probability <p>", "probability, from 0 to 1, that a matching call is affected", probability)
      .option("--id <name>", "ID for `fault clear`")
      .option(...port)
      .action(async (options) => (await import("./faults.ts")).addFault(kind, options));
  }

  withOutput(fault.command("list"))
    .description("List the active faults, in the order in which they are tried.")
    .option(...port)
    .action(async (options) => (await import("./faults.ts")).listFaults(options));

  withOutput(fault.command("clear"))
    .argument("[id]", "ID of a fault (default: all faults)")
    .description("Clear one fault, or all.")
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
      ["code", "error code, for example ResourceInConfiguring.Listener"],
      ["message", "error message", "A fault was asked for."],
    ],
  },
  { kind: "throttle", summary: "Answer with a throttling error, without effect.", options: [] },
  { kind: "deny", summary: "Answer with RAM's permission error.", options: [] },
  { kind: "delay", summary: "Delay the answer.", options: [["ms", "delay in milliseconds"]] },
  {
    kind: "error",
    summary: "Answer with a 5xx, before or after the call takes effect.",
    options: [["when", "before or after", "before"]],
  },
  {
    kind: "timeout",
    summary: "Do not answer, before or after the call takes effect.",
    options: [["when", "before or after", "before"]],
  },
  {
    kind: "reset",
    summary: "Close the connection, before or after the call takes effect.",
    options: [["when", "before or after", "before"]],
  },
  { kind: "stuck", summary: "Keep the change in the state Configuring for ever.", options: [] },
  {
    kind: "failJob",
    summary: "Fail the asynchronous job of the change; the resource returns to its former state.",
    options: [
      ["code", "error code of the job", "SystemBusy"],
      ["message", "error message of the job", "System is busy, please try again later."],
    ],
  },
  {
    kind: "stale",
    summary: "Answer reads with an earlier state.",
    options: [["ms", "age of that state in milliseconds"]],
  },
  {
    kind: "lag",
    summary: "Apply the change to the data plane late, after ALB has reported success.",
    options: [["ms", "delay in milliseconds"]],
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

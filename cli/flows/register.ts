import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { clock } from "../../shared/platform/clock.ts";
import { complain } from "../complaint.ts";
import { type Connection, type ConnectionOptions, flagsOf, withConnection } from "../connection.ts";
import { digitsFrom, momentFrom } from "../numberFrom.ts";
import { isForMachines, type OutputOptions, printAnswer, withOutput } from "../output.ts";
import { printableLines } from "../printable.ts";
import type { FlowsCommand, FlowsIo } from "./io.ts";

/** The commands about flows. */
export function registerFlows(program: Command): void {
  const flows = program.command("flows").description("Check and draw flow definitions.");
  withOutput(flows.command("lint"))
    .description("Check definitions: file, line, column and cause of each error and warning, with its fix.")
    .argument("<files...>", "flow definitions, YAML or JSON")
    .option("--express", "check them as Express mode flows")
    .action(async (files: string[], options: OutputOptions & { express?: boolean }) => {
      const { lintFlows } = await import("./lintFlows.ts");
      await performWith(lintFlows, [...files, ...(options.express === true ? ["--express"] : [])], undefined, options);
    });
  withOutput(flows.command("show"))
    .description("Draw a flow.")
    .argument("<file>", "a flow definition, YAML or JSON")
    .action(async (file: string, options: OutputOptions) => {
      const { showFlow } = await import("./showFlow.ts");
      await performWith(showFlow, [file], undefined, options);
    });
}

/** The commands about executions. */
export function registerExecutions(program: Command): void {
  withOutput(connected(program.command("executions")))
    .description("List the latest executions of one flow, or of all flows.")
    .argument("[flow]")
    .addOption(new Option("--status <status>", "only executions with this status").choices(STATUSES))
    .option(
      "--since <time>",
      "only executions started at or after this time, for example 2026-11-28T12:00:00Z",
      momentFrom("--since"),
    )
    .option("--requested-by <name>", "only executions that this person requested")
    .option("--resource <id>", "only executions that involve the resource with this ID")
    .option("--limit <n>", "how many to list", digitsFrom("--limit", 1), "20")
    .action(async (flow: string | undefined, options: ListOptions) => {
      const { listExecutions } = await import("./listExecutions.ts");
      const filters = (["status", "since", "requestedBy", "resource", "limit"] as const).flatMap((name) => {
        const value = options[name];
        return value === undefined ? [] : [`--${name}`, value];
      });
      await perform(listExecutions, [...(flow === undefined ? [] : [flow]), ...filters], options);
    });
  withOutput(connected(program.command("watch")))
    .description("Follow an execution until it ends; without a name, the latest running one.")
    .argument("[execution]")
    .action(async (name: string | undefined, options: LookOptions) => {
      const { watch } = await import("./watch.ts");
      await perform(watch, name === undefined ? [] : [name], options);
    });
  withOutput(connected(program.command("execution")))
    .description("Show what an execution has done, and follow it until it ends.")
    .argument("<name>")
    .argument("[flow]")
    .option("--once", "do not follow the execution")
    .option("--history", "show every state with times, errors, input and output instead of a summary")
    .action(async (name: string, flow: string | undefined, options: LookOptions) => {
      const { showExecution } = await import("./showExecution.ts");
      const flags = (["once", "history"] as const).filter((flag) => options[flag] === true).map((flag) => `--${flag}`);
      await perform(showExecution, [name, ...(flow === undefined ? [] : [flow]), ...flags], options);
    });
}

type LookOptions = ConnectionOptions & OutputOptions & { once?: boolean; history?: boolean };

interface ListOptions extends ConnectionOptions, OutputOptions {
  status?: string;
  since?: string;
  requestedBy?: string;
  resource?: string;
  limit: string;
}

const STATUSES = ["Running", "Succeeded", "Failed", "Stopped", "TimedOut"];

/** The options of every command that talks to a cloud. */
export function connected(command: Command): Command {
  return command
    .option("--local", "use the local cloud on this machine")
    .option("--embedded", "run flows and functions in this process, without a deployment")
    .option("--port <n>", "first port of the local cloud", digitsFrom("--port", 1, 65_526), "7700")
    .option("--region <id>", "region to use")
    .option("--profile <name>", "profile of the Aliyun CLI to use");
}

/** What commands about listeners take besides: where albflow is deployed has a name of its own there. */
export function connectedToPlaces(command: Command): Command {
  return command
    .option("--local", "use the local cloud on this machine")
    .option("--embedded", "run flows and functions in this process, without a deployment")
    .option("--port <n>", "first port of the local cloud", digitsFrom("--port", 1, 65_526), "7700")
    .option("--home <id>", "region where albflow is deployed (default: from the environment or profile)")
    .option("--profile <name>", "profile of the Aliyun CLI to use");
}

/** Options as commands about listeners have them. */
export interface PlaceOptions {
  home?: string;
  /** Where the listener is; at home unless given. */
  region?: string;
  account?: string;
}

/**
 * Where a command leads, and the place that it is about. Who runs everything in this process (`--embedded`) has no other home
 * than the region that is named.
 */
export function placeGiven<Options extends PlaceOptions & ConnectionOptions>(
  options: Options,
): { connection: Omit<Options, "home" | "account">; place: { region?: string; account?: string } } {
  const { home, region, account, ...rest } = options;
  const own = home ?? (options.embedded === true ? region : undefined);
  const isElsewhere = region !== undefined && region !== own;
  const connection = { ...rest, ...(own === undefined ? {} : { region: own }) };
  return {
    connection: connection as unknown as Omit<Options, "home" | "account">,
    place: { ...(isElsewhere ? { region } : {}), ...(account === undefined ? {} : { account }) },
  };
}

/** Options of lists that go over places. */
export interface PlacesOptions {
  home?: string;
  regions?: string[];
  accounts?: string[];
}

/** The same of a list of places, which has them in its own words. */
export function placesGiven<Options extends PlacesOptions & ConnectionOptions>(options: Options) {
  const { home, regions, accounts, ...rest } = options;
  const own = home ?? (options.embedded === true && regions?.length === 1 ? regions[0] : undefined);
  return {
    connection: { ...rest, ...(own === undefined ? {} : { region: own }) },
    places: { ...(regions === undefined ? {} : { regions }), ...(accounts === undefined ? {} : { accounts }) },
  };
}

async function perform(
  command: FlowsCommand,
  parameters: string[],
  options: ConnectionOptions & OutputOptions,
): Promise<void> {
  await withConnection(options, (connection) => performWith(command, parameters, connection, options));
}

async function performWith(
  command: FlowsCommand,
  parameters: string[],
  connection?: Connection,
  options: ConnectionOptions & OutputOptions = {},
): Promise<void> {
  const io: FlowsIo = {
    flags: flagsOf(options),
    isForMachines: isForMachines(options),
    isWide: options.output === "wide",
    answer: (answer, lines) =>
      printAnswer(answer, { ...options, ...(connection === undefined ? {} : { connection }) }, () => lines),
    write: (line) => console.log(printableLines(line)),
    complain: (about) => complain(about),
    readFile: (path) => readFile(path, "utf8"),
    clock,
    async cloudFlow(action, given) {
      if (connection === undefined) throw new Error(`${action} needs a cloud.`);
      const { openCloudFlow } = await import("../../shared/platform/clients/cloudFlow.ts");
      return openCloudFlow(connection.session).call(action, given);
    },
  };
  process.exitCode = await command(parameters, io);
}

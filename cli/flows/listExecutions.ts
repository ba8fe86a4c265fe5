import type { ExecutionRow } from "../../shared/clients/cloudFlow.ts";
import { tableLines } from "../table.ts";
import { durationText } from "./durationText.ts";
import type { FlowsCommand, FlowsIo } from "./io.ts";

/** How many are listed when nobody says. */
const LIMIT = 20;

/**
 * `albflow executions [flow] [--status <status>] [--limit <n>]`: the newest executions of one flow or of all. Exit code
 * 0; a flow that does not exist rejects with the cloud's error.
 */
export const listExecutions: FlowsCommand = async (args, io) => {
  const { positional, options } = parse(args);
  const limit = Number(options.limit ?? LIMIT);
  const flows = positional.length > 0 ? positional : await flowNames(io);
  const filter = options.status === undefined ? {} : { Status: options.status };
  const answers = await Promise.all(
    flows.map((FlowName) => io.cloudFlow("ListExecutions", { FlowName, Limit: Math.min(99, limit), ...filter })),
  );
  const executions = answers.flatMap((answer) => (answer as { Executions: ExecutionRow[] }).Executions);
  executions.sort((a, b) => (a.StartedTime < b.StartedTime ? 1 : -1));
  const shown = executions.slice(0, limit);
  const rows = shown.map((execution) => row(execution, io.clock.now()));
  for (const line of rows.length === 0 ? ["No executions."] : tableLines([HEAD, ...rows])) io.write(line);
  return 0;
};

/** The names of all flows. */
export async function flowNames(io: FlowsIo): Promise<string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const page = { Limit: 999, ...(token === undefined ? {} : { NextToken: token }) };
    const answer = (await io.cloudFlow("ListFlows", page)) as { Flows: { Name: string }[]; NextToken?: string };
    names.push(...answer.Flows.map(({ Name }) => Name));
    token = answer.NextToken;
  } while (token !== undefined && token !== "");
  return names;
}

const HEAD = ["STARTED (UTC)", "STATUS", "FLOW", "EXECUTION", "TOOK"];

function row({ FlowName, Name, Status, StartedTime, StoppedTime }: ExecutionRow, now: number): string[] {
  const end = StoppedTime === "" ? now : Date.parse(StoppedTime);
  const started = StartedTime.slice(0, 19).replace("T", " ");
  return [started, Status, FlowName, Name, durationText(Math.max(0, end - Date.parse(StartedTime)))];
}

function parse(args: string[]): { positional: string[]; options: Record<string, string> } {
  const positional: string[] = [];
  const options: Record<string, string> = {};
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? "";
    if (arg.startsWith("--")) options[arg.slice(2)] = args[++i] ?? "";
    else positional.push(arg);
  }
  return { positional, options };
}

import { cliMessage, cliSentences } from "../../deployment/language.ts";
import { flowNameOf, prefix } from "../../shared/core/flowDefinition.ts";
import { rollbackName, stopIn } from "../../shared/core/stopping.ts";
import { textIn } from "../../shared/core/verdict.ts";
import { executionFilter } from "../../shared/features/api/executionFilter.ts";
import { executionView, objectIn } from "../../shared/features/api/views.ts";
import { type ExecutionRow, readHistory } from "../../shared/platform/clients/cloudFlow.ts";
import { type Colour, inColour } from "../colour.ts";
import { type Column, headsOf } from "../columns.ts";
import { headedTable } from "../table.ts";
import { durationText } from "./durationText.ts";
import type { FlowsCommand, FlowsIo } from "./io.ts";

/** How many are listed when nobody says. */
const LIMIT = 20;

/**
 * `albflow executions [flow] [--status <status>] [--since <time>] [--requestedBy <name>] [--resource <id>] [--limit <n>]`: the newest executions of one flow or of all. Exit code
 * 0; a flow that does not exist rejects with the cloud's error.
 */
export const listExecutions: FlowsCommand = async (args, io) => {
  const { positional, options } = parse(args);
  const limit = Number(options.limit ?? LIMIT);
  const { status, since, requestedBy, resource } = options;
  // What keeps others away, and what keeps texts, is nobody's question.
  const flows =
    positional.length > 0
      ? await Promise.all(positional.map((named) => flowGiven(io, named)))
      : (await flowNames(io)).filter((name) => !INTERNAL.test(name));
  const { isMeant } = executionFilter({
    ...(requestedBy === undefined ? {} : { requestedBy }),
    ...(resource === undefined ? {} : { resource }),
  });
  const isNarrowed = requestedBy !== undefined || resource !== undefined;
  const within = {
    Limit: isNarrowed ? 99 : Math.min(99, limit),
    ...(status === undefined ? {} : { Status: status }),
    ...(since === undefined ? {} : { StartedTimeBegin: since }),
  };
  const answers = await Promise.all(flows.map((FlowName) => io.cloudFlow("ListExecutions", { FlowName, ...within })));
  const executions = answers
    .flatMap((answer) => (answer as { Executions: ExecutionRow[] }).Executions)
    .filter((one) => isMeant({ operation: one.FlowName, row: one }));
  executions.sort((a, b) => (a.StartedTime < b.StartedTime ? 1 : -1));
  const shown = executions.slice(0, limit);
  const isWide = io.isWide === true;
  const rows: string[][] = [];
  for (const execution of shown) rows.push(cellsOf(execution, io.clock.now(), await noteOn(io, execution), isWide));
  const head = headsOf(...HEAD, ...(isWide ? WIDE_HEAD : []), "stopped");
  const lines = rows.length === 0 ? [cliSentences("no-executions")] : headedTable(head, rows);
  if (io.answer === undefined) for (const line of lines) io.write(line);
  else await io.answer({ executions: shown.map(listedOf) }, lines);
  return 0;
};

const INTERNAL = /-(?:lock|keep)$/;

/** An execution as programs are given it. */
function listedOf(row: ExecutionRow) {
  const { FlowName, Name, Status, StartedTime, StoppedTime, Input } = row;
  const { requestedBy = null } = objectIn(Input);
  const stoppedAt = StoppedTime === "" ? null : StoppedTime;
  const listenerId = executionView("", row).listenerId || null;
  return { flow: FlowName, name: Name, status: Status, startedAt: StartedTime, stoppedAt, requestedBy, listenerId };
}

/** Who has stopped it, and why; empty for what was not stopped. */
async function noteOn(io: FlowsIo, { FlowName, Name, Status }: ExecutionRow): Promise<string> {
  if (Status !== "Stopped") return "";
  const stop = stopIn(await readHistory(io.cloudFlow, { FlowName, ExecutionName: Name }));
  if (stop === undefined) return "";
  const rollback = stop.mode === "leave" ? null : rollbackName(Name);
  return stop.by === "" ? stop.why : cliMessage("stopped-by", { by: stop.by, why: stop.why, rollback });
}

/** The flow that somebody means by its own name or by that of its operation: `albflow-stopListener`, `stopListener`. */
export async function flowGiven(io: FlowsIo, named: string): Promise<string> {
  const [names, whole] = [await flowNames(io), flowNameOf(prefix(), named)];
  return !names.includes(named) && names.includes(whole) ? whole : named;
}

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

const HEAD: Column[] = ["started (UTC)", "state", "flow", "execution", "listener", "took"];
const WIDE_HEAD: Column[] = ["asked by", "region", "account", "why", "ticket"];

function cellsOf(execution: ExecutionRow, now: number, note: string, isWide: boolean): string[] {
  const { FlowName, Name, Status, StartedTime, StoppedTime, Input } = execution;
  const end = StoppedTime === "" ? now : Date.parse(StoppedTime);
  const started = StartedTime.slice(0, 19).replace("T", " ");
  const took = durationText(Math.max(0, end - Date.parse(StartedTime)));
  const given = objectIn(Input);
  const wide = ["requestedBy", "region", "account", "reason", "ticket"].map((name) => textIn(given, name));
  const colour = COLOURS[Status];
  const word = cliMessage("execution-status", { status: Status });
  const state = colour === undefined ? word : inColour(word, colour);
  return [started, state, FlowName, Name, executionView("", execution).listenerId, took, ...(isWide ? wide : []), note];
}

const COLOURS: Partial<Record<string, Colour>> = {
  Running: "yellow",
  Succeeded: "green",
  Failed: "red",
  TimedOut: "red",
};

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

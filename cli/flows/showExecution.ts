import { cliMessage, cliMessages } from "../../deployment/language.ts";
import { type Failure, isUnrecorded, lastVerdictIn, type StateVisit, visitsOf } from "../../shared/core/executions.ts";
import { findExecution } from "../../shared/core/findExecution.ts";
import { operationOf, prefix } from "../../shared/core/flowDefinition.ts";
import { operationNames } from "../../shared/core/operationNames.ts";
import { describeStop, stopIn } from "../../shared/core/stopping.ts";
import { executionView, historyView, inputView, verdictView, writesView } from "../../shared/features/api/views.ts";
import { type ExecutionRow, type HistoryEvent, readHistory } from "../../shared/platform/clients/cloudFlow.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import { whenLeaving } from "../leaving.ts";
import { EXIT, exitCodeOf } from "../operations/exitCodes.ts";
import { durationText } from "./durationText.ts";
import { executionSummary } from "./executionSummary.ts";
import type { FlowsCommand, FlowsIo } from "./io.ts";
import { flowGiven, flowNames } from "./listExecutions.ts";

/** How long one read of a running execution waits for its end, in seconds. */
const POLL_SECONDS = 1;

/**
 * `albflow execution <name> [flow] [--once] [--history]`: tells an operation's execution in some ten lines; of another, and with
 * `--history`, each state with its duration and errors. Follows a running one, with what it waits for, until it ends, unless
 * `--once`. Exit code 0 when it succeeded or still runs, else that of the operation (cli/operations/exitCodes.ts); 1 where there is none.
 */
export const showExecution: FlowsCommand = async (args, io) => {
  const [name, flow] = args.filter((arg) => !arg.startsWith("--"));
  if (name === undefined) {
    io.complain(reason("execution-not-named", { usage: "albflow execution <name> [flow]" }));
    return EXIT.failed;
  }
  const flows = flow === undefined ? await flowNames(io) : [await flowGiven(io, flow)];
  const here = await findExecution(name, flows, (one) => describe(io, one, name).catch(ignoreMissing));
  if (here === undefined) {
    io.complain(reason("execution-nowhere", { execution: name, flow: flow ?? null }));
    return EXIT.failed;
  }
  if (io.isForMachines === true) {
    const { found } = here;
    const events = await readHistory(io.cloudFlow, { FlowName: found.FlowName, ExecutionName: found.Name });
    await io.answer?.(describedOf(found, events), []);
    return exitCodeIn(found, events);
  }
  const how = { once: args.includes("--once"), whole: args.includes("--history") };
  const followed = { execution: name, flags: io.flags ?? "" };
  const isOperation = operationNames.includes(operationOf(prefix(), here.found.FlowName));
  const stay = how.once
    ? () => undefined
    : whenLeaving(() => reason(isOperation ? "follow-interrupted" : "watch-interrupted", followed));
  const ended = await follow(io, here.found, how).finally(stay);
  const { FlowName, Name: ExecutionName } = ended;
  return exitCodeIn(ended, isFine(ended) ? [] : await readHistory(io.cloudFlow, { FlowName, ExecutionName }));
};

function exitCodeIn(row: ExecutionRow, events: HistoryEvent[]): number {
  return isFine(row) ? EXIT.done : exitCodeOf(lastVerdictIn(events));
}

function isFine(row: ExecutionRow): boolean {
  return row.Status === "Succeeded" || isRunning(row);
}

/** An execution as programs are given it: as the API has it, without what makes it work. */
function describedOf(row: ExecutionRow, events: HistoryEvent[]): object {
  const verdict = lastVerdictIn(events);
  return {
    flow: row.FlowName,
    ...executionView(verdict?.operation ?? "", row),
    input: inputView(row),
    verdict: verdict === undefined ? null : { ...verdictView(verdict), writes: writesView(verdict) },
    history: historyView(events),
  };
}

async function describe(io: FlowsIo, FlowName: string, ExecutionName: string, wait = 0): Promise<ExecutionRow> {
  const parameters = { FlowName, ExecutionName, WaitTimeSeconds: wait };
  return (await io.cloudFlow("DescribeExecution", parameters)) as ExecutionRow;
}

function ignoreMissing(error: { code?: string }): undefined {
  if (error.code === "ExecutionNotExists" || error.code === "FlowNotExists") return undefined;
  throw error;
}

/** Writes what has happened, and goes on as more does; gives the execution as it was last seen. */
async function follow(
  io: FlowsIo,
  { FlowName, Name, StartedTime, Input }: ExecutionRow,
  { once, whole }: { once: boolean; whole: boolean },
): Promise<ExecutionRow> {
  const events: HistoryEvent[] = [];
  let begun: "in short" | "whole" | undefined;
  let written = 0;
  let reported = "";
  for (let wait = 0; ; wait = POLL_SECONDS) {
    const execution = await describe(io, FlowName, Name, wait);
    // From the last one on: what is said to a token beyond the end is not documented (real-cloud.md CR26).
    const last = events.at(-1)?.EventId ?? 0;
    const first = Math.max(1, last);
    for (const event of await readHistory(io.cloudFlow, { FlowName, ExecutionName: Name, first })) {
      if (event.EventId > last) events.push(event);
    }
    const visits = visitsOf(events);
    const ended = visits.filter(({ exitedAt }) => exitedAt !== undefined).sort((a, b) => a.lastId - b.lastId);
    if (begun === undefined) {
      const summary = whole ? [] : summaryLines(io, execution, events);
      begun = summary.length > 0 ? "in short" : "whole";
      const head = [`${FlowName} / ${Name}, started ${StartedTime}`, `input ${Input}`];
      for (const line of begun === "whole" ? head : summary) io.write(line);
      if (begun === "in short" && !isRunning(execution)) return execution;
      if (begun === "in short") written = ended.length;
    }
    for (const visit of ended.slice(written)) io.write(endedLine(visit));
    written = ended.length;
    if (!isRunning(execution)) {
      const inShort = begun === "in short" ? ["", ...summaryLines(io, execution, events)] : undefined;
      for (const line of inShort ?? [...lastLines(execution), ...stopLines(execution, events)]) io.write(line);
      return execution;
    }
    const waits = waitingLines(visits, once ? io.clock.now() : undefined);
    if (waits.join("\n") !== reported) for (const line of waits) io.write(line);
    reported = waits.join("\n");
    if (once) return execution;
  }
}

/** What is told of an operation's execution; nothing of any other. */
function summaryLines({ flags = "" }: FlowsIo, row: ExecutionRow, events: HistoryEvent[]): string[] {
  const verdict = lastVerdictIn(events);
  return verdict === undefined
    ? []
    : executionSummary({ row, verdict, stop: stopIn(events), flags, isRecorded: !visitsOf(events).some(isUnrecorded) });
}

function endedLine(visit: StateVisit): string {
  const { name, failure, enteredAt, exitedAt = enteredAt, failedTries } = visit;
  const tries =
    failedTries.length === 0 || failure !== undefined ? "" : `, after ${failedTries.map(errorText).join("; ")}`;
  const sign = failure === undefined ? "✔" : "✘";
  const count = failedTries.length > 1 ? ` (${failedTries.length} tries)` : "";
  const why = failure === undefined ? "" : `  ${errorText(failure)}${count}`;
  return `${indent(visit)}${sign} ${name}  ${durationText(exitedAt - enteredAt)}${tries}${why}`;
}

/** One line for each state that is not through; how long it has waited only when somebody looks once. */
function waitingLines(visits: StateVisit[], now: number | undefined): string[] {
  const open = visits.filter(({ exitedAt, hasChildren }) => exitedAt === undefined && !hasChildren);
  return open.map((visit) => {
    const since = now === undefined ? null : durationText(Math.max(0, now - visit.enteredAt));
    return `${indent(visit)}… ${cliMessage("state-waits", { state: visit.name, since, why: awaited(visit) })}`;
  });
}

/** What a state waits for. */
function awaited({ last, action: called, failedTries }: StateVisit): Reason {
  const action = called === "" ? null : called;
  if (last === "TaskSubmitted") return reason("waits-for-report", { action });
  if (last === "TaskStarted" || last === "TaskScheduled") return reason("waits-for-answer", { action });
  const failed = failedTries.at(-1);
  if (/^Task(Failed|SubmitFailed|TimedOut)$/.test(last))
    return reason("waits-for-retry", { error: failed === undefined ? null : errorText(failed) });
  return reason("waits-for-time");
}

function errorText({ error, cause }: Failure): string {
  return cause === "" ? error : `${error}: ${cause}`;
}

function lastLines({ Status, Output, StartedTime, StoppedTime }: ExecutionRow): string[] {
  const took = durationText(Date.parse(StoppedTime) - Date.parse(StartedTime));
  return [`${Status} after ${took}`, ...(Output === "" ? [] : [`output ${Output}`])];
}

/** Who has stopped it, why, and what became of what it had changed. */
function stopLines({ Name }: ExecutionRow, events: HistoryEvent[]): string[] {
  const stop = stopIn(events);
  if (stop === undefined) return [];
  const verdict = lastVerdictIn(events);
  // Locks are stopped by whoever held them, and have changed nothing.
  const isOfLock = verdict === undefined && stop.by === "";
  return [isOfLock ? `because: ${stop.why}` : cliMessages().sentences(describeStop(stop, Name, verdict))];
}

function isRunning({ Status }: ExecutionRow): boolean {
  return Status === "Running" || Status === "Starting";
}

/** As many Parallels and Maps as are around a state. */
function indent({ outer }: StateVisit): string {
  return outer === undefined ? "" : `  ${indent(outer)}`;
}

import { durationText } from "./durationText.ts";
import type { ExecutionAnswer } from "./executionAnswer.ts";
import { depthOf, type EventAnswer, emptyStory, type Story, tell, type Visit } from "./historySteps.ts";
import type { FlowsCommand, FlowsIo } from "./io.ts";
import { flowNames } from "./listExecutions.ts";

/** How long one look at a running execution waits for its end, in seconds. */
const LOOK_SECONDS = 1;

/**
 * `albflow execution <name> [flow] [--once]`: tells the history of an execution as a person wants it: each state with
 * its duration and errors, what it waits for, and the end. Follows a running one until it ends, unless `--once`. Exit
 * code 0 when it succeeded or still runs, 1 when it ended otherwise, 2 when there is no such execution.
 */
export const showExecution: FlowsCommand = async (args, io) => {
  const [name, flow] = args.filter((arg) => !arg.startsWith("--"));
  if (name === undefined) {
    io.warn("Which execution? Usage: albflow execution <name> [flow]");
    return 2;
  }
  const found = await find(io, name, flow === undefined ? await flowNames(io) : [flow]);
  if (found === undefined) {
    io.warn(`There is no execution ${name}${flow === undefined ? "" : ` of flow ${flow}`}. See albflow executions.`);
    return 2;
  }
  io.write(`${found.FlowName} / ${found.Name}, started ${found.StartedTime}`);
  io.write(`input ${found.Input}`);
  const ended = await follow(io, found, args.includes("--once"));
  return ended.Status === "Succeeded" || isRunning(ended) ? 0 : 1;
};

/** The execution of this name, in whichever flow it is; the newest when there are several. */
async function find(io: FlowsIo, name: string, flows: string[]): Promise<ExecutionAnswer | undefined> {
  const all = await Promise.all(flows.map((flow) => describe(io, flow, name).catch(ignoreMissing)));
  const found = all.filter((execution) => execution !== undefined);
  return found.sort((a, b) => (a.StartedTime < b.StartedTime ? 1 : -1))[0];
}

async function describe(io: FlowsIo, FlowName: string, ExecutionName: string, wait = 0): Promise<ExecutionAnswer> {
  const parameters = { FlowName, ExecutionName, WaitTimeSeconds: wait };
  return (await io.cloudFlow("DescribeExecution", parameters)) as ExecutionAnswer;
}

function ignoreMissing(error: { code?: string }): undefined {
  if (error.code === "ExecutionNotExists" || error.code === "FlowNotExists") return undefined;
  throw error;
}

/** Writes what has happened, and goes on as more does; gives the execution as it was last seen. */
async function follow(io: FlowsIo, { FlowName, Name }: ExecutionAnswer, once: boolean): Promise<ExecutionAnswer> {
  const story = emptyStory();
  let next = 1;
  let told = "";
  for (let wait = 0; ; wait = LOOK_SECONDS) {
    const execution = await describe(io, FlowName, Name, wait);
    for await (const event of eventsFrom(io, FlowName, Name, next)) {
      next = event.EventId + 1;
      const visit = tell(story, event);
      if (visit !== undefined) io.write(endedLine(visit));
    }
    if (!isRunning(execution)) {
      for (const line of lastLines(execution)) io.write(line);
      return execution;
    }
    const waits = waitingLines(story, once ? io.clock.now() : undefined);
    if (waits.join("\n") !== told) for (const line of waits) io.write(line);
    told = waits.join("\n");
    if (once) return execution;
  }
}

async function* eventsFrom(io: FlowsIo, FlowName: string, ExecutionName: string, first: number) {
  let token: string | undefined = String(first);
  while (token !== undefined && token !== "") {
    const page = { FlowName, ExecutionName, Limit: 999, NextToken: token };
    const answer = (await io.cloudFlow("GetExecutionHistory", page)) as { Events: EventAnswer[]; NextToken?: string };
    yield* answer.Events;
    token = answer.NextToken;
  }
}

function endedLine(visit: Visit): string {
  const { name, error, enteredAt, endedAt = enteredAt, failedTries } = visit;
  const tries = failedTries.length === 0 || error !== undefined ? "" : `, after ${failedTries.join("; ")}`;
  const sign = error === undefined ? "✔" : "✘";
  const why = error === undefined ? "" : `  ${error}${failedTries.length > 1 ? ` (${failedTries.length} tries)` : ""}`;
  return `${indent(visit)}${sign} ${name}  ${durationText(endedAt - enteredAt)}${tries}${why}`;
}

/** One line for each state that is not through; how long it has waited only when somebody looks once. */
function waitingLines({ visits }: Story, now: number | undefined): string[] {
  const open = visits.filter(({ endedAt, hasChildren }) => endedAt === undefined && !hasChildren);
  return open.map((visit) => {
    const since = now === undefined ? "" : ` for ${durationText(Math.max(0, now - visit.enteredAt))}`;
    return `${indent(visit)}… ${visit.name} waits${since}: ${reasonOf(visit)}`;
  });
}

function reasonOf({ last, action = "its task", failedTries }: Visit): string {
  if (last === "TaskSubmitted") return `${action} is to be reported`;
  if (last === "TaskStarted" || last === "TaskScheduled") return `${action} is to answer`;
  if (/^Task(Failed|SubmitFailed|TimedOut)$/.test(last))
    return `the next try, after ${failedTries.at(-1) ?? "an error"}`;
  return "time is to pass";
}

function lastLines({ Status, Output, StartedTime, StoppedTime }: ExecutionAnswer): string[] {
  const took = durationText(Date.parse(StoppedTime) - Date.parse(StartedTime));
  return [`${Status} after ${took}`, ...(Output === "" ? [] : [`output ${Output}`])];
}

function isRunning({ Status }: ExecutionAnswer): boolean {
  return Status === "Running" || Status === "Starting";
}

function indent(visit: Visit): string {
  return "  ".repeat(depthOf(visit));
}

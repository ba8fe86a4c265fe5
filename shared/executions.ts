import type { CloudFlowDoor, HistoryEvent } from "./clients/cloudFlow.ts";
import type { AlbflowError } from "./errors.ts";
import { poll } from "./retry.ts";
import type { Verdict } from "./verdict.ts";

/** One state of an execution, as a person follows it. */
export interface StateVisit {
  name: string;
  enteredAt: number;
  /** Undefined while it goes on. */
  exitedAt: number | undefined;
  /** The verdict with which it was left. */
  verdict: Verdict | undefined;
  /** What went wrong with each try of its task, the last of which may have ended it. */
  failedTries: FailedTry[];
  /** Type of its last event. */
  last: string;
}

/** A try of a task that has failed. */
export interface FailedTry {
  at: number;
  /** The error's name, and what is said about it; may be empty. */
  error: string;
  cause: string;
}

/** How an execution has ended. */
export interface Outcome {
  status: string;
  /** The last verdict of all: state, reason, plan, and what was seen. */
  verdict: Verdict | undefined;
  /** States entered. */
  transitions: number;
}

/**
 * Follows an execution to its end, calling back for every state that is entered or left. It looks once a second, and only at
 * what is new; that CloudFlow is busy is no reason to give up. Throws `AlbflowError`, NotFound when there is no such
 * execution.
 */
export async function followExecution(
  cloudFlow: Pick<CloudFlowDoor, "history" | "describe">,
  flow: string,
  execution: string,
  onVisit: (visit: StateVisit) => void,
): Promise<Outcome> {
  const told = new Map<number, boolean>();
  let events: HistoryEvent[] = [];
  let quiet = 0;
  const look = async (): Promise<Outcome> => {
    const news = await newEvents(cloudFlow, flow, execution, events);
    events = [...events, ...news];
    quiet = news.length > 0 ? 0 : quiet + 1;
    const visits = visitsOf(events);
    visits.forEach((visit, position) => {
      const ended = visit.exitedAt !== undefined;
      if (told.get(position) === ended) return;
      told.set(position, ended);
      onVisit(visit);
    });
    let status: string = statusIn(events);
    if (status !== "Running") return outcomeOf(events, status);
    // Should a history not tell of its end, the execution itself does.
    if (quiet % QUIET_LOOKS === QUIET_LOOKS - 1) status = (await cloudFlow.describe(flow, execution)).Status;
    return outcomeOf(events, status);
  };
  return poll(look, ({ status }) => !ONGOING.has(status), { name: execution, firstMs: FOLLOW_MS });
}

/** What has happened since the last of these events; nothing while CloudFlow takes no more questions. */
export async function newEvents(
  cloudFlow: Pick<CloudFlowDoor, "history">,
  flow: string,
  execution: string,
  known: HistoryEvent[],
): Promise<HistoryEvent[]> {
  const last = known.at(-1)?.EventId ?? 0;
  try {
    const events = await cloudFlow.history(flow, execution, last + 1);
    return events.filter(({ EventId }) => EventId > last);
  } catch (error) {
    const { kind } = error as AlbflowError;
    // What CloudFlow says to a token beyond the last event is not documented.
    if (kind === "Throttled" || (kind === "InvalidInput" && last > 0)) return [];
    throw error;
  }
}

/** An execution's status, out of its whole history. */
export function statusIn(events: HistoryEvent[]): "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut" {
  const end = events.findLast(({ Type }) => Object.hasOwn(ENDS, Type));
  return end === undefined ? "Running" : ENDS[end.Type as keyof typeof ENDS];
}

/** How a history ends, and what that makes of its execution. */
export const ENDS = {
  ExecutionStopped: "Stopped",
  ExecutionSucceeded: "Succeeded",
  ExecutionFailed: "Failed",
  ExecutionTimedOut: "TimedOut",
} as const;

/** Five looks a second are answered, to everybody in the account together (cloudflow.md §8.4). */
const FOLLOW_MS = 1_000;
const QUIET_LOOKS = 30;
const ONGOING: ReadonlySet<string> = new Set(["Running", "Starting"]);

/** How an execution of this history and status has ended. */
export function outcomeOf(events: HistoryEvent[], status: string): Outcome {
  return { status, verdict: lastVerdictIn(events), transitions: visitsOf(events).length };
}

/** The states that a history tells of, in order. Our flows have no states inside of states. */
export function visitsOf(events: HistoryEvent[]): StateVisit[] {
  const visits: StateVisit[] = [];
  for (const event of events) {
    const { StepName: name, Type, Time } = event;
    const at = Date.parse(Time);
    if (Type === "StepEntered") {
      visits.push({ name, enteredAt: at, exitedAt: undefined, verdict: undefined, failedTries: [], last: Type });
      continue;
    }
    const visit = visits.findLast((one) => one.name === name && one.exitedAt === undefined);
    if (visit === undefined) continue;
    visit.last = Type;
    if (FAILED_TRY.has(Type)) visit.failedTries.push({ at, ...errorIn(event) });
    if (Type === "StepExited" || Type === "StepFailed") {
      visit.exitedAt = at;
      visit.verdict = verdictIn(event);
    }
  }
  return visits;
}

const FAILED_TRY = new Set(["TaskFailed", "TaskSubmitFailed", "TaskTimedOut"]);

function errorIn({ EventDetail }: HistoryEvent): { error: string; cause: string } {
  const { error = "", cause = "" } = JSON.parse(EventDetail) as { error?: string; cause?: string };
  return { error, cause };
}

/** The question that an execution waits to have answered, if it does: who can answer may report to `taskToken`. */
export function pendingApproval(events: HistoryEvent[]): { verdict: Verdict; taskToken: string } | undefined {
  const last = events.findLast(({ StepName, Type }) => StepName === APPROVE && TASK_EVENTS.has(Type));
  if (last?.Type !== "TaskSubmitted") return undefined;
  const scheduled = events.findLast(({ StepName, Type }) => StepName === APPROVE && Type === "TaskScheduled");
  const detail = JSON.parse(scheduled?.EventDetail ?? "{}") as { parameters?: { body?: unknown } };
  return detail.parameters?.body as { verdict: Verdict; taskToken: string } | undefined;
}

/** The state of flows/operation.yaml that waits for people. */
const APPROVE = "Approve";
const TASK_EVENTS = new Set(["TaskScheduled", "TaskSubmitted", "TaskSucceeded", "TaskFailed", "TaskTimedOut"]);

/** The latest verdict that a history tells of. */
export function lastVerdictIn(events: HistoryEvent[]): Verdict | undefined {
  for (const event of [...events].reverse()) {
    const verdict = verdictIn(event);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** Every verdict that a history tells of, in order. */
export function verdictsIn(events: HistoryEvent[]): Verdict[] {
  return events.map(verdictIn).filter((verdict) => verdict !== undefined);
}

function verdictIn({ EventDetail }: HistoryEvent): Verdict | undefined {
  const { output, input } = JSON.parse(EventDetail) as Record<"output" | "input", { verdict?: Verdict } | undefined>;
  return (output ?? input)?.verdict;
}

import type { CloudFlowDoor, HistoryEvent } from "./clients/cloudFlow.ts";
import { clock } from "./clock.ts";
import type { Verdict } from "./verdict.ts";

/** One state of an execution, as a person follows it. */
export interface StateVisit {
  name: string;
  enteredAt: number;
  /** Undefined while it goes on. */
  exitedAt: number | undefined;
  /** The verdict with which it was left. */
  verdict: Verdict | undefined;
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
 * Follows an execution to its end, calling back for every state that is entered or left. Throws `AlbflowError`, NotFound
 * when there is no such execution.
 */
export async function followExecution(
  cloudFlow: CloudFlowDoor,
  flow: string,
  execution: string,
  onVisit: (visit: StateVisit) => void,
): Promise<Outcome> {
  const told = new Map<number, boolean>();
  for (;;) {
    const { Status } = await cloudFlow.describe(flow, execution);
    const events = await cloudFlow.history(flow, execution);
    const visits = visitsOf(events);
    visits.forEach((visit, position) => {
      const ended = visit.exitedAt !== undefined;
      if (told.get(position) === ended) return;
      told.set(position, ended);
      onVisit(visit);
    });
    if (Status !== "Running" && Status !== "Starting") {
      return outcomeOf(events, Status);
    }
    await clock.sleep(FOLLOW_MS);
  }
}

/** How an execution of this history and status has ended. */
export function outcomeOf(events: HistoryEvent[], status: string): Outcome {
  return { status, verdict: lastVerdictIn(events), transitions: visitsOf(events).length };
}

/** The states that a history tells of, in order. */
export function visitsOf(events: HistoryEvent[]): StateVisit[] {
  const visits: StateVisit[] = [];
  for (const event of events) {
    const at = Date.parse(event.Time);
    if (event.Type === "StepEntered") {
      visits.push({ name: event.StepName, enteredAt: at, exitedAt: undefined, verdict: undefined });
    }
    if (event.Type === "StepExited" || event.Type === "StepFailed") {
      const visit = visits.findLast(({ name, exitedAt }) => name === event.StepName && exitedAt === undefined);
      if (visit === undefined) continue;
      visit.exitedAt = at;
      visit.verdict = verdictIn(event);
    }
  }
  return visits;
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

const FOLLOW_MS = 200;

/** The latest verdict that a history tells of. */
export function lastVerdictIn(events: HistoryEvent[]): Verdict | undefined {
  for (const event of [...events].reverse()) {
    const verdict = verdictIn(event);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

function verdictIn({ EventDetail }: HistoryEvent): Verdict | undefined {
  const { output, input } = JSON.parse(EventDetail) as Record<"output" | "input", { verdict?: Verdict } | undefined>;
  return (output ?? input)?.verdict;
}

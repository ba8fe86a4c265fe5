import type { HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { type Verdict, verdictWith } from "./verdict.ts";

/** One visit of a state, as far as the events tell. Times are ms since 1970. */
export interface StateVisit {
  name: string;
  /** The visit of the Parallel or Map around it; the flows of operations have none. */
  outer: StateVisit | undefined;
  /** Whether states inside of it have been entered. */
  hasChildren: boolean;
  enteredAt: number;
  /** Undefined while it goes on. */
  exitedAt: number | undefined;
  /** The verdict with which it was left. */
  verdict: Verdict | undefined;
  /** What it has failed with. */
  failure: Failure | undefined;
  /** The action of its task; empty when it has none. */
  action: string;
  /** What went wrong with each try of its task, the last of which may have ended it. */
  failedTries: FailedTry[];
  /** Type and id of its last event. */
  last: string;
  lastId: number;
  /** Details of the events with which it was entered and left, as JSON; empty while it goes on. */
  given: string;
  gave: string;
}

/** The error's name, and what is said about it; may be empty. */
export interface Failure {
  error: string;
  cause: string;
}

/** A try of a task that has failed. */
export interface FailedTry extends Failure {
  at: number;
}

/** How an execution has ended. */
export interface Outcome {
  status: string;
  /** The last verdict of all: state, reason, plan, and what was seen. */
  verdict: Verdict | undefined;
  /** States entered. */
  transitions: number;
}

/** The states that a history tells of, in the order of entering. */
export function visitsOf(events: HistoryEvent[]): StateVisit[] {
  const visits: StateVisit[] = [];
  /** What each event belongs to, by its id. */
  const owners = new Map<number, Owner>();
  for (const event of events) {
    const { EventId, ScheduleEventId = 0, StepName, Type } = event;
    if (StepName === "") continue;
    const cause = owners.get(ScheduleEventId);
    const visit = Type === "StepEntered" ? entered(event, cause) : ownerOf(event, visits, cause?.visit);
    if (visit === undefined) continue;
    if (Type === "StepEntered") visits.push(visit);
    owners.set(EventId, { visit, type: Type });
    takeIn(visit, event);
  }
  return visits;
}

/** Whether this is where the record of an operation could not be kept. */
export function isUnrecorded({ name, exitedAt, failure }: StateVisit): boolean {
  return /^Report(?:Failure)?$/.test(name) && exitedAt !== undefined && failure !== undefined;
}

interface Owner {
  visit: StateVisit;
  type: string;
}

function entered({ StepName, Time, EventDetail }: HistoryEvent, cause: Owner | undefined): StateVisit {
  const isInside = cause !== undefined && /^(Branch|Iteration)Entered$/.test(cause.type);
  const outer = isInside ? cause.visit : cause?.visit.outer;
  if (outer !== undefined) outer.hasChildren = true;
  return {
    name: StepName,
    outer,
    hasChildren: false,
    enteredAt: Date.parse(Time),
    exitedAt: undefined,
    verdict: undefined,
    failure: undefined,
    action: "",
    failedTries: [],
    last: "",
    lastId: 0,
    given: EventDetail,
    gave: "",
  };
}

/** The end of a branch, and the failure that it leads to, belong to the state around the one that caused them. */
function ownerOf(
  { Type, StepName }: HistoryEvent,
  visits: StateVisit[],
  cause: StateVisit | undefined,
): StateVisit | undefined {
  const fits = ({ name, exitedAt }: StateVisit) => name === StepName && exitedAt === undefined;
  let owner = /^(Branch|Iteration)Exited$/.test(Type) ? (cause?.outer ?? cause) : cause;
  while (owner !== undefined && !fits(owner)) owner = owner.outer;
  return owner ?? visits.findLast(fits);
}

/** What an event adds to what is known of its visit. */
function takeIn(visit: StateVisit, event: HistoryEvent) {
  const { Type, Time } = event;
  visit.last = Type;
  visit.lastId = event.EventId;
  if (Type === "TaskScheduled") visit.action = (JSON.parse(event.EventDetail) as { action?: string }).action ?? "";
  if (FAILED_TRY.has(Type)) visit.failedTries.push({ at: Date.parse(Time), ...failureIn(event) });
  if (Type !== "StepExited" && Type !== "StepFailed") return;
  visit.exitedAt = Date.parse(Time);
  visit.gave = event.EventDetail;
  visit.verdict = verdictIn(event);
  if (Type === "StepFailed") visit.failure = failureIn(event);
}

const FAILED_TRY = new Set(["TaskFailed", "TaskSubmitFailed", "TaskTimedOut"]);

function failureIn({ EventDetail }: HistoryEvent): Failure {
  const { error = "", cause = "" } = JSON.parse(EventDetail) as Partial<Failure>;
  return { error, cause };
}

/** How an execution of this history and status has ended. */
export function outcomeOf(events: HistoryEvent[], status: string): Outcome {
  return { status, verdict: lastVerdictIn(events), transitions: visitsOf(events).length };
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

/** The verdict that an event tells of, whole. */
export function verdictIn({ EventDetail }: HistoryEvent): Verdict | undefined {
  const { output, input } = JSON.parse(EventDetail) as Record<"output" | "input", { verdict?: Verdict } | undefined>;
  const verdict = (output ?? input)?.verdict;
  return verdict === undefined ? undefined : verdictWith(verdict);
}

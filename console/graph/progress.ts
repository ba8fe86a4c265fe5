import type { HistoryEvent } from "../../shared/clients/cloudFlow.ts";
import { type StateVisit, visitsOf } from "../../shared/executions.ts";
import type { FlowLayout, FlowNode, FlowRetry } from "./flowLayout.ts";

/** How a state stands in an execution; one that is in no list was not reached. */
export type Standing = "done" | "current" | "waiting" | "failed" | "stopped";

/** How far an execution has come, as its history tells it. */
export interface Progress {
  /** As CloudFlow calls it. */
  status: "Running" | "Succeeded" | "Failed" | "Stopped" | "TimedOut";
  startedAt: number;
  /** Undefined while it runs. */
  stoppedAt: number | undefined;
  /** By the state's name; the end of the flow is in it, too. */
  states: ReadonlyMap<string, { standing: Standing; visits: number }>;
  /** The ways that were gone, each as `wayKey` writes it. */
  taken: ReadonlySet<string>;
  /** In order. */
  visits: StandingVisit[];
  /** Id of the last event that is told of. */
  lastEvent: number;
}

export interface StandingVisit extends StateVisit {
  standing: Standing;
  node: FlowNode | undefined;
  /** When its task is tried again (ms since 1970), and which try that is, from 2. */
  nextTry?: { at: number; number: number; of: number };
}

/** What an execution's history says, drawn into its flow. */
export function progressOf(events: HistoryEvent[], layout: FlowLayout): Progress {
  const nodes = new Map(layout.nodes.map((node) => [node.name, node]));
  const end = events.find(({ Type }) => ENDS[Type] !== undefined);
  const status = ENDS[end?.Type ?? ""] ?? "Running";
  const visits = visitsOf(events).map((visit, index, all) =>
    standingVisit(visit, { node: nodes.get(visit.name), before: all[index - 1], ended: end !== undefined }),
  );
  const states = new Map<string, { standing: Standing; visits: number }>();
  for (const { name, standing } of visits) {
    states.set(name, { standing, visits: (states.get(name)?.visits ?? 0) + 1 });
  }
  const taken = new Set(visits.slice(1).map(({ name }, index) => wayKey(visits[index]?.name ?? "", name)));
  const last = visits.at(-1);
  const way = layout.edges.find(({ from, to }) => from === last?.name && nodes.get(to)?.type === "End");
  if (status === "Succeeded" && way !== undefined) {
    taken.add(wayKey(way.from, way.to));
    states.set(way.to, { standing: "done", visits: 1 });
  }
  return {
    status,
    startedAt: timeOf(events[0]) ?? 0,
    stoppedAt: timeOf(end),
    states,
    taken,
    visits,
    lastEvent: events.at(-1)?.EventId ?? 0,
  };
}

export function wayKey(from: string, to: string): string {
  return `${from} ${to}`;
}

const ENDS: Record<string, Progress["status"]> = {
  ExecutionSucceeded: "Succeeded",
  ExecutionFailed: "Failed",
  ExecutionStopped: "Stopped",
  ExecutionTimedOut: "TimedOut",
};

interface Around {
  node: FlowNode | undefined;
  before: StateVisit | undefined;
  ended: boolean;
}

function standingVisit(visit: StateVisit, { node, before, ended }: Around): StandingVisit {
  const isOpen = visit.exitedAt === undefined;
  const retrying = isOpen && !ended && FAILED_TRY.test(visit.last);
  const tried = visit.failedTries.at(-1);
  const standing = isOpen ? openStanding(visit, node, ended) : closedStanding(visit, node, before);
  if (!retrying || node?.retry === undefined || tried === undefined) return { ...visit, standing, node };
  const number = visit.failedTries.length + 1;
  const at = tried.at + pauseMs(node.retry, visit.failedTries.length);
  return { ...visit, standing, node, nextTry: { at, number, of: node.retry.maxAttempts + 1 } };
}

function openStanding({ last }: StateVisit, node: FlowNode | undefined, ended: boolean): Standing {
  if (ended) return "stopped";
  // `TaskSubmitted`: the task is done by somebody who will report it.
  return node?.type === "Wait" || last === "TaskSubmitted" || FAILED_TRY.test(last) ? "waiting" : "current";
}

/** A state that was left with bad news is where it went wrong; those that only pass the news on did their work. */
function closedStanding(
  { last, verdict }: StateVisit,
  node: FlowNode | undefined,
  before: StateVisit | undefined,
): Standing {
  if (last === "StepFailed" || node?.type === "Fail") return "failed";
  const state = verdict?.state ?? "";
  return node?.type === "Task" && BAD_NEWS.has(state) && before?.verdict?.state !== state ? "failed" : "done";
}

const FAILED_TRY = /^Task(Failed|SubmitFailed|TimedOut)$/;
const BAD_NEWS = new Set(["refuse", "failed", "unverified"]);

/** The pause after a number of failed tries (cloudflow.md §6). */
function pauseMs({ intervalSeconds, backoffRate, maxBackoffSeconds }: FlowRetry, failed: number): number {
  return Math.min(intervalSeconds * backoffRate ** (failed - 1), maxBackoffSeconds) * 1000;
}

function timeOf(event: HistoryEvent | undefined): number | undefined {
  return event === undefined ? undefined : Date.parse(event.Time);
}

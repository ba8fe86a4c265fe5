import type { VisitView } from "../../shared/features/api/views.ts";
import type { FlowLayout, FlowNode, FlowRetry } from "./flowLayout.ts";

/** How a state stands in an execution; one that is in no list was not reached. */
export type NodeCondition = "done" | "current" | "waiting" | "failed" | "stopped";

/** As much of an execution as `GET /executions/{name}` tells of it as its progress follows from. */
export interface RunHistory {
  /** As CloudFlow calls it. */
  status: string;
  history: VisitView[];
}

/** How far an execution has come, as its history tells it. */
export interface Progress {
  status: string;
  /** By the state's name; the end of the flow is in it, too. */
  states: ReadonlyMap<string, { condition: NodeCondition; visits: number }>;
  /** The ways that were gone, each as `wayKey` writes it. */
  taken: ReadonlySet<string>;
  /** In order. */
  visits: ConditionVisit[];
}

export interface ConditionVisit extends VisitView {
  condition: NodeCondition;
  node: FlowNode | undefined;
  /** When its task is tried again (ms since 1970), and which try that is, from 2. */
  nextTry?: { at: number; number: number; of: number };
}

/** What an execution's history says, drawn into its flow. */
export function progressOf({ status, history }: RunHistory, layout: FlowLayout): Progress {
  const nodes = new Map(layout.nodes.map((node) => [node.name, node]));
  const ended = !isRunning(status);
  const visits = history.map((visit, index) =>
    conditionVisit(visit, { node: nodes.get(visit.state), before: history[index - 1], ended }),
  );
  const states = new Map<string, { condition: NodeCondition; visits: number }>();
  for (const { state, condition } of visits) {
    states.set(state, { condition, visits: (states.get(state)?.visits ?? 0) + 1 });
  }
  const taken = new Set(visits.slice(1).map(({ state }, index) => wayKey(visits[index]?.state ?? "", state)));
  const last = visits.at(-1);
  const way = layout.edges.find(({ from, to }) => from === last?.state && nodes.get(to)?.type === "End");
  if (status === "Succeeded" && way !== undefined) {
    taken.add(wayKey(way.from, way.to));
    states.set(way.to, { condition: "done", visits: 1 });
  }
  return { status, states, taken, visits };
}

/** Whether an execution of this status goes on. */
export function isRunning(status: string): boolean {
  return status === "Running" || status === "Starting" || status === "";
}

export function wayKey(from: string, to: string): string {
  return `${from} ${to}`;
}

interface Around {
  node: FlowNode | undefined;
  before: VisitView | undefined;
  ended: boolean;
}

function conditionVisit(visit: VisitView, { node, before, ended }: Around): ConditionVisit {
  const isOpen = visit.exitedAt === null;
  const { failedTries = [] } = visit;
  const tried = failedTries.at(-1);
  const condition = isOpen ? openCondition(visit, node, ended) : closedCondition(visit, node, before);
  const isRetrying = isOpen && !ended && FAILED_TRY.test(visit.last);
  if (!isRetrying || node?.retry === undefined || tried === undefined) return { ...visit, condition, node };
  const at = Date.parse(tried.at) + pauseMs(node.retry, failedTries.length);
  return { ...visit, condition, node, nextTry: { at, number: failedTries.length + 1, of: node.retry.maxAttempts + 1 } };
}

function openCondition({ last }: VisitView, node: FlowNode | undefined, ended: boolean): NodeCondition {
  if (ended) return "stopped";
  // `TaskSubmitted`: the task is done by somebody who will report it.
  return node?.type === "Wait" || last === "TaskSubmitted" || FAILED_TRY.test(last) ? "waiting" : "current";
}

/** A state that was left with a failure is where it went wrong; those that only pass it on did their work. */
function closedCondition(
  { last, verdict }: VisitView,
  node: FlowNode | undefined,
  before: VisitView | undefined,
): NodeCondition {
  if (last === "StepFailed" || node?.type === "Fail") return "failed";
  const state = verdict?.state ?? "";
  return node?.type === "Task" && BAD_STATES.has(state) && before?.verdict?.state !== state ? "failed" : "done";
}

const FAILED_TRY = /^Task(Failed|SubmitFailed|TimedOut)$/;
const BAD_STATES = new Set(["refused", "failed", "mismatched"]);

/** The pause after a number of failed tries (cloudflow.md §6). */
function pauseMs({ intervalSeconds, backoffRate, maxBackoffSeconds }: FlowRetry, failed: number): number {
  return Math.min(intervalSeconds * backoffRate ** (failed - 1), maxBackoffSeconds) * 1000;
}

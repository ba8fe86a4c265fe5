import type { HistoryEvent } from "../../shared/platform/clients/cloudFlow.ts";

/** What one execution has used of what is paid for. */
export interface RunCost {
  /** States entered, and every repetition of a task: what CloudFlow counts. */
  transitions: number;
  /** Calls of functions. */
  invocations: number;
  /** Seconds that functions ran, each call for itself, as the flow saw it. */
  functionSeconds: number;
  /** The same times the memory of each function in GiB: what Function Compute counts beside calls. */
  gbSeconds: number;
  /** From start to end, in seconds. */
  seconds: number;
}

/** One call of a function, as a history tells it. */
interface Invocation {
  state: string;
  functionName: string;
  /** Seconds. */
  seconds: number;
}

/** What an execution of this history has used. `memoryOf` gives a function's memory in MiB. */
export function costOf(events: HistoryEvent[], memoryOf: (functionName: string) => number): RunCost {
  const invocations = invocationsIn(events);
  const entered = events.filter(({ Type }) => Type === "StepEntered").length;
  const tries = events.filter(({ Type }) => Type === "TaskScheduled").length;
  const tasks = new Set(events.filter(({ Type }) => Type === "TaskScheduled").map((event) => visitOf(events, event)))
    .size;
  const [first, last] = [events[0], events.at(-1)];
  return {
    transitions: entered + tries - tasks,
    invocations: invocations.length,
    functionSeconds: sum(invocations.map(({ seconds }) => seconds)),
    gbSeconds: sum(invocations.map(({ seconds, functionName }) => (seconds * memoryOf(functionName)) / 1024)),
    seconds: first === undefined || last === undefined ? 0 : secondsBetween(first, last),
  };
}

/** Every call of a function in a history, in order. */
export function invocationsIn(events: HistoryEvent[]): Invocation[] {
  return events
    .filter(({ Type }) => Type === "TaskScheduled")
    .flatMap((scheduled) => {
      const { action, parameters } = JSON.parse(scheduled.EventDetail) as Detail;
      if (action !== "FC:InvokeFunction") return [];
      const functionName = /functions\/([^/]+)/.exec(parameters?.resourceArn ?? "")?.[1] ?? "";
      const end = events.find(
        ({ EventId, Type, StepName }) =>
          EventId > scheduled.EventId &&
          StepName === scheduled.StepName &&
          /^Task(?:Succeeded|Failed|TimedOut)$/.test(Type),
      );
      return [
        { state: scheduled.StepName, functionName, seconds: end === undefined ? 0 : secondsBetween(scheduled, end) },
      ];
    });
}

interface Detail {
  action?: string;
  parameters?: { resourceArn?: string };
}

/** The visit of a state that a task belongs to: the id of its StepEntered. */
function visitOf(events: HistoryEvent[], { EventId, StepName }: HistoryEvent): number {
  const entries = events.filter((event) => event.Type === "StepEntered" && event.StepName === StepName);
  return entries.filter((event) => event.EventId < EventId).at(-1)?.EventId ?? 0;
}

function secondsBetween(from: HistoryEvent, to: HistoryEvent): number {
  return (Date.parse(to.Time) - Date.parse(from.Time)) / 1000;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

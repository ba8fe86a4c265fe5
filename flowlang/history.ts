import type { JsonObject } from "./json.ts";

/** The documented event types, all of them (cloudflow.md §8.2). */
export const eventTypes = [
  "StepEntered",
  "StepStarted",
  "StepSucceeded",
  "StepFailed",
  "StepExited",
  "BranchEntered",
  "BranchExited",
  "IterationEntered",
  "IterationExited",
  "TaskScheduled",
  "TaskStarted",
  "TaskSubmitted",
  "TaskSubmitFailed",
  "TaskSucceeded",
  "TaskFailed",
  "TaskTimedOut",
  "ExecutionStarted",
  "ExecutionStopped",
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionTimedOut",
] as const;

export type EventType = (typeof eventTypes)[number];

/** One event of an execution's history. */
export interface HistoryEvent {
  /** 1-based and consecutive. */
  id: number;
  /** Id of the event that led to this one; 0 for the first. */
  cause: number;
  type: EventType;
  /** Name of the state; empty for events of the execution. */
  step: string;
  /** Milliseconds since 1970. */
  at: number;
  detail: JsonObject;
}

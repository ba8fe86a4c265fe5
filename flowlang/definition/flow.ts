import type { ExpressionEnvironment } from "../expressions/variables.ts";
import type { Json, JsonObject } from "../json.ts";
import type { ExecutionMode } from "../limits.ts";
import type { Range } from "./fields.ts";
import type { Position } from "./finding.ts";
import type { Template } from "./template.ts";

/** A definition ready to run. It is never changed, and shared by all its executions. */
export interface ParsedFlow {
  name: string;
  description: string;
  mode: ExecutionMode;
  /** Seconds until an execution times out. */
  timeout: number;
  start: StateScope;
  /** Every state of every scope; a state's `id` is its index here. */
  states: FlowState[];
}

/** The states among which `Next` may jump: the flow's own, a branch's, or an iteration's. */
export interface StateScope {
  /** Id of the state it begins with. */
  startAt: number;
  /** Ids of its states in the order in which they are written. */
  states: number[];
}

/** In place of a state's id: the scope ends here. */
export const END = -1;

/** What all states have in common (cloudflow.md §2). */
export interface StateBase {
  id: number;
  name: string;
  at: Position;
  description: string;
  inputConstructor?: Template;
  outputConstructor?: Template;
  globalConstructor?: Template;
  /** Id of the state that follows, or `END`. */
  next: number;
}

/** When and how often a failed state is tried again (cloudflow.md §6). Times are in seconds. */
export interface RetryRule {
  errors: string[];
  maxAttempts: number;
  intervalSeconds: number;
  backoffRate: number;
  maxBackoffSeconds: number;
}

/** Where the flow goes on after a state has failed (cloudflow.md §6). */
export interface CatchRule {
  errors: string[];
  outputConstructor?: Template;
  next: number;
}

/** Task, Parallel and Map can be retried and caught. */
export interface Recovery {
  retry: RetryRule[];
  catch: CatchRule[];
}

/** A number of seconds: written down, or an expression whose value must lie in the same range. */
export type Seconds = number | { field: string; range: Range; evaluate: (environment: ExpressionEnvironment) => Json };

/** How a task's end is learned: by its answer, from the system it was handed to, or by a report under its token. */
export const taskModes = ["RequestComplete", "WaitForSystemCallback", "WaitForCustomCallback"] as const;

export type TaskMode = (typeof taskModes)[number];

export interface TaskState extends StateBase, Recovery {
  type: "Task";
  action: string;
  mode: TaskMode;
  parameters: Template;
  /** 0 is never. */
  timeout: Seconds;
}

/** Work for somebody outside: to be done at least once, its outcome to be told under `attempt`. */
export interface TaskEffect {
  attempt: number;
  stateName: string;
  action: string;
  mode: TaskMode;
  parameters: JsonObject;
  /** Under which the outcome can be reported; only for WaitForCustomCallback. */
  token: string | undefined;
}

export interface PassState extends StateBase {
  type: "Pass";
}

export interface WaitState extends StateBase {
  type: "Wait";
  seconds: Seconds;
}

export interface SucceedState extends StateBase {
  type: "Succeed";
}

export interface FailState extends StateBase {
  type: "Fail";
  code: string;
  detail: string;
}

export interface ChoiceState extends StateBase {
  type: "Choice";
  branches: Branch[];
  /** Id of the state for when no condition is true. */
  otherwise: number;
}

export interface Branch {
  /** The condition as written. */
  text: string;
  condition: (environment: ExpressionEnvironment) => Json;
  next: number;
}

export interface ParallelState extends StateBase, Recovery {
  type: "Parallel";
  branches: StateScope[];
}

export interface MapState extends StateBase, Recovery {
  type: "Map";
  items: (environment: ExpressionEnvironment) => Json;
  processor: StateScope;
  /** How many iterations run at once. */
  concurrency: number;
}

export type FlowState =
  | TaskState
  | PassState
  | WaitState
  | SucceedState
  | FailState
  | ChoiceState
  | ParallelState
  | MapState;

/** States that have Retry and Catch. */
export type RecoverableState = TaskState | ParallelState | MapState;

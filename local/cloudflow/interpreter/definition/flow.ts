import type { ExecutionMode } from "../limits.ts";
import type { State } from "../states/registry.ts";
import type { Position } from "./finding.ts";
import type { Template } from "./template.ts";

/** A definition ready to run. It is never changed, and shared by all its executions. */
export interface Flow {
  name: string;
  description: string;
  mode: ExecutionMode;
  /** Seconds until an execution times out. */
  timeout: number;
  start: Scope;
  /** Every state of every scope; a state's `id` is its index here. */
  states: State[];
}

/** The states among which `Next` may jump: the flow's own, a branch's, or an iteration's. */
export interface Scope {
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

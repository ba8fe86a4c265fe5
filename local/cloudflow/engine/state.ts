import type { ParsedFlow, TaskEffect } from "../../../flowlang/definition/flow.ts";
import type { FlowExecution } from "../../../flowlang/execution.ts";
import type { HistoryEvent } from "../../../flowlang/history.ts";
import type { ExecutionMode } from "../../../flowlang/limits.ts";

/** Everything that CloudFlow knows. Changed by `applyCommand` only, so that a journal of commands brings it back. */
export interface CloudFlowState {
  /** By name. */
  flows: Map<string, FlowRecord>;
  /** Executions that can still be read or are still running, by id. */
  executions: Map<number, ExecutionRecord>;
  /** Ended executions, oldest first: beyond a number they are forgotten. */
  ended: ExecutionRecord[];
  /** Tries whose outcome can be reported, by task token. */
  tokens: Map<string, { record: ExecutionRecord; attempt: number }>;
}

/** A flow as the API shows it, with what belongs to it. Times are ms since 1970. */
export interface FlowRecord {
  id: string;
  name: string;
  description: string;
  definition: string;
  roleArn: string;
  mode: ExecutionMode;
  createdAt: number;
  modifiedAt: number;
  /** By name, oldest first. */
  executions: Map<string, ExecutionRecord>;
  schedules: Map<string, ScheduleRecord>;
  deleted: boolean;
}

export interface ScheduleRecord {
  id: string;
  name: string;
  description: string;
  cron: string;
  /** JSON text; empty for none. */
  payload: string;
  enabled: boolean;
  createdAt: number;
  modifiedAt: number;
}

/** One execution, and what the interpreter does not need to know about it. */
export interface ExecutionRecord {
  /** Ascending in the order of starting. */
  id: number;
  flow: FlowRecord;
  program: ParsedFlow;
  /** The definition as it was when the execution started. */
  definition: string;
  /** The input as it was given. */
  inputText: string;
  execution: FlowExecution;
  history: HistoryEvent[];
  /** Tries that were begun and not settled. */
  tasks: TaskEffect[];
  /** What this execution reports its own end to. */
  callbackToken: string | undefined;
  /** The task of another execution that started this one: tells a second delivery from somebody else. */
  startedBy: string | undefined;
  /** Place in the queue of timers, kept by that queue. */
  queuedAt: number;
  wakeAt: number;
}

export function createState(): CloudFlowState {
  return { flows: new Map(), executions: new Map(), ended: [], tokens: new Map() };
}

import type { CallRecord } from "../../local/context.ts";

/** One call of a cloud API during a run, as faults are addressed to it. */
export interface SeenCall {
  service: CallRecord["service"];
  action: string;
  /** The how-manieth of its service and action in this run, from 1. */
  ordinal: number;
  /** How many functions had been invoked before it: calls of one invocation have the same number. */
  invocation: number;
  /** Simulated ms since the run began. */
  at: number;
  /** The task that made it, or that it calls (see `taskOf`); undefined for a call that a flow made by itself. */
  by: string | undefined;
  /** Whether it changes anything: a dry run does not. */
  isWrite: boolean;
  parameters: ReadonlyMap<string, string>;
  /** What the service itself says that it is about; undefined for what has no id yet. */
  resource: string | undefined;
  /** Ids of what the call has made, whether or not its answer has arrived. */
  made: readonly string[];
}

/** `alb.StartListener#2`: where a fault strikes. */
export function addressOf({ service, action, ordinal }: Pick<SeenCall, "service" | "action" | "ordinal">): string {
  return `${service}.${action}#${ordinal}`;
}

/** Whether an action can change anything. An invocation of a function can. */
export function isWriteAction(action: string): boolean {
  return !/^(Get|List|Describe|Query|Pull)/.test(action);
}

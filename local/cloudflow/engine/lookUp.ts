import { isRefused } from "../../../flowlang/definition/finding.ts";
import type { ParsedFlow } from "../../../flowlang/definition/flow.ts";
import { readFlow } from "../../../flowlang/definition/readFlow.ts";
import type { ExecutionMode } from "../../../flowlang/limits.ts";
import { findingText } from "./findingText.ts";
import { refusals } from "./refusals.ts";
import type { CloudFlowState, ExecutionRecord, FlowRecord, ScheduleRecord } from "./state.ts";

/** The flow of this name. Throws `CloudError` FlowNotExists. */
export function flowNamed({ flows }: CloudFlowState, name: string): FlowRecord {
  const flow = flows.get(name);
  if (flow === undefined) throw refusals.flowNotExists(name);
  return flow;
}

/** A flow's schedule. Throws `CloudError` FlowNotExists, ScheduleNotExists. */
export function scheduleNamed(state: CloudFlowState, flow: string, name: string): ScheduleRecord {
  const schedule = flowNamed(state, flow).schedules.get(name);
  if (schedule === undefined) throw refusals.scheduleNotExists(flow, name);
  return schedule;
}

/** A flow's execution. Throws `CloudError` FlowNotExists, ExecutionNotExists. */
export function lookUpExecution(state: CloudFlowState, flow: string, name: string): ExecutionRecord {
  const record = flowNamed(state, flow).executions.get(name);
  if (record === undefined) throw refusals.executionNotExists(flow, name);
  return record;
}

/**
 * A definition's program, compiled once, however many engines run it. Throws `CloudError` InvalidArgument that says every
 * place where it is wrong (A8).
 */
export function programOf(definition: string, mode: ExecutionMode): ParsedFlow {
  const known = programs[mode].get(definition);
  if (known !== undefined) return known;
  const { flow, findings } = readFlow(definition, mode);
  if (flow === undefined) {
    const wrong = findings.filter(isRefused).map(findingText);
    throw refusals.invalidArgument(`The definition is invalid: ${wrong.join("; ")}`);
  }
  // Whoever runs an execution keeps its program; of these nobody needs more than what is in use.
  if (programs[mode].size >= MOST_PROGRAMS) programs[mode].clear();
  programs[mode].set(definition, flow);
  return flow;
}

/** By text. */
const programs: Record<ExecutionMode, Map<string, ParsedFlow>> = { Standard: new Map(), Express: new Map() };
const MOST_PROGRAMS = 200;

import { isEnded } from "../../../flowlang/execution.ts";
import { markMap, type Restore, together } from "../../mark.ts";
import type { CloudFlowState, FlowRecord } from "./state.ts";

/**
 * Remembers flows, schedules and ended executions. Throws an `Error` that names an execution that is running: what it
 * waits for is not in the state.
 */
export function markState(state: CloudFlowState): Restore {
  for (const { execution, flow } of state.executions.values()) {
    if (isEnded(execution)) continue;
    throw new Error(
      `Execution ${execution.name} of ${flow.name} is ${execution.status}: mark the cloud when it has ended.`,
    );
  }
  const ended = [...state.ended];
  return together(
    ...[...state.flows.values()].map(markFlow),
    markMap(state.flows),
    markMap(state.executions),
    markMap(state.tokens),
    () => void state.ended.splice(0, state.ended.length, ...ended),
  );
}

/** Executions know their flow, so it stays the same object. */
function markFlow(flow: FlowRecord): Restore {
  const kept = { ...flow };
  return together(
    () => void Object.assign(flow, kept),
    markMap(flow.executions),
    markMap(flow.schedules, (schedule) => ({ ...schedule })),
  );
}

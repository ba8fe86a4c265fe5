import { isEnded } from "../../../flowlang/execution.ts";
import { combine, type Restore, snapshotMap } from "../../snapshot.ts";
import type { CloudFlowState, FlowRecord } from "./state.ts";

/**
 * Remembers flows, schedules and ended executions. Throws an `Error` that names an execution that is running: what it
 * waits for is not in the state.
 */
export function snapshotState(state: CloudFlowState): Restore {
  for (const { execution, flow } of state.executions.values()) {
    if (isEnded(execution)) continue;
    throw new Error(
      `Execution ${execution.name} of ${flow.name} is ${execution.status}: mark the cloud when it has ended.`,
    );
  }
  const ended = [...state.ended];
  return combine(
    ...[...state.flows.values()].map(snapshotFlow),
    snapshotMap(state.flows),
    snapshotMap(state.executions),
    snapshotMap(state.tokens),
    () => void state.ended.splice(0, state.ended.length, ...ended),
  );
}

/** Executions know their flow, so it stays the same object. */
function snapshotFlow(flow: FlowRecord): Restore {
  const kept = { ...flow };
  return combine(
    () => void Object.assign(flow, kept),
    snapshotMap(flow.executions),
    snapshotMap(flow.schedules, (schedule) => ({ ...schedule })),
  );
}

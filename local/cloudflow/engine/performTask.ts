import type { Trigger } from "../../../flowlang/advance.ts";
import { cutTooDeep } from "../../../flowlang/dataSize.ts";
import type { TaskEffect } from "../../../flowlang/definition/flow.ts";
import type { FlowFault } from "../../../flowlang/flowError.ts";
import type { Json } from "../../../flowlang/json.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { ExecutionRecord } from "./state.ts";
import { TaskFault } from "./taskFault.ts";

/**
 * Does the work of a task and resolves with its raw result; rejects with `TaskFault`. In WaitForSystemCallback it calls
 * `submitted` once the work is handed over and resolves with the final result.
 */
export type TaskAction = (call: TaskCall) => Promise<Json>;

export interface TaskCall {
  effect: TaskEffect;
  record: ExecutionRecord;
  clock: Clock;
  submitted: () => void;
}

/** Has a task done and tells what became of it (cloudflow.md §5, §7). */
export function performTask(
  action: TaskAction,
  { effect, record, clock }: Omit<TaskCall, "submitted">,
  report: (outcome: Trigger) => void,
): void {
  const { attempt, mode } = effect;
  let handedOver = false;
  const submitted = () => {
    if (handedOver) return;
    handedOver = true;
    report({ kind: "taskSubmitted", attempt });
  };
  action({ effect, record, clock, submitted }).then(
    (output) => {
      if (mode === "WaitForCustomCallback") return submitted();
      report({ kind: "taskSucceeded", attempt, output: cutTooDeep(output) });
    },
    (error: unknown) => {
      const kind = mode === "RequestComplete" || handedOver ? "taskFailed" : "taskSubmitFailed";
      report({ kind, attempt, fault: faultOf(error) });
    },
  );
}

/** What is no `TaskFault` is a bug in an action; the flow must not hang for it. */
function faultOf(error: unknown): FlowFault {
  if (error instanceof TaskFault) return { Code: error.code, Detail: error.message };
  return { Code: "FnF.InternalError", Detail: error instanceof Error ? error.message : String(error) };
}

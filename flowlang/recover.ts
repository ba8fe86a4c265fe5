import { ensureSize } from "./dataSize.ts";
import type { RecoverableState, RetryRule } from "./definition/flow.ts";
import { firstMatching } from "./definition/readRecovery.ts";
import { expressionEnvironment } from "./environment.ts";
import type { Frame } from "./execution.ts";
import type { FlowFault } from "./flowError.ts";
import { abandonChildren } from "./frames.ts";
import { emit, end, goTo, type Machine, stateOf } from "./machine.ts";

/**
 * A state has failed: the first matching Retry rule tries it again while it has attempts left, else the first matching
 * Catch rule goes on elsewhere, else the scope fails (cloudflow.md §6).
 */
export function failState(machine: Machine, frame: Frame, state: RecoverableState, fault: FlowFault): void {
  frame.error = fault;
  if (retry(machine, frame, state, fault)) return;
  frame.waiting = undefined;
  emit(machine, frame, "StepFailed", { error: fault.Code, cause: fault.Detail });
  const rule = state.catch[firstMatching(state.catch, fault.Code)];
  if (rule === undefined) {
    failScope(machine, frame, fault);
    return;
  }
  // A10, A11: sees the failed state's $Input and its error, but no $Output.
  const input = rule.outputConstructor?.(expressionEnvironment(machine.execution, frame, state.name)) ?? {};
  ensureSize(input, () => `State "${state.name}", Catch.OutputConstructor`);
  goTo(machine, frame, rule.next, input);
}

/** Seconds before retry number `n` of a rule, 1-based. */
export function backoffSeconds({ intervalSeconds, backoffRate, maxBackoffSeconds }: RetryRule, n: number): number {
  return Math.min(intervalSeconds * backoffRate ** (n - 1), maxBackoffSeconds);
}

/** One counter per rule (A12). */
function retry(machine: Machine, frame: Frame, state: RecoverableState, fault: FlowFault): boolean {
  const index = firstMatching(state.retry, fault.Code);
  const rule = state.retry[index];
  if (rule === undefined) return false;
  const counters = frame.retriesByRule ?? state.retry.map(() => 0);
  const used = counters[index] ?? 0;
  if (used >= rule.maxAttempts) return false;
  counters[index] = used + 1;
  frame.retriesByRule = counters;
  frame.retries += 1;
  frame.waiting = { for: "retry", until: machine.now + Math.round(backoffSeconds(rule, used + 1) * 1000) };
  return true;
}

/** The first failing branch or iteration fails the whole Parallel or Map; its siblings are abandoned (A16, A17). */
function failScope(machine: Machine, frame: Frame, fault: FlowFault): void {
  const parent = machine.execution.frames.find(({ id }) => id === frame.parent);
  if (parent === undefined) {
    end(machine, "Failed", "ExecutionFailed", fault);
    return;
  }
  parent.lastEvent = frame.lastEvent;
  abandonChildren(machine, parent);
  failState(machine, parent, stateOf(machine, parent) as RecoverableState, fault);
}

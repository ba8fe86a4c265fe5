import { backoffSeconds } from "../recover.ts";
import type { FindingSink } from "./findingSink.ts";
import type { FlowState, ParsedFlow, RecoverableState, RetryRule } from "./flow.ts";

/** Finds what is allowed but seldom meant. */
export function findDoubts(flow: ParsedFlow, sink: FindingSink): void {
  for (const state of flow.states) {
    const about = sink.about(state.name);
    if (state.type === "Task" && state.timeout === 0) {
      about.add("flow-task-without-timeout", state.at, {});
    }
    if (state.type === "Fail" && !flow.start.states.includes(state.id)) {
      about.add("flow-fail-inside", state.at, {}); // cloudflow.md A15
    }
    if (!("retry" in state)) continue;
    if (state.catch.some(({ outputConstructor }) => outputConstructor === undefined)) {
      about.add("flow-catch-without-output", state.at, {}); // cloudflow.md A10
    }
    if (state.retry.some(({ maxAttempts }) => maxAttempts === 0)) {
      about.add("flow-retry-without-attempts", state.at, {});
    }
    const foreign = [...state.retry, ...state.catch].flatMap(({ errors }) => errors).find((name) => FOREIGN.test(name));
    if (foreign !== undefined) about.add("flow-error-foreign", state.at, { error: foreign });
    const seconds = longestRetry(state);
    if (seconds < flow.timeout) continue;
    about.add("flow-retry-outlasts-flow", state.at, { seconds: Math.round(seconds), timeout: flow.timeout });
  }
}

/** How AWS Step Functions names its errors: CloudFlow's begin with `FnF.` (cloudflow.md §6). */
const FOREIGN = /^States\./;

/** Seconds that a state can spend in retries and their tries, as far as they have limits. */
function longestRetry(state: RecoverableState): number {
  const timeout = tryLimit(state);
  let seconds = state.retry.length === 0 ? 0 : timeout;
  for (const rule of state.retry) seconds += longestWaits(rule) + rule.maxAttempts * timeout;
  return seconds;
}

function tryLimit(state: FlowState): number {
  return state.type === "Task" && typeof state.timeout === "number" ? state.timeout : 0;
}

/** The sum of all intervals. Beyond some tries each is the same, so that endless rules need no endless loop. */
function longestWaits(rule: RetryRule): number {
  const counted = Math.min(rule.maxAttempts, 200);
  let seconds = 0;
  for (let n = 1; n <= counted; n += 1) seconds += backoffSeconds(rule, n);
  return seconds + (rule.maxAttempts - counted) * backoffSeconds(rule, counted);
}

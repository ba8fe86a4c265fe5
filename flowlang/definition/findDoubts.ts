import { backoffSeconds } from "../recover.ts";
import type { FindingSink } from "./findingSink.ts";
import type { FlowState, ParsedFlow, RecoverableState, RetryRule } from "./flow.ts";

/** Finds what is allowed but seldom meant. */
export function findDoubts(flow: ParsedFlow, sink: FindingSink): void {
  for (const state of flow.states) {
    const about = sink.about(state.name);
    if (state.type === "Task" && state.timeout === 0) {
      about.add("noTimeout", state.at, "a Task without a Timeout, which may wait for ever", "Timeout: <seconds>");
    }
    if (state.type === "Fail" && !flow.start.states.includes(state.id)) {
      // cloudflow.md A15
      about.add(
        "failInside",
        state.at,
        "a Fail inside a Parallel or Map, which ends the whole execution",
        "a Fail in the outermost scope",
      );
    }
    if (!("retry" in state)) continue;
    if (state.catch.some(({ outputConstructor }) => outputConstructor === undefined)) {
      // cloudflow.md A10
      about.add(
        "catchWithoutOutput",
        state.at,
        "a Catch without OutputConstructor, whose target gets {}",
        "an OutputConstructor",
      );
    }
    if (state.retry.some(({ maxAttempts }) => maxAttempts === 0)) {
      about.add(
        "zeroAttempts",
        state.at,
        "a Retry with MaxAttempts 0, which no page allows and none forbids",
        "MaxAttempts: 1 or more, or no such rule",
      );
    }
    const foreign = [...state.retry, ...state.catch].flatMap(({ errors }) => errors).find((name) => FOREIGN.test(name));
    if (foreign !== undefined) {
      about.add(
        "foreignError",
        state.at,
        `the error ${foreign}, which is of another service and never matches`,
        "FnF.ALL",
      );
    }
    const seconds = longestRetry(state);
    if (seconds < flow.timeout) continue;
    const found = `a Retry that can go on for ${Math.round(seconds)} s, longer than the flow's Timeout of ${flow.timeout} s`;
    about.add("retryOutlastsFlow", state.at, found, "fewer attempts, shorter intervals or a longer Timeout");
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

import { advance, type Trigger } from "../../flowlang/advance.ts";
import type { TaskEffect } from "../../flowlang/definition/flow.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { createExecution, type FlowExecution, isEnded, nextDue } from "../../flowlang/execution.ts";
import type { HistoryEvent } from "../../flowlang/history.ts";
import type { Json, JsonObject } from "../../flowlang/json.ts";
import type { ExecutionMode } from "../../flowlang/limits.ts";

/** What a task answers: a result, an error, or nothing at all (it never ends). */
type Answer = Json | { fails: string; detail?: string } | undefined;

interface Run {
  execution: FlowExecution;
  history: HistoryEvent[];
  effects: TaskEffect[];
  /** Each event as `Type:Step`. */
  steps: string[];
  /** Milliseconds from start to end. */
  elapsed: number;
}

/** A flow around some states: YAML that begins with the first list item. */
export function flowOf(states: string, { startAt = "A", top = "" } = {}): string {
  const indented = states.trim().replace(/^/gm, "  ");
  return `Type: StateMachine\nSpecVersion: v1\nName: flow\nStartAt: ${startAt}\n${top}States:\n${indented}\n`;
}

/** Runs a flow in no time: tasks are answered at once, waits jump to their end. */
export function runFlow(
  definition: string,
  options: {
    input?: JsonObject;
    task?: (effect: TaskEffect, count: number) => Answer;
    mode?: ExecutionMode;
    /** Whether Retry and Catch take mistakes of expressions, too (cloudflow.md A9). */
    catchesMistakes?: boolean;
    /** What else happens, by the milliseconds since the start at which it does. */
    at?: [number, (run: Run) => Trigger][];
  } = {},
): Run {
  const { flow, findings } = readFlow(definition, options.mode);
  if (flow === undefined) throw new Error(JSON.stringify(findings, null, 2));
  const start = Date.UTC(2026, 0, 1);
  let now = start;
  const input = options.input ?? {};
  const execution = createExecution(flow, { name: "e1", roleArn: "acs:ram::1:role/r", input, randomSeed: "s", now });
  const run: Run = { execution, history: [], effects: [], steps: [], elapsed: 0 };
  const outside = [...(options.at ?? [])];
  const triggers: Trigger[] = [{ kind: "start" }];
  while (!isEnded(execution)) {
    const trigger = triggers.shift();
    if (trigger !== undefined) {
      const { events, effects } = advance(flow, execution, trigger, now, options);
      run.history.push(...events);
      for (const effect of effects) {
        run.effects.push(effect);
        const answer = options.task?.(effect, run.effects.length);
        if (answer !== undefined) triggers.push(triggerOf(effect.attempt, answer));
      }
      continue;
    }
    const due = nextDue(execution) ?? now;
    const [next] = outside;
    if (next !== undefined && start + next[0] <= due) {
      now = start + next[0];
      triggers.push(next[1](run));
      outside.shift();
    } else {
      now = due;
      triggers.push({ kind: "timer" });
    }
  }
  run.steps = run.history.map(({ type, step }) => (step === "" ? type : `${type}:${step}`));
  run.elapsed = now - start;
  return run;
}

function triggerOf(attempt: number, answer: Exclude<Answer, undefined>): Trigger {
  if (typeof answer === "object" && answer !== null && "fails" in answer && typeof answer.fails === "string") {
    const Detail = typeof answer.detail === "string" ? answer.detail : "";
    return { kind: "taskFailed", attempt, fault: { Code: answer.fails, Detail } };
  }
  return { kind: "taskSucceeded", attempt, output: answer as Json };
}

/** Status, and output or error, in one value. */
export function resultOf({ execution: { status, output, error } }: Run) {
  return status === "Succeeded" ? output : { status, ...error };
}

import { ensureSize } from "./dataSize.ts";
import type { ParsedFlow, TaskEffect, TaskState } from "./definition/flow.ts";
import { type FlowExecution, type Frame, frameOfAttempt, isEnded } from "./execution.ts";
import { FlowError, type FlowFault } from "./flowError.ts";
import { openFrame } from "./frames.ts";
import type { HistoryEvent } from "./history.ts";
import type { Json } from "./json.ts";
import { drive, emit, end, leave, type Machine, stateOf, work } from "./machine.ts";
import { failState } from "./recover.ts";
import { stateTypes } from "./states/registry.ts";

/** What makes an execution go on. Together with their times they are all of its history. */
export type Trigger =
  | { kind: "start" }
  /** The work of a try is done, or its result was reported. */
  | { kind: "taskSucceeded"; attempt: number; output: Json }
  | { kind: "taskFailed"; attempt: number; fault: FlowFault }
  /** In the callback modes: the work was handed over, or could not be. */
  | { kind: "taskSubmitted"; attempt: number }
  | { kind: "taskSubmitFailed"; attempt: number; fault: FlowFault }
  /** Time has passed. */
  | { kind: "timer" }
  | { kind: "stop"; fault: FlowFault }
  /** The flow was deleted. */
  | { kind: "drain" };

/** What came of a trigger: new events, and work that is now to be done. */
export interface Advance {
  events: HistoryEvent[];
  effects: TaskEffect[];
}

/**
 * Takes an execution as far as it goes after a trigger. Changes `execution` in place; depends on nothing but its
 * arguments. `catchesMistakes`: of an expression, and the like; they end the execution unless it is set (cloudflow.md A9). A trigger that comes too late (a result of an abandoned try, anything after the end) does nothing.
 */
export function advance(
  flow: ParsedFlow,
  execution: FlowExecution,
  trigger: Trigger,
  now: number,
  { catchesMistakes = false }: { catchesMistakes?: boolean } = {},
): Advance {
  const machine: Machine = {
    flow,
    execution,
    now,
    events: [],
    effects: [],
    ready: [],
    current: undefined,
    types: stateTypes,
  };
  const { events, effects } = machine;
  if (isEnded(execution)) return { events, effects };
  // Where a Catch leads, the next mistake may wait. Each that is caught costs a retry or an event, so this ends.
  let fault = mistakeIn(() => {
    act(machine, trigger);
    drive(machine);
  });
  while (fault !== undefined && catchesMistakes) {
    const caught = catcherOf(machine, fault);
    if (caught === undefined) break;
    const { frame, state } = caught;
    const mistake = fault;
    // A mistake in the Catch itself is nobody's to catch.
    const another = mistakeIn(() => failState(machine, frame, state, mistake));
    if (another !== undefined) {
      fault = another;
      break;
    }
    fault = mistakeIn(() => drive(machine));
  }
  if (fault !== undefined) endAtOnce(machine, fault);
  return { events, effects };
}

/** Does something; gives the mistake of the flow that stopped it, if one did. */
function mistakeIn(act: () => void): FlowFault | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return { Code: error.code, Detail: error.message };
  }
}

/**
 * Whose Retry and Catch take a mistake, as they take the failure of a task (cloudflow.md A9): those of the state that
 * runs, or of the one around a scope that has just ended. Nothing takes the end of the events.
 */
function catcherOf({ current, execution, flow }: Machine, { Code }: FlowFault) {
  if (current === undefined || Code === "FnF.ExecutionEventLimitExceeded") return undefined;
  const frame = [current.id, current.parent].map((id) => execution.frames.find((open) => open.id === id)).find(Boolean);
  const state = frame && flow.states[frame.state];
  if (frame === undefined || state === undefined || !("catch" in state)) return undefined;
  return { frame, state };
}

function act(machine: Machine, trigger: Trigger) {
  switch (trigger.kind) {
    case "start":
      return start(machine);
    case "timer":
      return passTime(machine);
    case "stop":
      return end(machine, "Stopped", "ExecutionStopped", trigger.fault);
    case "drain":
      machine.execution.draining = true;
      return;
    default:
      return settle(machine, trigger);
  }
}

function start(machine: Machine) {
  const { execution, flow, now } = machine;
  execution.status = "Running";
  const root = openFrame(machine, undefined, 0, flow.start.startAt, execution.input);
  machine.events.push({
    id: ++execution.events,
    cause: 0,
    type: "ExecutionStarted",
    step: "",
    at: now,
    detail: { input: execution.input },
  });
  root.lastEvent = execution.events;
  machine.ready.push(root);
}

/** The outcome of a try. */
function settle(machine: Machine, trigger: Trigger & { attempt: number }) {
  const frame = frameOfAttempt(machine.execution, trigger.attempt);
  if (frame?.waiting?.for !== "task") return;
  machine.current = frame;
  const state = stateOf(machine, frame) as TaskState;
  switch (trigger.kind) {
    case "taskSubmitted":
      if (frame.waiting.submitted) return;
      frame.waiting.submitted = true;
      emit(machine, frame, "TaskSubmitted", {});
      return;
    case "taskSucceeded":
      ensureSize(trigger.output, () => `State "${state.name}", output`);
      emit(machine, frame, "TaskSucceeded", { output: trigger.output });
      return leave(machine, frame, state, trigger.output);
    case "taskFailed":
      return failTask(machine, frame, state, "TaskFailed", trigger.fault);
    case "taskSubmitFailed":
      return failTask(machine, frame, state, "TaskSubmitFailed", trigger.fault);
  }
}

/** Everything that is due, in the order in which it became due; each gets its consequences before the next. */
function passTime(machine: Machine) {
  const { execution, now } = machine;
  while (!isEnded(execution)) {
    let next: Frame | undefined;
    for (const frame of execution.frames) {
      const until = frame.waiting?.until;
      if (until !== undefined && until < (next?.waiting?.until ?? Number.POSITIVE_INFINITY)) next = frame;
    }
    const due = next?.waiting?.until ?? Number.POSITIVE_INFINITY;
    if (execution.deadline <= Math.min(due, now)) return timeOut(machine);
    if (next === undefined || due > now) return;
    fire(machine, next);
    drive(machine);
  }
}

/** Whatever runs is abandoned; no Catch sees it (cloudflow.md A20). */
function timeOut(machine: Machine) {
  const seconds = machine.flow.timeout;
  const Detail = `The execution did not end within ${seconds} seconds.`;
  return end(machine, "TimedOut", "ExecutionTimedOut", { Code: "FnF.ExecutionTimedOut", Detail });
}

function fire(machine: Machine, frame: Frame) {
  const state = stateOf(machine, frame);
  const { waiting } = frame;
  machine.current = frame;
  if (waiting?.for === "time") return leave(machine, frame, state, frame.input);
  if (waiting?.for === "task") {
    const Detail = `The task of state "${state.name}" did not end within its Timeout.`;
    return failTask(machine, frame, state as TaskState, "TaskTimedOut", { Code: "FnF.TaskTimeout", Detail }); // A4
  }
  frame.attempt = ++machine.execution.lastAttempt;
  return work(machine, frame, state);
}

function failTask(
  machine: Machine,
  frame: Frame,
  state: TaskState,
  type: "TaskFailed" | "TaskSubmitFailed" | "TaskTimedOut",
  fault: FlowFault,
) {
  emit(machine, frame, type, { error: fault.Code, cause: fault.Detail });
  return failState(machine, frame, state, fault);
}

/** cloudflow.md A9 */
function endAtOnce(machine: Machine, fault: FlowFault) {
  machine.ready.length = 0;
  end(machine, "Failed", "ExecutionFailed", fault);
}

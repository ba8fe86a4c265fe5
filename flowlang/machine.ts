import { ensureSize } from "./dataSize.ts";
import type { FieldTable } from "./definition/fields.ts";
import type { StateBase, TaskEffect } from "./definition/flow.ts";
import { END, type FlowState, type ParsedFlow } from "./definition/flow.ts";
import type { StateReader } from "./definition/stateReader.ts";
import { expressionEnvironment } from "./environment.ts";
import { closeFrame, type ExecutionStatus, type FlowExecution, type Frame, frameById, isEnded } from "./execution.ts";
import { FlowError, type FlowFault } from "./flowError.ts";
import type { EventType, HistoryEvent } from "./history.ts";
import { isObject, type Json, type JsonObject, kindOf } from "./json.ts";
import { limits } from "./limits.ts";

/** An execution while it takes steps: what it works on, and what comes out. */
export interface Machine {
  flow: ParsedFlow;
  execution: FlowExecution;
  now: number;
  events: HistoryEvent[];
  effects: TaskEffect[];
  /** Frames that can go on, the next one last. */
  ready: Frame[];
  /** The frame that is taking a step: what an error that ends everything is put down to. */
  current: Frame | undefined;
  /** How each type of state is run. Given, as states themselves call what is here. */
  types: StateTypes;
}

/** Lets every frame that can go on do so, until all wait or the execution has ended. */
export function drive(machine: Machine): void {
  for (let frame = machine.ready.pop(); frame !== undefined; frame = machine.ready.pop()) {
    machine.current = frame;
    enter(machine, frame);
    if (isEnded(machine.execution)) machine.ready.length = 0;
  }
}

/** Enters the state that a frame has come to, and does its work. */
function enter(machine: Machine, frame: Frame) {
  const { execution } = machine;
  if (execution.draining) return end(machine, "Stopped", "ExecutionStopped", flowDeleted); // cloudflow.md A32
  const state = stateOf(machine, frame);
  frame.error = undefined;
  frame.retries = 0;
  frame.retriesByRule = undefined;
  frame.attempt = ++execution.lastAttempt;
  emit(machine, frame, "StepEntered", { input: frame.input });
  if (state.inputConstructor !== undefined) {
    frame.input = state.inputConstructor(expressionEnvironment(execution, frame, state.name));
    ensureSize(frame.input, () => `State "${state.name}", InputConstructor`);
  }
  work(machine, frame, state);
}

/** Does the work of a state, for the first time or again. */
export function work(machine: Machine, frame: Frame, state: FlowState): void {
  frame.waiting = undefined;
  machine.types[state.type].run(machine, frame, state as never);
}

/**
 * Leaves a state with the raw result of its work, for its `Next` or for another state (cloudflow.md §4). Whoever made a
 * new result has checked its size: what was only passed on is not measured again.
 */
export function leave(machine: Machine, frame: Frame, state: FlowState, raw: Json, next = state.next): void {
  const { execution } = machine;
  const { outputConstructor, globalConstructor } = state;
  let output = raw;
  if (outputConstructor !== undefined || globalConstructor !== undefined) {
    const environment = expressionEnvironment(execution, frame, state.name, raw);
    if (outputConstructor !== undefined) {
      output = outputConstructor(environment);
      ensureSize(output, () => `State "${state.name}", OutputConstructor`);
    }
    if (globalConstructor !== undefined) mergeGlobal(execution, state.name, globalConstructor(environment));
  }
  if (!isObject(output)) {
    throw new FlowError("FnF.RuntimeError", `State "${state.name}": the output is ${kindOf(output)}, not an object.`);
  }
  emit(machine, frame, "StepExited", { output });
  frame.waiting = undefined;
  goTo(machine, frame, next, output);
}

/** Sends a frame to its next state, or ends its scope. */
export function goTo(machine: Machine, frame: Frame, next: number, input: JsonObject) {
  if (next !== END) {
    frame.state = next;
    frame.input = input;
    machine.ready.push(frame);
    return;
  }
  if (frame.parent === 0) {
    machine.execution.output = input;
    return end(machine, "Succeeded", "ExecutionSucceeded", undefined);
  }
  const parent = frameById(machine.execution, frame.parent);
  closeFrame(machine.execution, frame);
  const state = stateOf(machine, parent);
  machine.types[state.type].childEnded?.(machine, parent, state as never, frame, input);
}

/** Ends the execution, whatever still runs in it. `fault` is absent when it succeeded. */
export function end(machine: Machine, status: ExecutionStatus, type: EventType, fault: FlowFault | undefined): void {
  const { execution, now } = machine;
  const detail: JsonObject =
    fault === undefined ? { output: execution.output ?? {} } : { error: fault.Code, cause: fault.Detail };
  if (fault === undefined) ensureEventLimit(execution);
  const cause = machine.current?.lastEvent ?? execution.events;
  machine.events.push({ id: ++execution.events, cause, type, step: "", at: now, detail });
  execution.status = status;
  execution.stoppedAt = now;
  execution.frames = [];
  if (fault !== undefined) {
    execution.error = fault;
    delete execution.output;
  }
}

/** Writes an event of a state into the history; gives its id. */
export function emit(machine: Machine, frame: Frame, type: EventType, detail: JsonObject): number {
  const { execution, now } = machine;
  ensureEventLimit(execution);
  const id = ++execution.events;
  machine.events.push({ id, cause: frame.lastEvent, type, step: stateOf(machine, frame).name, at: now, detail });
  frame.lastEvent = id;
  return id;
}

/** The state that a frame is in. */
export function stateOf({ flow }: Machine, frame: Frame): FlowState {
  const state = flow.states[frame.state];
  if (state === undefined) throw new TypeError(`flow ${flow.name} has no state number ${frame.state}`);
  return state;
}

const flowDeleted: FlowFault = {
  Code: "FnF.FlowDeleted",
  Detail: "The flow was deleted while the execution was running.",
};

/** cloudflow.md A24: what would be event number 5,001 fails the execution instead. */
function ensureEventLimit({ events }: FlowExecution) {
  if (events < limits.events) return;
  throw new FlowError("FnF.ExecutionEventLimitExceeded", `The execution has more than ${limits.events} events.`);
}

/** `$Global = merge($Global, constructed)`, within its own limits (cloudflow.md §4). */
function mergeGlobal(execution: FlowExecution, stateName: string, constructed: JsonObject) {
  for (const [key, value] of Object.entries(constructed)) {
    const where = `State "${stateName}", GlobalConstructor.${key}`;
    if (Buffer.byteLength(key) > limits.globalKeyBytes) {
      throw new FlowError("FnF.EntityTooLarge", `${where}: the key exceeds ${limits.globalKeyBytes} bytes.`);
    }
    ensureSize(value, () => where, limits.globalValueBytes);
  }
  execution.global = { ...execution.global, ...constructed };
}

/** A state type: how its fields are read, and what it does. One file each. */
export interface StateType<S extends StateBase> {
  /** The fields beyond those that all states have. */
  fields: FieldTable;
  /** How control leaves it: by Next or End, by a tolerated End, or by fields of its own. */
  leaves: "nextOrEnd" | "end" | "none";
  read(base: StateBase, reader: StateReader): S;
  /** Does its work: leaves the state, fails, or sets what the frame waits for. May run again on a retry. */
  run(machine: Machine, frame: Frame, state: S): void;
  /** One of the scopes inside it has ended with this output. */
  childEnded?(machine: Machine, frame: Frame, state: S, child: Frame, output: JsonObject): void;
}

/** All state types; one that is missing does not compile. */
export type StateTypes = { [T in FlowState["type"]]: StateType<Extract<FlowState, { type: T }>> };

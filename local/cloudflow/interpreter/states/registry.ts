import type { FieldTable } from "../definition/fields.ts";
import type { StateBase } from "../definition/flow.ts";
import type { StateReader } from "../definition/stateReader.ts";
import type { Frame } from "../execution.ts";
import type { JsonObject } from "../json.ts";
import type { Machine } from "../machine.ts";
import { type ChoiceState, choice } from "./choice.ts";
import { type FailState, fail } from "./fail.ts";
import { type MapState, map } from "./map.ts";
import { type ParallelState, parallel } from "./parallel.ts";
import { type PassState, pass } from "./pass.ts";
import { type SucceedState, succeed } from "./succeed.ts";
import { type TaskState, task } from "./task.ts";
import { type WaitState, wait } from "./wait.ts";

export type State =
  | TaskState
  | PassState
  | WaitState
  | SucceedState
  | FailState
  | ChoiceState
  | ParallelState
  | MapState;

/** States that have Retry and Catch. */
export type RecoverableState = TaskState | ParallelState | MapState;

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
export const stateTypes: { [T in State["type"]]: StateType<Extract<State, { type: T }>> } = {
  Task: task,
  Pass: pass,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
  Choice: choice,
  Parallel: parallel,
  Map: map,
};

import type { Frame } from "./execution.ts";
import { closeFrame } from "./execution.ts";
import type { JsonObject } from "./json.ts";
import type { Machine } from "./machine.ts";

/** Begins a scope inside the state of `parent`: one branch, or one iteration. */
export function openFrame(
  machine: Machine,
  parent: Frame | undefined,
  index: number,
  state: number,
  input: JsonObject,
) {
  const { execution } = machine;
  const frame: Frame = {
    id: ++execution.lastFrame,
    parent: parent?.id ?? 0,
    index,
    state,
    input,
    error: undefined,
    retries: 0,
    retriesByRule: undefined,
    attempt: 0,
    waiting: undefined,
    lastEvent: parent?.lastEvent ?? 0,
  };
  execution.frames.push(frame);
  return frame;
}

/** Drops every scope inside the state of `frame`; what runs there finishes unseen (cloudflow.md A16). */
export function abandonChildren(machine: Machine, frame: Frame): void {
  for (const child of machine.execution.frames.filter(({ parent }) => parent === frame.id)) {
    abandonChildren(machine, child);
    closeFrame(machine.execution, child);
    const ready = machine.ready.indexOf(child);
    if (ready >= 0) machine.ready.splice(ready, 1);
  }
}

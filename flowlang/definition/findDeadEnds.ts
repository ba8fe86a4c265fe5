import type { FindingSink } from "./findingSink.ts";
import type { FlowState, ParsedFlow, StateScope } from "./flow.ts";
import { innerScopes, successors } from "./graph.ts";

/** Finds the states that control never reaches, and the loops that it never leaves time to breathe. */
export function findDeadEnds(flow: ParsedFlow, sink: FindingSink): void {
  const scopes = [flow.start, ...flow.states.flatMap(innerScopes)];
  for (const scope of scopes) {
    findUnreachable(flow, scope, sink);
    findBusyLoops(flow, scope, sink);
  }
}

function findUnreachable({ states }: ParsedFlow, scope: StateScope, sink: FindingSink) {
  const reached = new Set<number>();
  const pending = [scope.startAt];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const state = states[id];
    if (state === undefined || reached.has(id)) continue;
    reached.add(id);
    pending.push(...successors(state));
  }
  for (const id of scope.states) {
    const state = states[id];
    if (state === undefined || reached.has(id)) continue;
    sink.about(state.name).add("flow-state-unreachable", state.at, {});
  }
}

/**
 * A loop through Pass and Choice alone that does not end soon spends the 5,000 events of an execution in milliseconds. Nothing
 * forbids one that counts and ends, so that it is a doubt and no error. Each such loop is told
 * once, at its first state: the graph without the states that take time must have no cycle.
 */
function findBusyLoops({ states }: ParsedFlow, scope: StateScope, sink: FindingSink) {
  const colour = new Map<number, "open" | "done">();
  /** The way to where the search stands, and what is still to be tried from each state on it; no recursion, as it is long. */
  const path: { state: FlowState; ways: number[] }[] = [];
  const visit = (id: number) => {
    const state = states[id];
    if (state === undefined || takesTime(state, states) || colour.get(id) === "done") return;
    if (colour.get(id) === "open") {
      const loop = path.slice(path.findIndex((step) => step.state === state)).map((step) => step.state);
      const names = [...loop, state].map(({ name }) => name);
      sink.about(state.name).add("flow-loop-busy", state.at, { states: names });
      return;
    }
    colour.set(id, "open");
    path.push({ state, ways: successors(state).reverse() });
  };
  for (const id of scope.states) {
    visit(id);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.ways.pop();
      if (next !== undefined) visit(next);
      else {
        colour.set(step.state.id, "done");
        path.pop();
      }
    }
  }
}

/** Whether every pass through a state waits for something outside. */
function takesTime(state: FlowState, states: FlowState[]): boolean {
  if (state.type === "Wait" || state.type === "Task") return true;
  return innerScopes(state).some(({ states: ids }) => {
    return ids.some((id) => {
      const inner = states[id];
      return inner !== undefined && takesTime(inner, states);
    });
  });
}

import type { FlowState } from "./flow.ts";
import { END, type StateScope } from "./flow.ts";

/** Ids of the states to which control can go from a state, within its scope. */
export function successors(state: FlowState): number[] {
  const ways = state.type === "Choice" ? [state.otherwise, ...state.branches.map(({ next }) => next)] : [state.next];
  if ("catch" in state) ways.push(...state.catch.map(({ next }) => next));
  return ways.filter((id) => id !== END);
}

/** The scopes inside a state. */
export function innerScopes(state: FlowState): StateScope[] {
  if (state.type === "Parallel") return state.branches;
  return state.type === "Map" ? [state.processor] : [];
}

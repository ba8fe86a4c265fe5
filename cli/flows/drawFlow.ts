import { cliMessage } from "../../deployment/language.ts";
import type { FlowState, Seconds } from "../../flowlang/definition/flow.ts";
import { END, type ParsedFlow, type Recovery, type StateScope } from "../../flowlang/definition/flow.ts";
import { successors } from "../../flowlang/definition/graph.ts";

/**
 * A flow as lines of text: its states in the order in which they are reached, each with what it does and where it
 * leads. A way to the state that is drawn next is a line down, any other names its target.
 */
export function drawFlow(flow: ParsedFlow): string[] {
  const title = flow.description === "" ? flow.name : `${flow.name}: ${flow.description}`;
  return [title, "", ...drawScope(flow, flow.start)];
}

const SIGNS: Record<FlowState["type"], string> = {
  Task: "●",
  Pass: "○",
  Wait: "◷",
  Choice: "◆",
  Parallel: "═",
  Map: "≡",
  Succeed: "✔",
  Fail: "✘",
};

/** What a state does, in a few words. */
const WORK: { [T in FlowState["type"]]: (state: Extract<FlowState, { type: T }>) => string } = {
  Task: ({ action, mode, timeout }) => {
    const how = mode === "RequestComplete" ? "" : `, ${mode}`;
    return `${action}${how}${timeout === 0 ? "" : `, ${cliMessage("at-most", { span: seconds(timeout) })}`}`;
  },
  Pass: () => "",
  Wait: (state) => seconds(state.seconds),
  Choice: () => "",
  Parallel: ({ branches }) => cliMessage("draw-branches", { branches: branches.length }),
  Map: ({ concurrency }) => cliMessage("draw-elements", { concurrency }),
  Succeed: () => "",
  Fail: ({ code, detail }) => [code, detail].filter((text) => text !== "").join(": "),
};

function drawScope(flow: ParsedFlow, scope: StateScope): string[] {
  const order = orderOf(flow, scope);
  return order.flatMap((state, index) => drawState(flow, state, order[index + 1]));
}

function drawState(flow: ParsedFlow, state: FlowState, following: FlowState | undefined): string[] {
  const work = (WORK[state.type] as (state: FlowState) => string)(state);
  const lines = [`${SIGNS[state.type]} ${state.name}${work === "" ? "" : `  ${work}`}`];
  if (state.description !== "") lines.push(`│   ${state.description}`);
  for (const inner of innerDrawings(flow, state)) lines.push(`│   ${inner}`);
  for (const way of waysOf(flow, state)) lines.push(`│   ${way}`);
  const leads = state.type === "Choice" ? undefined : flow.states[state.next];
  if (leads !== undefined && leads !== following) lines.push(`╰─→ ${leads.name}`, "");
  else if (leads !== undefined) lines.push("▼");
  else lines.push(...(state.type === "Succeed" || state.type === "Fail" || state.type === "Choice" ? [] : ["■"]), "");
  return lines;
}

/** The scopes inside a state, each under a line that says which it is. */
function innerDrawings(flow: ParsedFlow, state: FlowState): string[] {
  if (state.type === "Map") return drawScope(flow, state.processor);
  if (state.type !== "Parallel") return [];
  return state.branches.flatMap((scope, index) => [`branch ${index}`, ...drawScope(flow, scope)]);
}

/** The ways out of a state besides its Next: conditions, retries and catches. */
function waysOf(flow: ParsedFlow, state: FlowState): string[] {
  const name = (id: number) => flow.states[id]?.name ?? "the end";
  if (state.type === "Choice") {
    const branches = state.branches.map(({ text, next }) => `${text} → ${name(next)}`);
    return [...branches, cliMessage("draw-otherwise", { state: name(state.otherwise) })];
  }
  return "retry" in state ? recoveries(state, name) : [];
}

function recoveries(state: Recovery, name: (id: number) => string): string[] {
  return [
    ...state.retry.map(
      ({ errors, maxAttempts, intervalSeconds, backoffRate }) =>
        `↻ ${cliMessage("draw-retry", { errors, maxAttempts, intervalSeconds, backoffRate })}`,
    ),
    ...state.catch.map(({ errors, next }) => `⚡ ${errors.join(", ")} → ${name(next)}`),
  ];
}

/** States as control reaches them, along the main way first; what it never reaches comes last. */
function orderOf({ states }: ParsedFlow, scope: StateScope): FlowState[] {
  const order: FlowState[] = [];
  const visit = (id: number) => {
    const state = states[id];
    if (state === undefined || id === END || order.includes(state)) return;
    order.push(state);
    if (state.next !== END) visit(state.next);
    const ways = successors(state);
    // A Choice lists its Default first among its ways; the branches are what a reader expects to see first.
    for (const next of state.type === "Choice" ? [...ways.slice(1), ...ways.slice(0, 1)] : ways) visit(next);
  };
  visit(scope.startAt);
  for (const id of scope.states) visit(id);
  return order;
}

function seconds(value: Seconds): string {
  return typeof value === "number" ? `${value} s` : cliMessage("draw-seconds-of", { field: value.field });
}

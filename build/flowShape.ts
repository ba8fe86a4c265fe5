import { parse } from "yaml";

/** A state of a flow, as far as pictures of it need to know. */
export interface DrawnState {
  Name: string;
  Type: "Task" | "Pass" | "Choice" | "Wait" | "Succeed" | "Fail";
  Description?: string;
  Seconds?: number;
  Next?: string;
  End?: boolean;
  Default?: string;
  Branches?: { Condition: string; Next: string }[];
  Catch?: { Next: string }[];
  Retry?: RetryRule[];
}

interface RetryRule {
  Errors: string[];
  MaxAttempts: number;
  IntervalSeconds: number;
  BackoffRate?: number;
  MaxBackoffSeconds?: number;
}

/** A way from a state to the next. */
export interface FlowWay {
  from: string;
  /** `END` where the flow ends. */
  to: string;
  /** What it takes to go there: states of a verdict, `else`, `error`; empty when nothing does. */
  label: string;
}

/** A flow as its pictures show it. */
interface FlowShape {
  start: string;
  states: DrawnState[];
  ways: FlowWay[];
}

/** Where ways lead that lead to no state. No state can be called that: names are letters. */
export const END_NODE = "·";

/** Reads a flow's definition. It must be one that CloudFlow takes, without states inside of states. */
export function flowShape(definition: string): FlowShape {
  const { StartAt, States } = parse(definition) as { StartAt: string; States: DrawnState[] };
  return { start: StartAt, states: States, ways: States.flatMap(waysOut) };
}

function waysOut({ Name: from, Next, End, Default, Branches = [], Catch = [] }: DrawnState): FlowWay[] {
  return [
    ...(Next === undefined ? [] : [{ from, to: Next, label: "" }]),
    ...(End === true ? [{ from, to: END_NODE, label: "" }] : []),
    ...Branches.map((branch) => ({ from, to: branch.Next, label: valuesIn(branch.Condition) })),
    ...(Default === undefined ? [] : [{ from, to: Default, label: "else" }]),
    ...Catch.filter((one) => one.Next !== Next).map((one) => ({ from, to: one.Next, label: "error" })),
  ];
}

/** The states of a verdict that a condition asks for. */
function valuesIn(condition: string): string {
  return [...condition.matchAll(/"(\w+)"/g)].map(([, value]) => value).join(", ");
}

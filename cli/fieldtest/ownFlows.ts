import type { Field } from "./field.ts";
import { ownName } from "./own.ts";
import { until } from "./ownAlb.ts";
import { makeRole } from "./ownRole.ts";
import { taken } from "./probe.ts";
import { listAt, type Tree, textAt } from "./signedCall.ts";

/** The definition of a flow as JSON, which is YAML too: states in their order, the last ends it. */
function definitionOf(Name: string, states: object[]): string {
  const [first] = states as { Name?: string }[];
  return JSON.stringify({ Type: "StateMachine", SpecVersion: "v1", Name, StartAt: first?.Name, States: states });
}

/** Makes a flow; gives its name. Rejects with `AlbflowError` when it is refused. */
export async function makeFlow(field: Field, name: string, states: object[], RoleArn = ""): Promise<string> {
  taken(await createOwnFlow(field, name, states, RoleArn));
  return ownName(field, name);
}

/** Asks for a flow to be made, whatever comes of it. */
export function createOwnFlow(field: Field, name: string, states: object[], RoleArn = "") {
  const Definition = definitionOf(ownName(field, name), states);
  return field.call("fnf", "CreateFlow", {
    Name: ownName(field, name),
    Definition,
    Description: "albflow fieldtest",
    Type: "FDL",
    ...(RoleArn === "" ? {} : { RoleArn }),
  });
}

/** Runs a flow to its end; gives what became of it, and its history. */
export async function runFlow(field: Field, FlowName: string, input: object = {}, ExecutionName = "run") {
  const start = { FlowName, ExecutionName, Input: JSON.stringify(input) };
  taken(await field.call("fnf", "StartExecution", start));
  return ended(field, FlowName, ExecutionName);
}

/** Waits for the end of an execution. */
export async function ended(field: Field, FlowName: string, ExecutionName: string) {
  const { body } = await until(
    field,
    () => field.call("fnf", "DescribeExecution", { FlowName, ExecutionName }),
    (answer) => !["Starting", "Running"].includes(textAt(answer.body, "Status")),
  );
  return {
    status: textAt(body, "Status"),
    output: textAt(body, "Output"),
    events: await historyOf(field, FlowName, ExecutionName),
  };
}

/** The events of an execution. */
export async function historyOf(field: Field, FlowName: string, ExecutionName: string): Promise<Tree[]> {
  const asked = { FlowName, ExecutionName, Limit: 500 };
  return listAt(taken(await field.call("fnf", "GetExecutionHistory", asked)).body, "Events");
}

/** The state that ends a flow well. */
export const DONE = { Name: "Done", Type: "Succeed" };
/** Catches everything, and ends well. */
export const CATCH = { Errors: ["FnF.ALL"], Next: "Done" };

/** A task that asks for an execution which its input names. */
export function describe(more: object): object {
  return {
    Name: "Ask",
    Type: "Task",
    Action: "FNF:DescribeExecution",
    TaskMode: "RequestComplete",
    Timeout: 30,
    Parameters: { "FlowName.$": "$Input.flow", "ExecutionName.$": "$Input.execution" },
    ...more,
  };
}

const roles = new WeakMap<Field, Promise<string>>();

/** The role of its flows: they look at executions, and start some. */
export function flowRole(field: Field): Promise<string> {
  const known = roles.get(field) ?? makeRole(field, "flows", [{ Action: "fnf:*", Resource: "*" }]);
  roles.set(field, known);
  return known;
}

/** What an event says besides its type. */
export function eventDetail(event: Tree | undefined): Tree {
  return treeOf(textAt(event, "EventDetail"));
}

/** JSON as a tree; an empty one for what is none. */
export function treeOf(text: string): Tree {
  try {
    return JSON.parse(text) as Tree;
  } catch {
    return {};
  }
}

import { parse } from "yaml";

/** A task of a flow, as far as it says whom it calls. */
export interface FlowTask {
  Action: string;
  Parameters?: { resourceArn?: string; "resourceArn.$"?: string };
}

/**
 * Every task in a definition, at any depth. What a flow's file leaves open, `${function}` and the like, may stay open:
 * it is then found as it stands there.
 */
export function tasksIn(definition: string): FlowTask[] {
  return search(parse(definition.replace(/\$\{\w+\}/g, (open) => JSON.stringify(open))));
}

function search(value: unknown): FlowTask[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(search);
  return "Action" in value && typeof value.Action === "string" ? [value as FlowTask, ...inside] : inside;
}

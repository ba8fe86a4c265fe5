import type { FlowFinding } from "../../../flowlang/definition/finding.ts";

/** A finding with its place, its code and what it is about: how CloudFlow words it no document says. */
export function findingText({ line, column, state, code, params }: FlowFinding): string {
  const where = state === undefined ? "" : `, state "${state}"`;
  const about = Object.entries(params).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `line ${line}, column ${column}${where}: ${code}${about.length === 0 ? "" : ` (${about.join(", ")})`}`;
}

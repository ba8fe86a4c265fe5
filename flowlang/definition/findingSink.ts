import type { FlowFinding, LintRule, Position } from "./finding.ts";

/** Collects findings about one state, or about the flow. */
export interface FindingSink {
  /** Name of the state being read. */
  state: string | undefined;
  add(rule: LintRule, at: Position, found: string, expected: string): void;
  /** The same collection, for findings about another state. */
  about(state: string | undefined): FindingSink;
}

/** A sink that puts everything into `findings`. */
export function findingSink(findings: FlowFinding[], state?: string): FindingSink {
  return {
    state,
    add(rule, { line, column }, found, expected) {
      findings.push({ rule, line, column, ...(state === undefined ? {} : { state }), found, expected });
    },
    about: (other) => findingSink(findings, other),
  };
}

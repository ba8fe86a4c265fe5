import type { FlowFinding, Position } from "./finding.ts";
import type { FindingCode, FindingParams } from "./findingCodes.ts";

/** Collects findings about one state, or about the flow. */
export interface FindingSink {
  /** Name of the state being read. */
  state: string | undefined;
  add<Code extends FindingCode>(code: Code, at: Position, params: FindingParams[Code]): void;
  /** The same collection, for findings about another state. */
  about(state: string | undefined): FindingSink;
}

/** A sink that puts everything into `findings`. */
export function findingSink(findings: FlowFinding[], state?: string): FindingSink {
  return {
    state,
    add(code, { line, column }, params) {
      const about = state === undefined ? {} : { state };
      findings.push({ code, line, column, ...about, params } as FlowFinding);
    },
    about: (other) => findingSink(findings, other),
  };
}

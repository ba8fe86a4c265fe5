import type { FindingCode, FindingParams } from "./findingCodes.ts";

/** Where something stands in a definition: both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** What is no error that the service refuses; everything else is. */
const severities: Partial<Record<FindingCode, "lint" | "warning">> = {
  /** The service takes it (cloudflow.md A27); `albflow flows lint` does not. */
  "flow-state-unreachable": "lint",
  "flow-loop-busy": "warning",
  "flow-task-without-timeout": "warning",
  "flow-retry-outlasts-flow": "warning",
  "flow-constant-like-expression": "warning",
  "flow-catch-without-output": "warning",
  "flow-fail-inside": "warning",
  /** Whether the service takes it is not said (real-cloud.md CR8). */
  "flow-retry-without-attempts": "warning",
  /** An error of other services, which nothing here ever reports. */
  "flow-error-foreign": "warning",
};

/** One thing that is wrong, or doubtful, in a definition. */
export type FlowFinding = {
  [Code in FindingCode]: Position & {
    code: Code;
    params: FindingParams[Code];
    /** Name of the state it concerns; absent when it concerns the flow. */
    state?: string;
  };
}[FindingCode];

/** Whether the service would refuse the definition for it. */
export function isRefused({ code }: FlowFinding): boolean {
  return severities[code] === undefined;
}

/** Whether the lint fails for it: what the service refuses, and what nobody means. */
export function isError({ code }: FlowFinding): boolean {
  return severities[code] !== "warning";
}

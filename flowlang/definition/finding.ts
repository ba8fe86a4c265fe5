/** Where something stands in a definition: both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** What can be wrong with a definition, and how bad it is. */
const rules = {
  syntax: "error",
  oldGrammar: "error",
  unknownField: "error",
  missingField: "error",
  wrongValue: "error",
  expression: "error",
  duplicateName: "error",
  unknownTarget: "error",
  noWay: "error",
  busyLoop: "warning",
  /** The service takes it (cloudflow.md A27); `albflow flows lint` does not. */
  unreachable: "lint",
  noTimeout: "warning",
  retryOutlastsFlow: "warning",
  constantLooksLikeExpression: "warning",
  catchWithoutOutput: "warning",
  failInside: "warning",
  /** Whether the service takes it is not said (real-cloud.md CR8). */
  zeroAttempts: "warning",
  /** An error of other services, which nothing here ever reports. */
  foreignError: "warning",
} as const satisfies Record<string, "error" | "lint" | "warning">;

export type LintRule = keyof typeof rules;

/** One thing that is wrong, or doubtful, in a definition. */
export interface FlowFinding extends Position {
  rule: LintRule;
  /** Name of the state it concerns; absent when it concerns the flow. */
  state?: string;
  found: string;
  expected: string;
}

/** One line for a person: `line 7, column 11, state "Call": found …; expected …`. */
export function describeFinding({ line, column, state, found, expected }: FlowFinding): string {
  const where = state === undefined ? "" : `, state "${state}"`;
  return `line ${line}, column ${column}${where}: found ${found}; expected ${expected}`;
}

/** Whether the service would refuse the definition for it. */
export function isRefused(finding: FlowFinding): boolean {
  return rules[finding.rule] === "error";
}

/** Whether the lint fails for it: what the service refuses, and what nobody means. */
export function isError(finding: FlowFinding): boolean {
  return rules[finding.rule] !== "warning";
}

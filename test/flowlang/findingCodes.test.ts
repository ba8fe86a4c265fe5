import { expect, test } from "vitest";
import type { FindingCode } from "../../flowlang/definition/findingCodes.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import type { ReasonEntry } from "../../shared/platform/reasons/define.ts";
import { topics } from "../../shared/platform/reasons/registry.ts";
import { flowOf } from "./runFlow.ts";

const TASK = "Type: Task, Action: FC:InvokeFunction, Timeout: 9";
const END = "End: true";
const passing = (built: string) => flowOf(`- { Name: A, Type: Pass, InputConstructor: ${built}, ${END} }`);
const retrying = (rule: string) => flowOf(`- { Name: A, ${TASK}, Retry: [${rule}], ${END} }`);
const computing = (expression: string) => passing(`{ x.$: ${JSON.stringify(expression)} }`);
const deep = (left: string, right: string, count: number) => computing(`${left.repeat(count)}1${right.repeat(count)}`);

/** A definition that each finding is made for; of an expression that is wrong, one for each way. */
const DEFINITIONS: Record<FindingCode, string | string[]> = {
  "flow-empty": "",
  "flow-yaml-invalid": "Type: [",
  "flow-key-repeated": "Type: StateMachine\nType: StateMachine",
  "flow-values-too-many": `[${"1,".repeat(100_001)}]`,
  "flow-anchor-missing": "Type: *retry",
  "flow-key-no-text": "{ [1]: 2 }",
  "flow-value-no-json": "Type: .nan",
  "flow-old-grammar": "version: v1",
  "flow-object-expected": "[]",
  "flow-field-unknown": flowOf(`- { Name: A, Type: Pass, Colour: red, ${END} }`),
  "flow-field-obsolete": flowOf(`- { Name: A, ${TASK}, OnErrors: [], ${END} }`),
  "flow-field-missing": "Type: StateMachine",
  "flow-text-expected": flowOf(`- { Name: A, Type: Pass, Description: 5, ${END} }`),
  "flow-value-not-offered": flowOf("- { Name: A, Type: Foreach }"),
  "flow-flag-expected": flowOf("- { Name: A, Type: Pass, End: 1 }"),
  "flow-number-expected": retrying("{ Errors: [x], MaxAttempts: 1, IntervalSeconds: 1, BackoffRate: 0.5 }"),
  "flow-integer-expected": flowOf(`- { Name: A, Type: Wait, Seconds: 301, ${END} }`),
  "flow-list-expected": flowOf(`- { Name: A, Type: Parallel, Branches: [], ${END} }`),
  "flow-texts-expected": retrying("{ Errors: [], MaxAttempts: 1, IntervalSeconds: 1 }"),
  "flow-expression-expected": passing("{ x.$: 5 }"),
  "flow-expression-wrong": [
    computing(""),
    computing("1 - 2"),
    computing("1 =="),
    computing("(1"),
    computing("$Input.0"),
    computing("$Input[1.5]"),
    deep("(", ")", 200),
    computing("null"),
    computing("sum(2)"),
    deep("toArray(", ")", 11),
    computing("length()"),
    computing("$Inputs"),
    computing("'open"),
    computing("1 + 2"),
    computing("@"),
    computing("'\\x'"),
    computing("$Output.a"),
  ],
  "flow-seconds-twice": flowOf(`- { Name: A, Type: Wait, Seconds: 3, Seconds.$: $Input.a, ${END} }`),
  "flow-type-missing": flowOf("- { Name: A }"),
  "flow-way-missing": flowOf("- { Name: A, Type: Pass }"),
  "flow-way-twice": flowOf(`- { Name: A, Type: Pass, Next: A, ${END} }`),
  "flow-target-unknown": flowOf("- { Name: A, Type: Pass, Next: Gone }"),
  "flow-target-elsewhere": flowOf(
    `- { Name: A, Type: Map, ItemsPath: $Input.l, Processor: { StartAt: B, States: [{ Name: B, Type: Pass, Next: A }] }, ${END} }`,
  ),
  "flow-state-repeated": flowOf("- { Name: A, Type: Succeed }\n- { Name: A, Type: Succeed }"),
  "flow-action-malformed": flowOf(`- { Name: A, Type: Task, Action: StartListener, ${END} }`),
  "flow-mode-not-offered": flowOf(
    `- { Name: A, Type: Task, Action: ALB:StartListener, TaskMode: WaitForCustomCallback, ${END} }`,
  ),
  "flow-wait-without-seconds": flowOf(`- { Name: A, Type: Wait, ${END} }`),
  "flow-state-unreachable": flowOf("- { Name: A, Type: Succeed }\n- { Name: B, Type: Succeed }"),
  "flow-loop-busy": flowOf("- { Name: A, Type: Pass, Next: A }"),
  "flow-task-without-timeout": flowOf(`- { Name: A, Type: Task, Action: FC:InvokeFunction, ${END} }`),
  "flow-fail-inside": flowOf(
    `- { Name: A, Type: Map, ItemsPath: $Input.l, Processor: { StartAt: B, States: [{ Name: B, Type: Fail }] }, ${END} }`,
  ),
  "flow-catch-without-output": flowOf(
    `- { Name: A, ${TASK}, Catch: [{ Errors: [x], Next: B }], Next: B }\n- { Name: B, Type: Succeed }`,
  ),
  "flow-retry-without-attempts": retrying("{ Errors: [x], MaxAttempts: 0, IntervalSeconds: 1 }"),
  "flow-error-foreign": retrying("{ Errors: [States.ALL], MaxAttempts: 1, IntervalSeconds: 1 }"),
  "flow-retry-outlasts-flow": flowOf(
    `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 99, IntervalSeconds: 60 }], ${END} }`,
    { top: "Timeout: 60\n" },
  ),
  "flow-constant-like-expression": passing('{ x: "$Input.a" }'),
};

test("every finding of a definition, and every problem of an expression, is a reason of the registry with its parameters", () => {
  const entries = Object.entries(topics.flowLint as Record<string, ReasonEntry>);
  const registered = Object.fromEntries(entries.map(([code, { params }]) => [code, Object.keys(params).sort()]));
  const found = Object.entries(DEFINITIONS).flatMap(([wanted, definitions]) =>
    [definitions].flat().flatMap((definition) => {
      const one = readFlow(definition).findings.find(({ code }) => code === wanted);
      if (one === undefined) return [];
      const reported = [[one.code, Object.keys(one.params).sort()] as const];
      const why = one.code === "flow-expression-wrong" ? one.params.why : undefined;
      return why === undefined ? reported : [...reported, [why.code, Object.keys(why.params).sort()] as const];
    }),
  );
  expect(Object.fromEntries(found)).toEqual(registered);
});

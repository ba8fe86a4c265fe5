import { describe, expect, it } from "vitest";
import { type FlowFinding, isError, isRefused } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { flowOf } from "./runFlow.ts";

type Reported = [place: string, code: FlowFinding["code"], params: object];

/** What is found, each with its line, its column and its state. */
const foundIn = (definition: string, mode: "Standard" | "Express" = "Standard"): Reported[] =>
  readFlow(definition, mode).findings.map(reportOf);

function reportOf({ line, column, state, code, params }: FlowFinding): Reported {
  return [`${line}:${column}${state === undefined ? "" : ` ${state}`}`, code, params];
}

/** Findings of a flow whose first state begins on line 6, column 5. */
const findings = (states: string, options = {}) => foundIn(flowOf(states, options));

const TASK = "Type: Task, Action: FC:InvokeFunction, Timeout: 9";

describe("a definition that is wrong says where", () => {
  const WRONG: [what: string, states: string, found: Reported[]][] = [
    [
      "a misspelt field",
      "- { Name: A, Type: Wait, Second: 5, End: true }",
      [
        ["6:5 A", "flow-wait-without-seconds", {}],
        [
          "6:28 A",
          "flow-field-unknown",
          {
            field: "Second",
            near: "Seconds",
            known: [
              "Name",
              "Type",
              "Description",
              "InputConstructor",
              "OutputConstructor",
              "GlobalConstructor",
              "Next",
              "End",
              "Seconds",
              "Seconds.$",
            ],
          },
        ],
      ],
    ],
    [
      "a field that nothing resembles",
      "- { Name: A, Type: Pass, Colour: red, End: true }",
      [
        [
          "6:28 A",
          "flow-field-unknown",
          {
            field: "Colour",
            near: null,
            known: [
              "Name",
              "Type",
              "Description",
              "InputConstructor",
              "OutputConstructor",
              "GlobalConstructor",
              "Next",
              "End",
            ],
          },
        ],
      ],
    ],
    [
      "an unknown type",
      "- { Name: A, Type: Foreach }",
      [
        [
          "6:22 A",
          "flow-value-not-offered",
          {
            field: "Type",
            found: '"Foreach"',
            offered: ["Task", "Pass", "Wait", "Succeed", "Fail", "Choice", "Parallel", "Map"],
          },
        ],
      ],
    ],
    [
      "no type",
      "- { Name: A }",
      [
        [
          "6:5 A",
          "flow-type-missing",
          { offered: ["Task", "Pass", "Wait", "Succeed", "Fail", "Choice", "Parallel", "Map"] },
        ],
      ],
    ],
    [
      "a target that does not exist",
      "- { Name: A, Type: Pass, Next: Gone }",
      [["6:34 A", "flow-target-unknown", { field: "Next", target: "Gone", states: ["A"] }]],
    ],
    [
      "a Choice without Default",
      "- { Name: A, Type: Choice, Branches: [{ Condition: 'true', Next: B }] }\n- { Name: B, Type: Succeed }",
      [["6:5 A", "flow-field-missing", { field: "Default" }]],
    ],
    [
      "a bad expression, at its own column",
      "- { Name: A, Type: Pass, OutputConstructor: { x.$: $Input.a + 1 }, End: true }",
      [
        [
          "6:63 A",
          "flow-expression-wrong",
          {
            field: "OutputConstructor.x.$",
            column: 10,
            why: {
              code: "expression-operator-unknown",
              params: { operator: "+", known: ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "in", "!", "-"] },
            },
          },
        ],
      ],
    ],
    [
      "a .$ key without an expression",
      "- { Name: A, Type: Pass, OutputConstructor: { x.$: 5 }, End: true }",
      [["6:54 A", "flow-expression-expected", { field: "OutputConstructor.x.$", found: "5" }]],
    ],
    [
      "$Output where there is none",
      "- { Name: A, Type: Pass, InputConstructor: { x.$: $Output.a }, End: true }",
      [
        [
          "6:53 A",
          "flow-expression-wrong",
          {
            field: "InputConstructor.x.$",
            column: 1,
            why: { code: "expression-output-unreadable", params: { path: "$Output.a" } },
          },
        ],
      ],
    ],
    [
      "the same key with and without .$",
      "- { Name: A, Type: Pass, OutputConstructor: { x: 1, x.$: $Input }, End: true }",
      [["6:55 A", "flow-key-repeated", { key: "x" }]],
    ],
    ["neither Next nor End", "- { Name: A, Type: Pass }", [["6:5 A", "flow-way-missing", {}]]],
    ["both Next and End", "- { Name: A, Type: Pass, Next: A, End: true }", [["6:28 A", "flow-way-twice", {}]]],
    [
      "a Wait of too long",
      "- { Name: A, Type: Wait, Seconds: 301, End: true }",
      [["6:37 A", "flow-integer-expected", { field: "Seconds", found: "301", least: 1, most: 300 }]],
    ],
    [
      "a name given twice",
      "- { Name: A, Type: Succeed }\n- { Name: A, Type: Succeed }",
      [["7:13", "flow-state-repeated", { name: "A" }]],
    ],
    [
      "a Retry without errors",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [], MaxAttempts: 1, IntervalSeconds: 1 }], End: true }`,
      [["6:85 A", "flow-texts-expected", { field: "Retry[0].Errors", found: "[]" }]],
    ],
    [
      "a BackoffRate below 1",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 1, IntervalSeconds: 1, BackoffRate: 0.5 }], End: true }`,
      [["6:139 A", "flow-number-expected", { field: "Retry[0].BackoffRate", found: "0.5", least: 1, most: null }]],
    ],
    [
      "an interval of more than a day",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 1, IntervalSeconds: 86401 }], End: true }`,
      [
        [
          "6:123 A",
          "flow-integer-expected",
          { field: "Retry[0].IntervalSeconds", found: "86401", least: 0, most: 86400 },
        ],
      ],
    ],
    [
      "OnErrors of 2023",
      `- { Name: A, ${TASK}, OnErrors: [], End: true }`,
      [["6:67 A", "flow-field-obsolete", { field: "OnErrors", instead: ["Retry", "Catch"] }]],
    ],
    [
      "a mode that the action does not have",
      "- { Name: A, Type: Task, Action: ALB:StartListener, Timeout: 9, TaskMode: WaitForCustomCallback, End: true }",
      [
        [
          "6:77 A",
          "flow-mode-not-offered",
          { mode: "WaitForCustomCallback", action: "ALB:StartListener", offered: ["RequestComplete"] },
        ],
      ],
    ],
    [
      "an Action that is none",
      "- { Name: A, Type: Task, Action: StartListener, Timeout: 9, End: true }",
      [["6:36 A", "flow-action-malformed", { action: "StartListener" }]],
    ],
    [
      "a Timeout beyond a week",
      "- { Name: A, Type: Task, Action: FC:InvokeFunction, Timeout: 604801, End: true }",
      [["6:64 A", "flow-integer-expected", { field: "Timeout", found: "604801", least: 0, most: 604800 }]],
    ],
  ];
  it.each(WRONG)("%s", (_, states, found) => {
    expect(findings(states)).toEqual(found);
    expect(readFlow(flowOf(states)).flow).toBeUndefined();
  });

  it("a loop that can pass no wait is a doubt of the lint, and valid", () => {
    const states =
      "- { Name: A, Type: Pass, Next: B }\n- { Name: B, Type: Choice, Branches: [{ Condition: 'true', Next: A }], Default: C }\n- { Name: C, Type: Succeed }";
    expect(findings(states)).toEqual([["6:5 A", "flow-loop-busy", { states: ["A", "B", "A"] }]]);
    expect(readFlow(flowOf(states)).flow).toBeDefined();
  });

  it("a Retry with no attempts is a doubt of the lint, as no page says whether it is valid", () => {
    const states = `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 0, IntervalSeconds: 1 }], End: true }`;
    expect(findings(states)).toEqual([["6:5 A", "flow-retry-without-attempts", {}]]);
    expect(readFlow(flowOf(states)).flow).toBeDefined();
  });

  it("a target in another scope", () => {
    const inner = `- Name: A\n  Type: Map\n  ItemsPath: $Input.list\n  Processor: { StartAt: B, States: [{ Name: B, Type: Pass, Next: C }] }\n  Next: C\n- { Name: C, Type: Succeed }`;
    expect(findings(inner)).toEqual([
      ["9:68 B", "flow-target-elsewhere", { field: "Next", target: "C", states: ["B"] }],
    ]);
  });

  it("a StartAt that names no state", () => {
    expect(findings("- { Name: A, Type: Succeed }", { startAt: "Z" })).toEqual([
      ["4:10", "flow-target-unknown", { field: "StartAt", target: "Z", states: ["A"] }],
    ]);
  });

  it("more than 50 branches", () => {
    const branch = "{ StartAt: B, States: [{ Name: B, Type: Succeed }] }";
    const branches = (count: number) =>
      `- { Name: A, Type: Parallel, Branches: [${Array(count).fill(branch).join(", ")}], End: true }`;
    expect(findings(branches(50))).toEqual([]);
    expect(findings(branches(51))).toEqual([
      ["6:42 A", "flow-list-expected", { field: "Branches", found: "[…] (51)", least: 1, most: 50 }],
    ]);
  });

  it("a concurrency of more than 40", () => {
    const map = (count: number) =>
      `- { Name: A, Type: Map, ItemsPath: $Input.l, MaxConcuccency: ${count}, Processor: { StartAt: B, States: [{ Name: B, Type: Succeed }] }, End: true }`;
    expect(findings(map(40))).toEqual([]);
    expect(findings(map(41))).toEqual([
      ["6:64 A", "flow-integer-expected", { field: "MaxConcuccency", found: "41", least: 1, most: 40 }],
    ]);
  });

  it("the old grammar is refused with one sentence", () => {
    const old = "version: v1\ntype: flow\nname: f\nsteps:\n  - type: pass\n    name: p\n";
    expect(foundIn(old)).toEqual([["1:1", "flow-old-grammar", { field: "version" }]]);
  });

  it("broken YAML, a key given twice, and nothing at all", () => {
    expect(foundIn("Type: [")).toEqual([["1:8", "flow-yaml-invalid", { problem: expect.any(String) }]]);
    expect(foundIn("Type: StateMachine\nType: StateMachine\n")).toEqual([
      ["2:1", "flow-key-repeated", { key: "Type" }],
    ]);
    expect(foundIn("")).toEqual([["1:1", "flow-empty", {}]]);
    expect(foundIn("[]")).toEqual([
      [
        "1:1",
        "flow-object-expected",
        {
          field: "",
          found: "[]",
          fields: ["Type", "SpecVersion", "Name", "StartAt", "States", "Description", "Timeout"],
        },
      ],
    ]);
  });

  it.each([
    ["a: &a [*a]", "1:8", "a"],
    ["x: &loop { y: [{ z: *loop }] }", "1:21", "loop"],
    ["a: &a [&b [*a]]", "1:12", "a"],
  ])("%s, an alias inside its own anchor", (definition, place, anchor) => {
    const problem = expect.stringContaining(`*${anchor} `);
    expect(foundIn(definition)).toContainEqual([place, "flow-yaml-invalid", { problem }]);
    expect(readFlow(definition).flow).toBeUndefined();
  });

  it("an alias beside its anchor, and one anchor used in another, are no loop", () => {
    const states =
      "- { Name: A, Type: Pass, OutputConstructor: { a: &a [1], b: &b [*a, *a], c: [*b, *b] }, End: true }";
    expect(findings(states)).toEqual([]);
  });

  it("one nested deeper than the limit, however it is written", () => {
    const nested = (levels: number) =>
      `- { Name: A, Type: Pass, OutputConstructor: { x: ${"[".repeat(levels)}${"]".repeat(levels)} }, End: true }`;
    expect(findings(nested(400))).toEqual([]);
    const problem = expect.stringContaining(" 500 ");
    expect(findings(nested(600)).map(([, code, params]) => [code, params])).toEqual([
      ["flow-yaml-invalid", { problem }],
    ]);
    expect(findings(nested(20_000))[0]?.[1]).toBe("flow-yaml-invalid");
  });

  it("of twenty thousand states is read, and a loop through all of them found", () => {
    const row = Array.from({ length: 20_000 }, (_, n) => `- { Name: S${n}, Type: Pass, Next: S${n + 1} }`).join("\n");
    expect(findings(`${row}\n- { Name: S20000, Type: Succeed }`, { startAt: "S0" })).toEqual([]);
    const [loop, ...others] = findings(`${row}\n- { Name: S20000, Type: Pass, Next: S0 }`, { startAt: "S0" });
    expect(loop).toEqual(["6:5 S0", "flow-loop-busy", { states: expect.objectContaining({ length: 20_002 }) }]);
    expect(others).toEqual([]);
  });

  it("aliases that multiply without end", () => {
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1,1]\n${"bcdefg".replace(
      /./g,
      (key) =>
        `${key}: &${key} [${Array(10)
          .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
          .join(",")}]\n`,
    )}`;
    expect(foundIn(bomb)).toContainEqual([expect.any(String), "flow-values-too-many", { most: 100_000 }]);
  });

  it("an Express flow waits at most 20 seconds and has no callbacks", () => {
    expect(foundIn(flowOf("- { Name: A, Type: Wait, Seconds: 21, End: true }"), "Express")).toEqual([
      ["6:37 A", "flow-integer-expected", { field: "Seconds", found: "21", least: 1, most: 20 }],
    ]);
    expect(foundIn(flowOf(`- { Name: A, ${TASK}, TaskMode: WaitForCustomCallback, End: true }`), "Express")).toEqual([
      [
        "6:77 A",
        "flow-mode-not-offered",
        { mode: "WaitForCustomCallback", action: null, offered: ["RequestComplete"] },
      ],
    ]);
  });

  it("JSON is a definition too, and a Description may stand anywhere", () => {
    const flow = {
      Type: "StateMachine",
      SpecVersion: "v1",
      Name: "f",
      Description: "d",
      StartAt: "A",
      States: [{ Name: "A", Description: "d", Type: "Succeed" }],
    };
    expect(foundIn(JSON.stringify(flow))).toEqual([]);
    expect(readFlow(JSON.stringify(flow)).flow?.description).toBe("d");
  });
});

describe("what is doubtful is no error", () => {
  const DOUBTFUL: [what: string, states: string, reported: Reported, lint: boolean][] = [
    [
      "a state that nothing leads to is an error of the lint only",
      "- { Name: A, Type: Succeed }\n- { Name: B, Type: Succeed }",
      ["8:5 B", "flow-state-unreachable", {}],
      true,
    ],
    [
      "a Task without a Timeout",
      "- { Name: A, Type: Task, Action: FC:InvokeFunction, End: true }",
      ["7:5 A", "flow-task-without-timeout", {}],
      false,
    ],
    [
      "a Retry that can outlast the flow",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 100, IntervalSeconds: 600 }], End: true }`,
      ["7:5 A", "flow-retry-outlasts-flow", { seconds: 60_909, timeout: 3600 }],
      false,
    ],
    [
      "an error of another service in a Catch",
      `- { Name: A, ${TASK}, Catch: [{ Errors: [States.ALL], OutputConstructor: { x: 1 }, Next: B }], End: true }\n- { Name: B, Type: Succeed }`,
      ["7:5 A", "flow-error-foreign", { error: "States.ALL" }],
      false,
    ],
    [
      "a constant that looks like an expression",
      '- { Name: A, Type: Pass, OutputConstructor: { x: "$Input.a" }, End: true }',
      ["7:52 A", "flow-constant-like-expression", { field: "OutputConstructor.x", text: "$Input.a" }],
      false,
    ],
  ];
  it.each(DOUBTFUL)("%s", (_, states, reported, lint) => {
    const { flow, findings: found } = readFlow(flowOf(states, { top: "Timeout: 3600\n" }));
    expect(flow).toBeDefined();
    expect(found.map(reportOf)).toEqual([reported]);
    expect(found.map(isRefused)).toEqual([false]);
    expect(found.map(isError)).toEqual([lint]);
  });
});

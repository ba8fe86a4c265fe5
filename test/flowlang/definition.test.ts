import { describe, expect, it } from "vitest";
import { describeFinding, isError, isRefused } from "../../flowlang/definition/finding.ts";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { flowOf } from "./runFlow.ts";

const linesOf = (definition: string, mode: "Standard" | "Express" = "Standard") =>
  readFlow(definition, mode).findings.map(describeFinding);

/** Findings of a flow whose first state begins on line 6, column 5. */
const findings = (states: string, options = {}) => linesOf(flowOf(states, options));

const TASK = "Type: Task, Action: FC:InvokeFunction, Timeout: 9";

describe("a definition that is wrong says where", () => {
  const WRONG: [what: string, states: string, lines: string[]][] = [
    [
      "a misspelt field",
      "- { Name: A, Type: Wait, Second: 5, End: true }",
      [
        'line 6, column 5, state "A": found a Wait without Seconds; expected Seconds or Seconds.$',
        'line 6, column 28, state "A": found the unknown field "Second" of the state; expected Seconds',
      ],
    ],
    [
      "a field that nothing resembles",
      "- { Name: A, Type: Pass, Colour: red, End: true }",
      [
        'line 6, column 28, state "A": found the unknown field "Colour" of the state; expected one of Name, Type, Description, InputConstructor, OutputConstructor, GlobalConstructor, Next, End',
      ],
    ],
    [
      "an unknown type",
      "- { Name: A, Type: Foreach }",
      [
        'line 6, column 22, state "A": found Type: "Foreach"; expected one of Task, Pass, Wait, Succeed, Fail, Choice, Parallel, Map',
      ],
    ],
    [
      "no type",
      "- { Name: A }",
      [
        'line 6, column 5, state "A": found a state without Type; expected one of Task, Pass, Wait, Succeed, Fail, Choice, Parallel, Map',
      ],
    ],
    [
      "a target that does not exist",
      "- { Name: A, Type: Pass, Next: Gone }",
      ['line 6, column 34, state "A": found Next: "Gone", a state that does not exist; expected one of A'],
    ],
    [
      "a Choice without Default",
      "- { Name: A, Type: Choice, Branches: [{ Condition: 'true', Next: B }] }\n- { Name: B, Type: Succeed }",
      ['line 6, column 5, state "A": found the state without Default; expected Default'],
    ],
    [
      "a bad expression, at its own column",
      "- { Name: A, Type: Pass, OutputConstructor: { x.$: $Input.a + 1 }, End: true }",
      [
        'line 6, column 63, state "A": found OutputConstructor.x.$, expression column 10: "+"; expected one of the operators || && == != < <= > >= in ! -',
      ],
    ],
    [
      "a .$ key without an expression",
      "- { Name: A, Type: Pass, OutputConstructor: { x.$: 5 }, End: true }",
      ['line 6, column 54, state "A": found OutputConstructor.x.$: 5; expected an expression'],
    ],
    [
      "$Output where there is none",
      "- { Name: A, Type: Pass, InputConstructor: { x.$: $Output.a }, End: true }",
      [
        'line 6, column 53, state "A": found InputConstructor.x.$, expression column 1: $Output.a; expected $Input, $Global or $Context: a state\'s output can be read in its OutputConstructor and GlobalConstructor only',
      ],
    ],
    [
      "the same key with and without .$",
      "- { Name: A, Type: Pass, OutputConstructor: { x: 1, x.$: $Input }, End: true }",
      [
        'line 6, column 55, state "A": found OutputConstructor: the key "x" twice; expected each key once, with or without .$',
      ],
    ],
    [
      "neither Next nor End",
      "- { Name: A, Type: Pass }",
      ['line 6, column 5, state "A": found neither Next nor End; expected Next: <state> or End: true'],
    ],
    [
      "both Next and End",
      "- { Name: A, Type: Pass, Next: A, End: true }",
      ['line 6, column 28, state "A": found both Next and End: true; expected one of them'],
    ],
    [
      "a Wait of too long",
      "- { Name: A, Type: Wait, Seconds: 301, End: true }",
      ['line 6, column 37, state "A": found the state.Seconds: 301; expected an integer from 1 to 300'],
    ],
    [
      "a name given twice",
      "- { Name: A, Type: Succeed }\n- { Name: A, Type: Succeed }",
      ['line 7, column 13: found a second state named "A"; expected a name of its own for each state of a scope'],
    ],
    [
      "a Retry without errors",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [], MaxAttempts: 1, IntervalSeconds: 1 }], End: true }`,
      ['line 6, column 85, state "A": found a Retry rule.Errors: a list of 0; expected a list of at least one text'],
    ],
    [
      "a BackoffRate below 1",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 1, IntervalSeconds: 1, BackoffRate: 0.5 }], End: true }`,
      ['line 6, column 139, state "A": found a Retry rule.BackoffRate: 0.5; expected a number of at least 1'],
    ],
    [
      "an interval of more than a day",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 1, IntervalSeconds: 86401 }], End: true }`,
      ['line 6, column 123, state "A": found a Retry rule.IntervalSeconds: 86401; expected an integer from 0 to 86400'],
    ],
    [
      "OnErrors of 2023",
      `- { Name: A, ${TASK}, OnErrors: [], End: true }`,
      [
        'line 6, column 67, state "A": found the obsolete field "OnErrors" of the state; expected Retry and Catch beside each other',
      ],
    ],
    [
      "a mode that the action does not have",
      "- { Name: A, Type: Task, Action: ALB:StartListener, Timeout: 9, TaskMode: WaitForCustomCallback, End: true }",
      [
        'line 6, column 77, state "A": found TaskMode: WaitForCustomCallback for ALB:StartListener; expected one of RequestComplete',
      ],
    ],
    [
      "an Action that is none",
      "- { Name: A, Type: Task, Action: StartListener, Timeout: 9, End: true }",
      [
        'line 6, column 36, state "A": found Action: "StartListener"; expected <Product>:<Api>, such as FC:InvokeFunction',
      ],
    ],
    [
      "a Timeout beyond a week",
      "- { Name: A, Type: Task, Action: FC:InvokeFunction, Timeout: 604801, End: true }",
      ['line 6, column 64, state "A": found the state.Timeout: 604801; expected an integer from 0 to 604800'],
    ],
  ];
  it.each(WRONG)("%s", (_, states, lines) => {
    expect(findings(states)).toEqual(lines);
    expect(readFlow(flowOf(states)).flow).toBeUndefined();
  });

  it("a loop that can pass no wait is a doubt of the lint, and valid", () => {
    const states =
      "- { Name: A, Type: Pass, Next: B }\n- { Name: B, Type: Choice, Branches: [{ Condition: 'true', Next: A }], Default: C }\n- { Name: C, Type: Succeed }";
    expect(findings(states)).toEqual([
      'line 6, column 5, state "A": found the loop "A" → "B" → "A", which can pass no wait; expected a Wait or a Task in the loop',
    ]);
    expect(readFlow(flowOf(states)).flow).toBeDefined();
  });

  it("a Retry with no attempts is a doubt of the lint, as no page says whether it is valid", () => {
    const states = `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 0, IntervalSeconds: 1 }], End: true }`;
    expect(findings(states)).toEqual([
      'line 6, column 5, state "A": found a Retry with MaxAttempts 0, which no page allows and none forbids; expected MaxAttempts: 1 or more, or no such rule',
    ]);
    expect(readFlow(flowOf(states)).flow).toBeDefined();
  });

  it("a target in another scope", () => {
    const inner = `- Name: A\n  Type: Map\n  ItemsPath: $Input.list\n  Processor: { StartAt: B, States: [{ Name: B, Type: Pass, Next: C }] }\n  Next: C\n- { Name: C, Type: Succeed }`;
    expect(findings(inner)).toEqual([
      'line 9, column 68, state "B": found Next: "C", a state of another scope; expected one of B',
    ]);
  });

  it("a StartAt that names no state", () => {
    expect(findings("- { Name: A, Type: Succeed }", { startAt: "Z" })).toEqual([
      'line 4, column 10: found StartAt: "Z", a state that does not exist; expected one of A',
    ]);
  });

  it("more than 50 branches", () => {
    const branch = "{ StartAt: B, States: [{ Name: B, Type: Succeed }] }";
    const branches = (count: number) =>
      `- { Name: A, Type: Parallel, Branches: [${Array(count).fill(branch).join(", ")}], End: true }`;
    expect(findings(branches(50))).toEqual([]);
    expect(findings(branches(51))).toEqual([
      'line 6, column 42, state "A": found the state.Branches: a list of 51; expected a list of 1 to 50',
    ]);
  });

  it("a concurrency of more than 40", () => {
    const map = (count: number) =>
      `- { Name: A, Type: Map, ItemsPath: $Input.l, MaxConcuccency: ${count}, Processor: { StartAt: B, States: [{ Name: B, Type: Succeed }] }, End: true }`;
    expect(findings(map(40))).toEqual([]);
    expect(findings(map(41))).toEqual([
      'line 6, column 64, state "A": found the state.MaxConcuccency: 41; expected an integer from 1 to 40',
    ]);
  });

  it("the old grammar is refused with one sentence", () => {
    const old = "version: v1\ntype: flow\nname: f\nsteps:\n  - type: pass\n    name: p\n";
    expect(linesOf(old)).toEqual([
      'line 1, column 1: found "version", the old grammar of steps, which is not supported (docs/fdl-support.md says how to write it anew); expected Type: StateMachine with SpecVersion: v1',
    ]);
  });

  it("broken YAML, a key given twice, and nothing at all", () => {
    expect(linesOf("Type: [")[0]).toMatch(/^line 1, column 8: found .*; expected valid YAML$/);
    expect(linesOf("Type: StateMachine\nType: StateMachine\n")).toEqual([
      "line 2, column 1: found Map keys must be unique; expected valid YAML",
    ]);
    expect(linesOf("")).toEqual(["line 1, column 1: found an empty definition; expected Type: StateMachine"]);
    expect(linesOf("[]")).toEqual([
      "line 1, column 1: found the flow: a list of 0; expected an object with Type, SpecVersion, Name, StartAt, States, Description, Timeout",
    ]);
  });

  it("aliases that multiply without end", () => {
    const bomb = `a: &a [1,1,1,1,1,1,1,1,1,1]\n${"bcdefg".replace(
      /./g,
      (key) =>
        `${key}: &${key} [${Array(10)
          .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
          .join(",")}]\n`,
    )}`;
    expect(linesOf(bomb).some((line) => line.includes("at most 100000 values"))).toBe(true);
  });

  it("an Express flow waits at most 20 seconds and has no callbacks", () => {
    expect(linesOf(flowOf("- { Name: A, Type: Wait, Seconds: 21, End: true }"), "Express")).toEqual([
      'line 6, column 37, state "A": found the state.Seconds: 21; expected an integer from 1 to 20',
    ]);
    expect(linesOf(flowOf(`- { Name: A, ${TASK}, TaskMode: WaitForCustomCallback, End: true }`), "Express")).toEqual([
      'line 6, column 77, state "A": found TaskMode: WaitForCustomCallback for an Express flow; expected one of RequestComplete',
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
    expect(linesOf(JSON.stringify(flow))).toEqual([]);
    expect(readFlow(JSON.stringify(flow)).flow?.description).toBe("d");
  });
});

describe("what is doubtful is no error", () => {
  const DOUBTFUL: [what: string, states: string, line: RegExp, lint: boolean][] = [
    [
      "a state that nothing leads to is an error of the lint only",
      "- { Name: A, Type: Succeed }\n- { Name: B, Type: Succeed }",
      /^line 7, column 5, state "B": found a state that nothing leads to; expected a Next, Default or StartAt that names it$/,
      true,
    ],
    [
      "a Task without a Timeout",
      "- { Name: A, Type: Task, Action: FC:InvokeFunction, End: true }",
      /^line 6, column 5, state "A": found a Task without a Timeout, which may wait for ever; expected Timeout: <seconds>$/,
      false,
    ],
    [
      "a Retry that can outlast the flow",
      `- { Name: A, ${TASK}, Retry: [{ Errors: [x], MaxAttempts: 100, IntervalSeconds: 600 }], End: true }`,
      /found a Retry that can go on for 60909 s, longer than the flow's Timeout of 3600 s/,
      false,
    ],
    [
      "an error of another service in a Catch",
      `- { Name: A, ${TASK}, Catch: [{ Errors: [States.ALL], OutputConstructor: { x: 1 }, Next: B }], End: true }\n- { Name: B, Type: Succeed }`,
      /found the error States.ALL, which is of another service and never matches; expected FnF.ALL$/,
      false,
    ],
    [
      "a constant that looks like an expression",
      '- { Name: A, Type: Pass, OutputConstructor: { x: "$Input.a" }, End: true }',
      /found OutputConstructor.x: the constant text "\$Input.a"; expected a key ending in .\$ if the value is meant$/,
      false,
    ],
  ];
  it.each(DOUBTFUL)("%s", (_, states, line, lint) => {
    const { flow, findings: found } = readFlow(
      flowOf(states, { top: "Timeout: 3600\n" }).replace("Timeout: 3600\nStates", "Timeout: 3600\nStates"),
    );
    expect(flow).toBeDefined();
    expect(found).toHaveLength(1);
    expect(found.map(describeFinding)[0]?.replace(/^line (\d+)/, (_all, n) => `line ${n - 1}`)).toMatch(line);
    expect(found.map(isRefused)).toEqual([false]);
    expect(found.map(isError)).toEqual([lint]);
  });
});

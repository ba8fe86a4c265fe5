import { describe, expect, it } from "vitest";
import { flowOf, resultOf, runFlow } from "./runFlow.ts";

describe("Pass, Succeed, Fail, Wait and Choice", () => {
  it("Pass hands its input on", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Pass, End: true }"), { input: { a: 1 } });
    expect(resultOf(run)).toEqual({ a: 1 });
    expect(run.steps).toEqual(["ExecutionStarted", "StepEntered:A", "StepExited:A", "ExecutionSucceeded"]);
  });

  it("Succeed ends the flow, with or without a literal End", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Succeed, End: true }"), { input: { a: 1 } });
    expect(resultOf(run)).toEqual({ a: 1 });
  });

  it("Succeed inside a Map ends the iteration, and the flow goes on", () => {
    const run = runFlow(
      flowOf(`
- Name: A
  Type: Map
  ItemsPath: $Input.list
  Processor:
    StartAt: B
    States:
      - Name: B
        Type: Choice
        Branches: [{ Condition: $Input.n > 1, Next: C }]
        Default: Enough
      - { Name: Enough, Type: Succeed }
      - { Name: C, Type: Pass, OutputConstructor: { large: true }, End: true }
  Next: D
- { Name: D, Type: Pass, End: true }`),
      { input: { list: [{ n: 1 }, { n: 2 }] } },
    );
    expect(resultOf(run)).toEqual({ Items: [{ n: 1 }, { large: true }] });
    expect(run.steps).toContain("StepEntered:D");
  });

  it("Fail ends the flow with its Code and Detail", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Fail, Code: Broken, Detail: beyond repair }"));
    expect(resultOf(run)).toEqual({ status: "Failed", Code: "Broken", Detail: "beyond repair" });
    expect(run.history.at(-1)).toMatchObject({
      type: "ExecutionFailed",
      detail: { error: "Broken", cause: "beyond repair" },
    });
  });

  it("Fail inside a Parallel ends the whole flow past its Catch", () => {
    const run = runFlow(
      flowOf(`
- Name: A
  Type: Parallel
  Branches:
    - StartAt: B
      States: [{ Name: B, Type: Fail, Code: Inner }]
    - StartAt: C
      States: [{ Name: C, Type: Wait, Seconds: 300, End: true }]
  Catch: [{ Errors: [FnF.ALL], Next: D }]
  Next: D
- { Name: D, Type: Succeed }`),
    );
    expect(resultOf(run)).toEqual({ status: "Failed", Code: "Inner", Detail: "" });
    expect(run.elapsed).toBe(0);
  });

  it("Wait waits its Seconds and hands its input on", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Wait, Seconds: 300, End: true }"), { input: { a: 1 } });
    expect(resultOf(run)).toEqual({ a: 1 });
    expect(run.elapsed).toBe(300_000);
  });

  it("Wait takes its Seconds from an expression", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Wait, Seconds.$: $Input.s, End: true }"), { input: { s: 7 } });
    expect(run.elapsed).toBe(7_000);
  });

  it.each([[0], [301], [1.5], ["5"]])("Wait for %j seconds from an expression is a RuntimeError", (s) => {
    const run = runFlow(flowOf("- { Name: A, Type: Wait, Seconds.$: $Input.s, End: true }"), { input: { s } });
    expect(resultOf(run)).toMatchObject({ status: "Failed", Code: "FnF.RuntimeError" });
  });

  it("an Express Wait takes at most 20 seconds", () => {
    const definition = flowOf("- { Name: A, Type: Wait, Seconds.$: $Input.s, End: true }");
    expect(runFlow(definition, { input: { s: 20 }, mode: "Express" }).elapsed).toBe(20_000);
    expect(resultOf(runFlow(definition, { input: { s: 21 }, mode: "Express" }))).toMatchObject({ status: "Failed" });
  });

  const CHOICE = flowOf(`
- Name: A
  Type: Choice
  Branches:
    - { Condition: $Input.n > 10, Next: Big }
    - { Condition: $Input.n > 5, Next: Middle }
  Default: Small
- { Name: Big, Type: Pass, OutputConstructor: { size: big }, End: true }
- { Name: Middle, Type: Pass, OutputConstructor: { size: middle }, End: true }
- { Name: Small, Type: Pass, OutputConstructor: { size: small }, End: true }`);

  it.each([
    [11, "big"],
    [6, "middle"],
    [1, "small"],
  ])("Choice goes where the first true condition leads: %i is %s", (n, size) => {
    expect(resultOf(runFlow(CHOICE, { input: { n } }))).toEqual({ size });
  });

  it("Choice with a condition that is no boolean is a RuntimeError", () => {
    const definition = flowOf(`
- { Name: A, Type: Choice, Branches: [{ Condition: $Input.n, Next: B }], Default: B }
- { Name: B, Type: Succeed }`);
    expect(resultOf(runFlow(definition, { input: { n: 1 } }))).toEqual({
      status: "Failed",
      Code: "FnF.RuntimeError",
      Detail: 'State "A", Branches[0].Condition: the value is a number, not true or false.',
    });
  });

  it("a Next to an earlier state makes a loop", () => {
    const run = runFlow(
      flowOf(`
- { Name: A, Type: Wait, Seconds: 1, OutputConstructor: { n.$: 'intAdd($Input.n, 1)' }, Next: B }
- { Name: B, Type: Choice, Branches: [{ Condition: $Input.n < 3, Next: A }], Default: C }
- { Name: C, Type: Succeed }`),
      { input: { n: 0 } },
    );
    expect(resultOf(run)).toEqual({ n: 3 });
    expect(run.elapsed).toBe(3_000);
  });

  it("state names may hold spaces and Chinese", () => {
    const definition = flowOf('- { Name: "检查 the listener", Type: Succeed }', { startAt: '"检查 the listener"' });
    expect(runFlow(definition).steps).toContain("StepEntered:检查 the listener");
  });
});

describe("Parallel", () => {
  const PARALLEL = flowOf(`
- Name: A
  Type: Parallel
  Branches:
    - StartAt: B
      States: [{ Name: B, Type: Wait, Seconds: 2, OutputConstructor: { b.$: $Input.x }, End: true }]
    - StartAt: C
      States: [{ Name: C, Type: Pass, OutputConstructor: { c.$: $Input.x }, End: true }]
  End: true`);

  it("Parallel gives every branch the same input, waits for all and names results by branch", () => {
    const run = runFlow(PARALLEL, { input: { x: 1 } });
    expect(resultOf(run)).toEqual({ Branch0: { b: 1 }, Branch1: { c: 1 } });
    expect(run.elapsed).toBe(2_000);
    expect(run.steps).toEqual([
      "ExecutionStarted",
      "StepEntered:A",
      "StepStarted:A",
      "BranchEntered:A",
      "BranchEntered:A",
      "StepEntered:B",
      "StepEntered:C",
      "StepExited:C",
      "BranchExited:A",
      "StepExited:B",
      "BranchExited:A",
      "StepSucceeded:A",
      "StepExited:A",
      "ExecutionSucceeded",
    ]);
  });

  it("a failing branch abandons its siblings and fails the Parallel", () => {
    const run = runFlow(
      flowOf(`
- Name: A
  Type: Parallel
  Branches:
    - StartAt: B
      States: [{ Name: B, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }]
    - StartAt: C
      States: [{ Name: C, Type: Wait, Seconds: 300, End: true }]
  Catch: [{ Errors: [Bad], OutputConstructor: { why.$: $Context.Current.Error.Detail }, Next: D }]
  Next: D
- { Name: D, Type: Succeed }`),
      { task: () => ({ fails: "Bad", detail: "because" }) },
    );
    expect(resultOf(run)).toEqual({ why: "because" });
    expect(run.elapsed).toBe(0);
  });

  it("a Retry on Parallel runs all branches again", () => {
    const run = runFlow(
      flowOf(`
- Name: A
  Type: Parallel
  Branches:
    - StartAt: B
      States: [{ Name: B, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }]
    - StartAt: C
      States: [{ Name: C, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }]
  Retry: [{ Errors: [Bad], MaxAttempts: 1, IntervalSeconds: 5 }]
  End: true`),
      { task: ({ stateName }, count) => (stateName === "C" && count === 2 ? { fails: "Bad" } : { of: stateName }) },
    );
    expect(resultOf(run)).toEqual({ Branch0: { of: "B" }, Branch1: { of: "C" } });
    expect(run.effects.map(({ stateName }) => stateName)).toEqual(["B", "C", "B", "C"]);
    expect(run.elapsed).toBe(5_000);
  });
});

describe("Map", () => {
  const map = (fields = "") =>
    flowOf(`
- Name: A
  Type: Map
  ItemsPath: $Input.list
  ${fields}
  Processor:
    StartAt: B
    States: [{ Name: B, Type: Task, Action: FC:InvokeFunction, Timeout: 9, Parameters: { n.$: $Input.n }, End: true }]
  End: true`);
  const list = (length: number) => ({ list: Array.from({ length }, (_, n) => ({ n })) });

  it("Map runs its Processor for each element and keeps the order", () => {
    const run = runFlow(map(), { input: list(3), task: ({ parameters }) => ({ done: parameters.n ?? -1 }) });
    expect(resultOf(run)).toEqual({ Items: [{ done: 0 }, { done: 1 }, { done: 2 }] });
    expect(run.steps.filter((step) => step === "IterationExited:A")).toHaveLength(3);
  });

  it("Map over an empty array gives no Items", () => {
    expect(resultOf(runFlow(map(), { input: list(0) }))).toEqual({ Items: [] });
  });

  it.each([
    ["MaxConcuccency: 2", 2],
    ["MaxConcurrency: 3", 3],
    ["MaxConcuccency: 4\n  MaxConcurrency: 3", 4],
    ["", 40],
  ])("Map with %j runs %i iterations at once", (fields, atOnce) => {
    const stopped = runFlow(map(fields), {
      input: list(60),
      at: [[1, () => ({ kind: "stop", fault: { Code: "", Detail: "" } })]],
    });
    expect(stopped.effects).toHaveLength(atOnce);
  });

  it("Map starts the next iteration when one ends", () => {
    const run = runFlow(map("MaxConcurrency: 1"), {
      input: list(45),
      task: ({ parameters }) => ({ n: parameters.n ?? 0 }),
    });
    expect(run.effects.map(({ parameters }) => parameters.n)).toEqual(Array.from({ length: 45 }, (_, n) => n));
  });

  it.each([
    [{ list: 5 }, 'State "A", ItemsPath: the value is a number, not an array.'],
    [{ list: [{}, 5] }, 'State "A", ItemsPath: element 1 is a number, not an object.'],
  ])("Map over %j is a RuntimeError", (input, Detail) => {
    expect(resultOf(runFlow(map(), { input }))).toEqual({ status: "Failed", Code: "FnF.RuntimeError", Detail });
  });

  it("the first failing iteration fails the Map", () => {
    const run = runFlow(map(), {
      input: list(3),
      task: ({ parameters }) => (parameters.n === 1 ? { fails: "Bad" } : undefined),
    });
    expect(resultOf(run)).toEqual({ status: "Failed", Code: "Bad", Detail: "" });
  });
});

describe("Task", () => {
  const task = (fields: string) => flowOf(`- { Name: A, Type: Task, Action: FC:InvokeFunction, ${fields} End: true }`);

  it("Task gives its raw result, and its five events in order", () => {
    const run = runFlow(task("Timeout: 9,"), { task: () => ({ Body: 1 }) });
    expect(resultOf(run)).toEqual({ Body: 1 });
    expect(run.steps).toEqual([
      "ExecutionStarted",
      "StepEntered:A",
      "TaskScheduled:A",
      "TaskStarted:A",
      "TaskSucceeded:A",
      "StepExited:A",
      "ExecutionSucceeded",
    ]);
    expect(run.history.map(({ id, cause }) => [id, cause])).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
      [7, 6],
    ]);
    expect(run.history[2]?.detail).toEqual({
      action: "FC:InvokeFunction",
      taskMode: "RequestComplete",
      parameters: {},
    });
  });

  it("Parameters take expressions at any depth", () => {
    const definition = task(
      "Timeout: 9, Parameters: { body: { list: [{ id.$: $Input.id }, $Input] }, name.$: $Context.Current.Name },",
    );
    const run = runFlow(definition, { input: { id: 7 }, task: () => ({}) });
    expect(run.effects[0]?.parameters).toEqual({ body: { list: [{ id: 7 }, "$Input"] }, name: "A" });
  });

  it("Timeout ends a task with FnF.TaskTimeout, which can be caught", () => {
    const definition = flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 30
  Catch: [{ Errors: [FnF.TaskTimeout], OutputConstructor: { code.$: $Context.Current.Error.Code }, Next: B }]
  Next: B
- { Name: B, Type: Succeed }`);
    const run = runFlow(definition);
    expect(resultOf(run)).toEqual({ code: "FnF.TaskTimeout" });
    expect(run.elapsed).toBe(30_000);
    expect(run.steps).toContain("TaskTimedOut:A");
  });

  it("Timeout.$ takes the seconds from an expression", () => {
    expect(runFlow(task("Timeout.$: $Input.s,"), { input: { s: 12 } }).elapsed).toBe(12_000);
  });

  it.each([[604_801], [-1], [0.5]])("Timeout.$ of %j is a RuntimeError", (s) => {
    expect(resultOf(runFlow(task("Timeout.$: $Input.s,"), { input: { s } }))).toMatchObject({
      Code: "FnF.RuntimeError",
    });
  });

  it("a task without Timeout, or with 0, waits until the flow's own ends it", () => {
    for (const fields of ["", "Timeout: 0,"]) {
      const run = runFlow(
        flowOf(`- { Name: A, Type: Task, Action: FC:InvokeFunction, ${fields} End: true }`, { top: "Timeout: 600\n" }),
      );
      expect(run.execution.status).toBe("TimedOut");
      expect(run.elapsed).toBe(600_000);
    }
  });

  it("a result that is no object ends the execution unless an OutputConstructor makes one of it", () => {
    expect(resultOf(runFlow(task("Timeout: 9,"), { task: () => "text" }))).toEqual({
      status: "Failed",
      Code: "FnF.RuntimeError",
      Detail: 'State "A": the output is a string, not an object.',
    });
    const built = task("Timeout: 9, OutputConstructor: { text.$: $Output },");
    expect(resultOf(runFlow(built, { task: () => "text" }))).toEqual({ text: "text" });
  });

  it("WaitForCustomCallback has a token, is submitted, and ends with what is reported", () => {
    const definition = task(
      "TaskMode: WaitForCustomCallback, Timeout: 9, Parameters: { token.$: $Context.Current.TaskToken },",
    );
    const run = runFlow(definition, {
      at: [
        [1, ({ effects }) => ({ kind: "taskSubmitted", attempt: effects[0]?.attempt ?? 0 })],
        [5, ({ effects }) => ({ kind: "taskSucceeded", attempt: effects[0]?.attempt ?? 0, output: { ok: true } })],
      ],
    });
    expect(resultOf(run)).toEqual({ ok: true });
    expect(run.effects[0]?.token).toBe(run.effects[0]?.parameters.token);
    expect(Buffer.from(run.effects[0]?.token ?? "", "base64").toString()).toMatch(/^v1#[0-9a-f]+#[0-9a-f-]{36}#5#1$/);
    expect(run.steps.slice(3, 6)).toEqual(["TaskStarted:A", "TaskSubmitted:A", "TaskSucceeded:A"]);
  });

  it("WaitForSystemCallback is submitted and ends with the system's result", () => {
    const run = runFlow(task("TaskMode: WaitForSystemCallback, Timeout: 9,"), {
      at: [
        [1, ({ effects }) => ({ kind: "taskSubmitted", attempt: effects[0]?.attempt ?? 0 })],
        [5, ({ effects }) => ({ kind: "taskSucceeded", attempt: effects[0]?.attempt ?? 0, output: { ok: true } })],
      ],
    });
    expect(resultOf(run)).toEqual({ ok: true });
  });

  it("work that could not be handed over is TaskSubmitFailed", () => {
    const run = runFlow(task("TaskMode: WaitForCustomCallback, Timeout: 9,"), {
      at: [
        [
          1,
          ({ effects }) => ({
            kind: "taskSubmitFailed",
            attempt: effects[0]?.attempt ?? 0,
            fault: { Code: "FC.FunctionNotFound", Detail: "" },
          }),
        ],
      ],
    });
    expect(resultOf(run)).toMatchObject({ Code: "FC.FunctionNotFound" });
    expect(run.steps).toContain("TaskSubmitFailed:A");
  });

  it("a result that comes after the timeout is not seen", () => {
    const definition = task("Timeout: 9, Retry: [{ Errors: [FnF.ALL], MaxAttempts: 1, IntervalSeconds: 1 }],");
    const run = runFlow(definition, {
      at: [
        [
          9_500,
          ({ effects }) => ({ kind: "taskSucceeded", attempt: effects[0]?.attempt ?? 0, output: { late: true } }),
        ],
        [
          10_500,
          ({ effects }) => ({ kind: "taskSucceeded", attempt: effects[1]?.attempt ?? 0, output: { late: false } }),
        ],
      ],
    });
    expect(resultOf(run)).toEqual({ late: false });
  });
});

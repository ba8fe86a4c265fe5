import { describe, expect, it } from "vitest";
import type { Json } from "../../flowlang/json.ts";
import { flowOf, resultOf, runFlow } from "./runFlow.ts";

const task = (fields: string) =>
  flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  Parameters: { count.$: $Context.Current.RetryCount, token.$: $Context.Current.TaskToken }
  ${fields.trim().replace(/\n/g, "\n  ")}
  End: true
- { Name: B, Type: Succeed }`);

const times = (run: ReturnType<typeof runFlow>) =>
  run.history.filter(({ type }) => type === "TaskStarted").map(({ at }) => (at - Date.UTC(2026, 0, 1)) / 1000);

describe("Retry", () => {
  it("IntervalSeconds grows with BackoffRate up to MaxBackoffSeconds", () => {
    const rule =
      "Retry: [{ Errors: [Bad], MaxAttempts: 5, IntervalSeconds: 2, BackoffRate: 3, MaxBackoffSeconds: 20 }]";
    const run = runFlow(task(rule), { task: () => ({ fails: "Bad" }) });
    expect(times(run)).toEqual([0, 2, 8, 26, 46, 66]);
    expect(resultOf(run)).toEqual({ status: "Failed", Code: "Bad", Detail: "" });
  });

  it("without BackoffRate the interval is constant", () => {
    const run = runFlow(task("Retry: [{ Errors: [Bad], MaxAttempts: 3, IntervalSeconds: 10 }]"), {
      task: () => ({ fails: "Bad" }),
    });
    expect(times(run)).toEqual([0, 10, 20, 30]);
  });

  it("without MaxBackoffSeconds an interval is at most a day", () => {
    const run = runFlow(task("Retry: [{ Errors: [Bad], MaxAttempts: 2, IntervalSeconds: 80000, BackoffRate: 2 }]"), {
      task: () => ({ fails: "Bad" }),
    });
    expect(times(run)).toEqual([0, 80_000, 166_400]);
  });

  it("MaxAttempts counts retries, and 0 is none", () => {
    const run = runFlow(task("Retry: [{ Errors: [Bad], MaxAttempts: 0, IntervalSeconds: 1 }]"), {
      task: () => ({ fails: "Bad" }),
    });
    expect(run.effects).toHaveLength(1);
  });

  it("only the first matching rule counts, and each rule has a counter of its own", () => {
    const rules = `
Retry:
  - { Errors: [Bad], MaxAttempts: 1, IntervalSeconds: 1 }
  - { Errors: [FnF.ALL], MaxAttempts: 2, IntervalSeconds: 100 }`;
    const answers = ["Other", "Bad", "Other", "Bad"];
    const run = runFlow(task(rules), { task: (_, count) => ({ fails: answers[count - 1] ?? "Bad" }) });
    expect(times(run)).toEqual([0, 100, 101, 201]);
    expect(resultOf(run)).toMatchObject({ Code: "Bad" });
  });

  it("each try evaluates Parameters again, with a RetryCount and a new TaskToken", () => {
    const run = runFlow(task("Retry: [{ Errors: [Bad], MaxAttempts: 2, IntervalSeconds: 1 }]"), {
      task: () => ({ fails: "Bad" }),
    });
    expect(run.effects.map(({ parameters }) => parameters.count)).toEqual([0, 1, 2]);
    expect(new Set(run.effects.map(({ parameters }) => parameters.token)).size).toBe(3);
  });

  it("error names are compared exactly", () => {
    const run = runFlow(task("Retry: [{ Errors: [bad, FC.*], MaxAttempts: 2, IntervalSeconds: 1 }]"), {
      task: () => ({ fails: "Bad" }),
    });
    expect(run.effects).toHaveLength(1);
  });
});

describe("Catch", () => {
  it("comes after the retries, and its OutputConstructor makes the target's input", () => {
    const rules = `
Retry: [{ Errors: [Bad], MaxAttempts: 1, IntervalSeconds: 1 }]
Catch: [{ Errors: [Bad], Description: d, OutputConstructor: { e.$: $Context.Current.Error, in.$: $Input, n.$: $Context.Current.RetryCount }, Next: B }]`;
    const run = runFlow(task(rules), { input: { a: 1 }, task: () => ({ fails: "Bad", detail: "why" }) });
    expect(resultOf(run)).toEqual({ e: { Code: "Bad", Detail: "why" }, in: { a: 1 }, n: 1 });
    expect(run.effects).toHaveLength(2);
  });

  it("without OutputConstructor the target's input is {}", () => {
    const run = runFlow(task("Catch: [{ Errors: [FnF.ALL], Next: B }]"), {
      input: { a: 1 },
      task: () => ({ fails: "Bad" }),
    });
    expect(resultOf(run)).toEqual({});
  });

  it("the first matching rule decides", () => {
    const rules = `
Catch:
  - { Errors: [Other, Bad], OutputConstructor: { rule: 1 }, Next: B }
  - { Errors: [FnF.ALL], OutputConstructor: { rule: 2 }, Next: B }`;
    expect(resultOf(runFlow(task(rules), { task: () => ({ fails: "Bad" }) }))).toEqual({ rule: 1 });
    expect(resultOf(runFlow(task(rules), { task: () => ({ fails: "Else" }) }))).toEqual({ rule: 2 });
  });

  it("the state's own constructors are not run, and the error is gone in the target", () => {
    const definition = flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  OutputConstructor: { never: true }
  GlobalConstructor: { never: true }
  Catch: [{ Errors: [FnF.ALL], Next: B }]
  Next: B
- { Name: B, Type: Pass, OutputConstructor: { global.$: $Global, error.$: '"Error" in $Context.Current' }, End: true }`);
    expect(resultOf(runFlow(definition, { task: () => ({ fails: "Bad" }) }))).toEqual({ global: {}, error: false });
  });
});

describe("the end of an execution from outside", () => {
  const WAITING = flowOf("- { Name: A, Type: Wait, Seconds: 300, End: true }", { top: "Timeout: 100\n" });

  it("the flow's Timeout ends it TimedOut, past every Catch", () => {
    const run = runFlow(WAITING);
    expect(run.elapsed).toBe(100_000);
    expect(run.execution.status).toBe("TimedOut");
    expect(run.steps.at(-1)).toBe("ExecutionTimedOut");
  });

  it("a flow without Timeout times out after a year, an Express one after five minutes", () => {
    const forever = flowOf("- { Name: A, Type: Task, Action: FC:InvokeFunction, End: true }");
    expect(runFlow(forever).elapsed).toBe(365 * 86_400_000);
    expect(runFlow(forever, { mode: "Express" }).elapsed).toBe(300_000);
  });

  it("stopping ends it Stopped with error and cause", () => {
    const run = runFlow(WAITING, { at: [[5, () => ({ kind: "stop", fault: { Code: "Enough", Detail: "really" } })]] });
    expect(run.execution.status).toBe("Stopped");
    expect(run.history.at(-1)).toMatchObject({
      type: "ExecutionStopped",
      detail: { error: "Enough", cause: "really" },
    });
  });

  it("deleting its flow stops it after the current state", () => {
    const definition = flowOf("- { Name: A, Type: Wait, Seconds: 30, Next: B }\n- { Name: B, Type: Succeed }");
    const run = runFlow(definition, { at: [[5, () => ({ kind: "drain" })]] });
    expect(run.elapsed).toBe(30_000);
    expect(run.steps.slice(-2)).toEqual(["StepExited:A", "ExecutionStopped"]);
  });
});

describe("a mistake that Retry and Catch take", () => {
  const CATCH = "Catch: [{ Errors: [FnF.ALL], OutputConstructor: { code.$: $Context.Current.Error.Code }, Next: B }]";
  const mistaken = (name: string, fields = CATCH) =>
    `- { Name: ${name}, Type: Task, Action: X:Y, Timeout: 9, Parameters: { x.$: $Input.nope }, ${fields}, End: true }`;
  const run = (states: string, task?: () => Json) =>
    runFlow(flowOf(states), { catchesMistakes: true, ...(task === undefined ? {} : { task }) });

  it("goes where the Catch leads", () => {
    expect(resultOf(run(`${mistaken("A")}\n- { Name: B, Type: Pass, End: true }`))).toEqual({
      code: "FnF.RuntimeError",
    });
  });

  it("is followed by another in the state that the Catch leads to: that one ends the execution", () => {
    const states = `${mistaken("A")}\n- { Name: B, Type: Pass, InputConstructor: { y.$: $Input.nope }, End: true }`;
    expect(resultOf(run(states))).toMatchObject({ status: "Failed", Code: "FnF.RuntimeError" });
    expect(run(states).steps.slice(-3)).toEqual(["StepFailed:A", "StepEntered:B", "ExecutionFailed"]);
  });

  it("is followed by another that is caught as well", () => {
    const states = `${mistaken("A")}\n${mistaken("B", CATCH.replace("Next: B", "Next: C"))}\n- { Name: C, Type: Succeed }`;
    expect(run(states).steps.filter((step) => step.startsWith("Step"))).toEqual([
      "StepEntered:A",
      "StepFailed:A",
      "StepEntered:B",
      "StepFailed:B",
      "StepEntered:C",
      "StepExited:C",
    ]);
  });

  it("in the Catch itself ends the execution", () => {
    const wrong = "Catch: [{ Errors: [FnF.ALL], OutputConstructor: { z.$: $Input.nope }, Next: B }]";
    const states = `${mistaken("A", wrong)}\n- { Name: B, Type: Succeed }`;
    expect(run(states).steps.slice(-2)).toEqual(["StepFailed:A", "ExecutionFailed"]);
  });

  it("that leads back to itself spends the events of the execution, and no more", () => {
    const states = mistaken("A", CATCH.replace("Next: B", "Next: A"));
    expect(resultOf(run(states))).toMatchObject({ Code: "FnF.ExecutionEventLimitExceeded" });
    expect(run(states).history).toHaveLength(5_001);
  });

  it("of a Map whose results are too large together is the Map's own, not that of its last iteration", () => {
    const large = () => ({ x: "a".repeat(40_000) });
    const states = `
- Name: A
  Type: Map
  ItemsPath: "[$Input, $Input]"
  Processor: { StartAt: I, States: [{ Name: I, Type: Task, Action: X:Y, Timeout: 9, Catch: [{ Errors: [FnF.ALL], OutputConstructor: { }, Next: J }], End: true }, { Name: J, Type: Succeed }] }
  ${CATCH}
  End: true
- { Name: B, Type: Pass, End: true }`;
    expect(resultOf(run(states, large))).toEqual({ code: "FnF.EntityTooLarge" });
  });
});

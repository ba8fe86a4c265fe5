import { describe, expect, it } from "vitest";
import { flowOf, resultOf, runFlow } from "./runFlow.ts";

describe("the data of a state", () => {
  it("InputConstructor replaces $Input", () => {
    const definition = flowOf("- { Name: A, Type: Pass, InputConstructor: { b.$: $Input.a, c: 2 }, End: true }");
    expect(resultOf(runFlow(definition, { input: { a: 1, x: 9 } }))).toEqual({ b: 1, c: 2 });
  });

  it("OutputConstructor builds the output from $Output and the constructed $Input", () => {
    const definition = flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  InputConstructor: { b.$: $Input.a }
  OutputConstructor: { in.$: $Input, out.$: $Output, same.$: $Context.Current.Output }
  End: true`);
    const run = runFlow(definition, { input: { a: 1 }, task: () => ({ r: 2 }) });
    expect(resultOf(run)).toEqual({ in: { b: 1 }, out: { r: 2 }, same: { r: 2 } });
  });

  it("GlobalConstructor merges into $Global, sees the raw $Output, and OutputConstructor sees $Global from before", () => {
    const definition = flowOf(`
- { Name: A, Type: Pass, GlobalConstructor: { x.$: $Input.a, y: 1 }, Next: B }
- Name: B
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  OutputConstructor: { before.$: $Global.x }
  GlobalConstructor: { x.$: $Output.r }
  Next: C
- { Name: C, Type: Pass, OutputConstructor: { all.$: $Global, before.$: $Input.before }, End: true }`);
    const run = runFlow(definition, { input: { a: 1 }, task: () => ({ r: 2 }) });
    expect(resultOf(run)).toEqual({ all: { x: 2, y: 1 }, before: 1 });
  });

  it("$Context names execution and state", () => {
    const definition = flowOf("- { Name: A, Type: Pass, OutputConstructor: { all.$: $Context }, End: true }");
    expect(resultOf(runFlow(definition, { input: { a: 1 } }))).toMatchObject({
      all: {
        Execution: { Name: "e1", Input: { a: 1 }, RoleArn: "acs:ram::1:role/r" },
        Current: { Name: "A", Input: { a: 1 }, Output: { a: 1 }, RetryCount: 0 },
      },
    });
  });

  it("the output of the last outermost state is the execution's, and no output is {}", () => {
    const run = runFlow(flowOf("- { Name: A, Type: Pass, OutputConstructor: {}, End: true }"), { input: { a: 1 } });
    expect(resultOf(run)).toEqual({});
  });

  it("a key without .$ holds a constant, even one that begins with $", () => {
    const definition = flowOf('- { Name: A, Type: Pass, OutputConstructor: { a: "$Input.a" }, End: true }');
    expect(resultOf(runFlow(definition, { input: { a: 1 } }))).toEqual({ a: "$Input.a" });
  });

  it("a path that is not there ends the execution with state, field and path", () => {
    const definition = flowOf(
      '- { Name: A, Type: Pass, OutputConstructor: { deep: [{ x.$: "$Input.a.b[2].c" }] }, End: true }',
    );
    expect(resultOf(runFlow(definition, { input: { a: { b: [1] } } }))).toEqual({
      status: "Failed",
      Code: "FnF.RuntimeError",
      Detail: 'State "A", OutputConstructor.deep[0].x.$: $Input.a.b has no element [2].',
    });
  });

  it("a present null is null", () => {
    const definition = flowOf("- { Name: A, Type: Pass, OutputConstructor: { x.$: $Input.a }, End: true }");
    expect(resultOf(runFlow(definition, { input: { a: null } }))).toEqual({ x: null });
  });

  it("what every object inherits is no key of the data", () => {
    const definition = flowOf("- { Name: A, Type: Pass, OutputConstructor: { x.$: $Input.constructor }, End: true }");
    expect(resultOf(runFlow(definition))).toMatchObject({ Code: "FnF.RuntimeError" });
  });

  it("errors in expressions are not caught by a Catch", () => {
    const definition = flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  Parameters: { x.$: $Input.absent }
  Catch: [{ Errors: [FnF.ALL], Next: B }]
  Next: B
- { Name: B, Type: Succeed }`);
    expect(resultOf(runFlow(definition))).toMatchObject({ status: "Failed", Code: "FnF.RuntimeError" });
  });
});

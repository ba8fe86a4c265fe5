import { describe, expect, it } from "vitest";
import { flowOf, resultOf, runFlow } from "../test/flowlang/runFlow.ts";
import { cutTooDeep } from "./dataSize.ts";
import type { Json, JsonObject } from "./json.ts";

const TASK = flowOf("- { Name: A, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }");

/** An object whose JSON has exactly so many bytes. */
const sized = (bytes: number) => ({ x: "a".repeat(bytes - 8) });

describe("limits", () => {
  it("a state's data may have 64 KiB and not one byte more", () => {
    expect(resultOf(runFlow(TASK, { task: () => sized(65_536) }))).toEqual(sized(65_536));
    expect(resultOf(runFlow(TASK, { task: () => sized(65_537) }))).toEqual({
      status: "Failed",
      Code: "FnF.EntityTooLarge",
      Detail: 'State "A", output: an object of 65537 bytes exceeds the limit of 65536 bytes.',
    });
  });

  it("bytes are counted, not characters", () => {
    expect(resultOf(runFlow(TASK, { task: () => ({ x: "中".repeat(21_842) }) }))).toMatchObject({
      x: "中".repeat(21_842),
    });
    expect(resultOf(runFlow(TASK, { task: () => ({ x: "中".repeat(21_843) }) }))).toMatchObject({
      Code: "FnF.EntityTooLarge",
    });
  });

  it("many small branch results can be too large together", () => {
    const branch =
      "{ StartAt: B, States: [{ Name: B, Type: Task, Action: FC:InvokeFunction, Timeout: 9, End: true }] }";
    const definition = flowOf(
      `- { Name: A, Type: Parallel, Branches: [${Array(3).fill(branch).join(", ")}], End: true }`,
    );
    expect(resultOf(runFlow(definition, { task: () => sized(30_000) }))).toMatchObject({ Code: "FnF.EntityTooLarge" });
  });

  it("data nested too deeply is refused, not overflowed", () => {
    const deep = JSON.parse(`{"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
    expect(resultOf(runFlow(TASK, { task: () => deep }))).toMatchObject({ Code: "FnF.RuntimeError" });
  });

  const DEEP = { s: `${"[".repeat(25_000)}${"]".repeat(25_000)}`, o: `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}` };
  const evaluated = (expression: string, input: JsonObject) =>
    resultOf(
      runFlow(
        flowOf(`
- Name: A
  Type: Pass
  OutputConstructor: { v.$: ${JSON.stringify(expression)} }
  End: true`),
        { input },
      ),
    );

  it.each([
    "fromJSON($Input.s) == fromJSON($Input.s)",
    "fromJSON($Input.o) != fromJSON($Input.o)",
    "stringToJson($Input.o)",
    "jsonToString(fromJSON($Input.s))",
    "format('{}', fromJSON($Input.o))",
    "fromJSON($Input.s) in [fromJSON($Input.s)]",
    "arrayUnique([fromJSON($Input.s), fromJSON($Input.s)])",
    "length(fromJSON($Input.s))",
  ])("%s of JSON nested too deeply is the execution's error", (expression) => {
    expect(evaluated(expression, DEEP)).toEqual({
      status: "Failed",
      Code: "FnF.RuntimeError",
      Detail: expect.stringMatching(/^State "A", OutputConstructor\.v\.\$: \w+: .* 500 levels\.$/),
    });
  });

  it("data may have 500 levels and not one more, however small it is", () => {
    const nested = (levels: number): Json => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`);
    expect(resultOf(runFlow(TASK, { task: () => ({ x: nested(499) }) }))).toEqual({ x: nested(499) });
    expect(resultOf(runFlow(TASK, { task: () => ({ x: nested(500) }) }))).toMatchObject({ Code: "FnF.RuntimeError" });
    expect(evaluated("length(fromJSON($Input.s))", { s: JSON.stringify(nested(500)) })).toEqual({ v: 1 });
    expect(evaluated("length(fromJSON($Input.s))", { s: JSON.stringify(nested(501)) })).toMatchObject({
      Code: "FnF.RuntimeError",
    });
  });

  it("data too deep to be written out is cut where it is refused, and refused alike", () => {
    const deep: Json = { list: JSON.parse(DEEP.s), map: JSON.parse(DEEP.o), text: "x" };
    const cut = cutTooDeep(deep);
    expect(JSON.stringify(cut)).toContain('"text":"x"');
    const refusedAs = (output: Json) => resultOf(runFlow(TASK, { task: () => output }));
    expect(refusedAs(cut)).toEqual(refusedAs(deep));
    const kept: Json = { list: [1] };
    expect(cutTooDeep(kept)).toBe(kept);
  });

  it("a text longer than any may be is the execution's error", () => {
    const all = (value: string) => `format($Input.t${`, ${value}`.repeat(25)})`;
    const input = { t: "{}".repeat(25), x: "a".repeat(60_000) };
    expect(evaluated(`length(${all(all(all("$Input.x")))})`, input)).toEqual({
      status: "Failed",
      Code: "FnF.RuntimeError",
      Detail: expect.stringMatching(/^State "A", OutputConstructor\.v\.\$: .*\(Invalid string length\)\.$/),
    });
  });

  it("$Global takes keys of 128 bytes and values of 256 KiB", () => {
    const definition = flowOf(`
- Name: A
  Type: Pass
  GlobalConstructor: { x.$: 'format("{}{}{}{}{}", $Input.x, $Input.x, $Input.x, $Input.x, $Input.x)' }
  End: true`);
    expect(resultOf(runFlow(definition, { input: { x: "a".repeat(52_428) } }))).toMatchObject({
      x: "a".repeat(52_428),
    });
    expect(resultOf(runFlow(definition, { input: { x: "a".repeat(52_429) } }))).toMatchObject({
      Code: "FnF.EntityTooLarge",
    });
    const key = (length: number) =>
      flowOf(`- { Name: A, Type: Pass, GlobalConstructor: { ${"k".repeat(length)}: 1 }, End: true }`);
    expect(runFlow(key(128)).execution.status).toBe("Succeeded");
    expect(resultOf(runFlow(key(129)))).toMatchObject({ Code: "FnF.EntityTooLarge" });
  });

  it("event number 5,001 fails the execution", () => {
    const definition = flowOf(`
- { Name: A, Type: Task, Action: FC:InvokeFunction, Timeout: 9, Next: A }`);
    const run = runFlow(definition, { task: () => ({}) });
    expect(run.history).toHaveLength(5_001);
    expect(run.history.at(-1)).toMatchObject({
      id: 5_001,
      type: "ExecutionFailed",
      detail: { error: "FnF.ExecutionEventLimitExceeded" },
    });
  });

  it("an execution that stays below the limit of events succeeds", () => {
    const definition = flowOf(`
- Name: A
  Type: Task
  Action: FC:InvokeFunction
  Timeout: 9
  OutputConstructor: { n.$: $Output.n }
  GlobalConstructor: { n.$: $Output.n }
  Next: B
- { Name: B, Type: Choice, Branches: [{ Condition: $Input.n < $Global.last, Next: A }], Default: C }
- { Name: C, Type: Pass, End: true }`);
    const withLast = definition
      .replace("StartAt: A", "StartAt: S")
      .replace(
        "States:\n",
        "States:\n  - { Name: S, Type: Pass, GlobalConstructor: { last.$: $Input.last }, Next: A }\n",
      );
    // 1 started + 2 S + 713 × 7 + 2 C + 1 ended = 4,997; 714 rounds are 5,004.
    expect(runFlow(withLast, { input: { last: 713 }, task: (_, n) => ({ n }) }).history).toHaveLength(4_997);
    expect(resultOf(runFlow(withLast, { input: { last: 714 }, task: (_, n) => ({ n }) }))).toMatchObject({
      Code: "FnF.ExecutionEventLimitExceeded",
    });
  });
});

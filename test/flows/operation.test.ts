import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { functions, operations } from "../../functions/registry.ts";
import { fillFlow } from "../../shared/core/flowDefinition.ts";

interface StateText {
  Name: string;
  Type: string;
  Timeout?: number;
  "Timeout.$"?: string;
  Retry?: { Errors: string[] }[];
  Catch?: { Errors: string[]; OutputConstructor?: object }[];
  Parameters?: { resourceArn: string; body: Record<string, unknown> };
}

const shape = readFileSync("flows/operation.yaml", "utf8");
const WRITERS = new Set(["Preflight", "Call", "Ready", "Verify", "Undo", "VerifyUndone"]);
const names = { region: "cn-hangzhou", accountId: "1234567890123456", prefix: "albflow" };

describe.each(Object.values(operations))("the flow of $name", (operation) => {
  const text = fillFlow(shape, operation, names);
  const states = (parse(text) as { States: StateText[] }).States;
  const tasks = states.filter(({ Type }) => Type === "Task");

  test("is a definition that CloudFlow takes, without a warning", () => {
    expect(readFlow(text).findings).toEqual([]);
  });

  test("gives every task a timeout, a retry and a catch whose target gets a verdict", () => {
    expect(tasks.length).toBeGreaterThan(6);
    for (const { Name, Timeout, "Timeout.$": until, Retry, Catch } of tasks) {
      // For an answer it is waited as long as votes count.
      if (Name === "Approve") expect([Timeout, until]).toEqual([undefined, "$Input.verdict.answerSeconds"]);
      else expect([Name, Timeout !== undefined && Timeout > 0]).toEqual([Name, true]);
      // Waiting for people is the one thing that silence ends; what is too large is so the next time.
      const first =
        Name === "Approve" ? ["FnF.TaskTimeout", "Refused"] : WRITERS.has(Name) ? ["FnF.EntityTooLarge"] : [];
      const expected = [...(first.length === 0 ? [] : [first]), ["FnF.ALL"]];
      expect([Name, Retry?.map(({ Errors }) => Errors)]).toEqual([Name, expected]);
      expect([Name, Catch?.every(({ OutputConstructor }) => OutputConstructor !== undefined)]).toEqual([Name, true]);
    }
  });

  test("names only functions that exist, and only phases that they know", () => {
    const known = functions.map(({ name }) => `acs:fc:cn-hangzhou:1234567890123456:functions/albflow-${name}/LATEST`);
    const phases = new Set<unknown>();
    for (const { Parameters } of tasks) {
      expect(known).toContain(Parameters?.resourceArn);
      if (Parameters?.body.phase !== undefined) phases.add(Parameters.body.phase);
    }
    expect(phases).toEqual(new Set(["ask", "call", "count", "preflight", "ready", "undo"]));
  });

  test("ends before its history is full: no deadline is longer than the half hour that is reckoned with", () => {
    const tooLong = operation.input.safeParse({ ...operation.example, deadlineSeconds: 1_801 });
    expect(tooLong.success).toBe(false);
  });
});

test("a placeholder that nothing fills is an error that names it", () => {
  const operation = { name: "x", summary: "y" };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a flow's file.
  expect(() => fillFlow("Name: ${flwo}", operation, names)).toThrow("The flow names ${flwo}");
});

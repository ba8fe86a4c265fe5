import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { functions, operations } from "../../functions/registry.ts";
import { readFlow } from "../../local/cloudflow/interpreter/definition/readFlow.ts";
import { fillFlow } from "../../shared/flowDefinition.ts";

interface StateText {
  Name: string;
  Type: string;
  Timeout?: number;
  Retry?: { Errors: string[] }[];
  Catch?: { Errors: string[]; OutputConstructor?: object }[];
  Parameters?: { resourceArn: string; body: Record<string, unknown> };
}

const shape = readFileSync("flows/operation.yaml", "utf8");
const names = { region: "cn-hangzhou", accountId: "1234567890123456", prefix: "albflow" };

describe.each(Object.values(operations))("the flow of $name", (operation) => {
  const text = fillFlow(shape, operation, names);
  const states = (parse(text) as { States: StateText[] }).States;
  const tasks = states.filter(({ Type }) => Type === "Task");

  test("is a definition that CloudFlow takes, without a warning", () => {
    expect(readFlow(text).findings).toEqual([]);
  });

  test("begins with one sentence that says what it does", () => {
    expect(shape.split("\n")[0]).toMatch(/^# [A-Z].{40,}\.$/);
    expect(shape.split("\n")[1]).not.toMatch(/^#/);
  });

  test("gives every task a timeout, a retry and a catch whose target gets a verdict", () => {
    expect(tasks.length).toBeGreaterThan(6);
    for (const { Name, Timeout, Retry, Catch } of tasks) {
      expect([Name, Timeout !== undefined && Timeout > 0]).toEqual([Name, true]);
      // Waiting for people is the one thing that silence ends.
      const expected = Name === "Approve" ? [["FnF.TaskTimeout"], ["FnF.ALL"]] : [["FnF.ALL"]];
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

  test("cannot reach 5,000 events within the longest deadline that an operation takes", () => {
    // A round of Ready, IsReady and Pause costs 10 events (cloudflow.md §10) and lasts at least 7 s: 6 of patience, 1 of pause.
    const rounds = 1_800 / 7;
    const undoRounds = 300 / 7;
    // A round of Verify, IsVerified and Watch costs 10 as well, lasts 10 s, and goes on for 15 minutes at most; each
    // vote costs about 14.
    const watchRounds = 900 / 10;
    expect((rounds + undoRounds + watchRounds) * 10 + 10 * 14 + 200).toBeLessThan(5_000);
    const longest = operation.input.safeParse({ ...operation.example, deadlineSeconds: 1_801 });
    expect(longest.success).toBe(false);
  });
});

test("the flow of the lock is a definition that CloudFlow takes, and never reaches 5,000 events", () => {
  const text = readFileSync("flows/lock.yaml", "utf8");
  expect(readFlow(fillFlow(text, { name: "lock", summary: "…" }, names)).findings).toEqual([]);
  expect(text.split("\n")[0]).toMatch(/^# [A-Z].{40,}\.$/);
  // A round lasts a minute and costs about 12 events; the flow ends after two hours.
  expect((7_200 / 60) * 12).toBeLessThan(5_000);
});

test("a placeholder that nothing fills is an error that names it", () => {
  const operation = { name: "x", summary: "y" };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of a flow's file.
  expect(() => fillFlow("Name: ${flwo}", operation, names)).toThrow("The flow names ${flwo}");
});

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readFlow } from "../../flowlang/definition/readFlow.ts";
import { functions } from "../../functions/registry.ts";
import { fillFlow } from "../../shared/core/flowDefinition.ts";

interface StateText {
  Name: string;
  Type: string;
  Action?: string;
  Timeout?: number;
  "Timeout.$"?: string;
  Next?: string;
  Default?: string;
  Branches?: { Next?: string }[];
  Retry?: { Errors: string[] }[];
  Catch?: { Errors: string[]; Next?: string; OutputConstructor?: object }[];
  Parameters?: { resourceArn?: string };
}

/**
 * How often each flow comes by a state at most, so that every way around passes one of them. A loop past none of them
 * fails its flow's test.
 */
const ROUNDS: Record<string, Record<string, number>> = {
  operation: {
    // Of the deadline, at most 1,800 s, in pauses that grow from 10 s to 120 s.
    Queue: 22,
    Pause: 0,
    // 300 certificates, 15 at once, and some more.
    Call: 24,
    // shared/core/probes/verdictAfterVerify.ts: a long watch looks 30 times.
    Watch: 31,
    // functions/approval.ts counts so many answers.
    Approve: 20,
    // The rollback has 300 s, in pauses that grow from 1 s to 60 s.
    PauseUndo: 30,
  },
  // The flow ends after two hours.
  lock: { Hold: 1, HoldOn: 7_200 / 120 },
  // Then functions/renewCertificates.ts hands the round over to another execution.
  renewCertificates: { Advance: 40 },
  // shared/features/remediation/runRemedy.ts hands it over to another execution after so many looks.
  remediate: { Act: 45 },
  // shared/core/bulk/bulkRun.ts hands it over to another execution after so many steps.
  bulk: { Advance: 50 },
};

/** What the local cloud writes down of a state that is passed without an error. */
const EVENTS = { Task: 5, other: 2 };

const files = readdirSync("flows").filter((file) => readFileSync(`flows/${file}`, "utf8").includes("StateMachine"));
const names = { region: "cn-hangzhou", accountId: "1234567890123456", prefix: "albflow" };

test("there are flows to read", () => {
  expect(files).toEqual(expect.arrayContaining(["lock.yaml", "operation.yaml", "renewCertificates.yaml"]));
});

describe.each(files)("%s", (file) => {
  const shape = readFileSync(`flows/${file}`, "utf8");
  const name = file.replace(".yaml", "");
  const operation = { name: name === "operation" ? "startListener" : name, summary: "What it does." };
  const text = fillFlow(shape, operation, names);
  const { States: states, Timeout } = parse(text) as { States: StateText[]; Timeout?: number };
  const tasks = states.filter(({ Type }) => Type === "Task");

  test("is a definition that CloudFlow takes, without a warning, and ends by itself", () => {
    expect(readFlow(text).findings).toEqual([]);
    expect(Timeout).toBeGreaterThan(0);
  });

  test("begins with one sentence that says what it does", () => {
    const [first, second] = shape.split("\n");
    expect(first).toMatch(/^# [A-Z].{30,}\.$/);
    expect(second).not.toMatch(/^#/);
  });

  test("is short enough to be read: at most 26 states, none longer than a screen", () => {
    expect(states.length).toBeLessThanOrEqual(26);
    const lines = shape.split(/^ {2}- /m).map((state) => state.trim().split("\n"));
    expect(lines.filter((state) => state.length > 46).map(([first]) => first)).toEqual([]);
  });

  test("gives every task a timeout, a retry, and a catch whose target knows what to read", () => {
    for (const { Name, Timeout: seconds = 0, "Timeout.$": computed, Retry = [], Catch = [] } of tasks) {
      expect([Name, seconds > 0 || computed !== undefined]).toEqual([Name, true]);
      expect([Name, Retry.at(-1)?.Errors]).toEqual([Name, ["FnF.ALL"]]);
      expect([Name, Catch.at(-1)?.Errors]).toEqual([Name, ["FnF.ALL"]]);
      expect([Name, Catch.every(({ OutputConstructor }) => OutputConstructor !== undefined)]).toEqual([Name, true]);
    }
  });

  test("calls only functions that exist", () => {
    const known = functions.map((one) => `acs:fc:cn-hangzhou:1234567890123456:functions/albflow-${one.name}/LATEST`);
    for (const { Action, Parameters } of tasks) {
      if (Action === "FC:InvokeFunction") expect(known).toContain(Parameters?.resourceArn);
    }
  });

  test("has no loop that could reach 5,000 events", () => {
    const rounds = ROUNDS[name] ?? {};
    expect(loopsPast(states, Object.keys(rounds))).toEqual([]);
    const events = Object.entries(rounds).map(([state, count]) => count * costliestRound(states, state, rounds));
    expect(events.reduce((sum, count) => sum + count, 100)).toBeLessThan(5_000);
  });
});

test("a loop that nobody has counted would be found, and a round costs all its states", () => {
  const states: StateText[] = [
    { Name: "Ask", Type: "Task", Next: "IsDone" },
    { Name: "IsDone", Type: "Choice", Branches: [{ Next: "Done" }, { Next: "Rest" }], Default: "Ask" },
    { Name: "Rest", Type: "Wait", Next: "Ask" },
    { Name: "Done", Type: "Succeed" },
  ];
  expect(loopsPast(states, ["Rest"])).toEqual(["Ask", "IsDone"]);
  expect(loopsPast(states, ["Ask"])).toEqual([]);
  expect(costliestRound(states, "Ask", { Ask: 1 })).toBe(9);
});

/** States that lead back to themselves without passing one that is counted. */
function loopsPast(states: StateText[], counted: string[]): string[] {
  const rest = states.filter(({ Name }) => !counted.includes(Name));
  return rest.map(({ Name }) => Name).filter((name) => reachableFrom(name, rest).has(name));
}

function reachableFrom(name: string, states: StateText[]): Set<string> {
  const seen = new Set<string>();
  const ahead = [name];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    for (const target of targetsOf(states.find(({ Name }) => Name === next))) {
      if (seen.has(target)) continue;
      seen.add(target);
      ahead.push(target);
    }
  }
  return seen;
}

function targetsOf({ Next, Default, Branches = [], Catch = [] }: Partial<StateText> = {}): string[] {
  const targets = [Next, Default, ...Branches.map((branch) => branch.Next), ...Catch.map((one) => one.Next)];
  return targets.filter((target) => target !== undefined);
}

/** Events of the longest way from a state back to it that passes no other state that is counted. */
function costliestRound(states: StateText[], from: string, counted: object): number {
  const longest = (name: string, passed: string[]): number => {
    const state = states.find(({ Name }) => Name === name);
    const ahead = targetsOf(state).map((target) => {
      if (target === from) return 0;
      return target in counted || passed.includes(target)
        ? Number.NEGATIVE_INFINITY
        : longest(target, [...passed, target]);
    });
    return (state?.Type === "Task" ? EVENTS.Task : EVENTS.other) + Math.max(Number.NEGATIVE_INFINITY, ...ahead);
  };
  return longest(from, [from]);
}

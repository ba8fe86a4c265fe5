import { describe, expect, test } from "vitest";
import type { FlowLayout } from "../../../console/graph/flowLayout.ts";
import layout from "../../../console/graph/operationFlow.json" with { type: "json" };
import { progressOf } from "../../../console/graph/progress.ts";
import { BEGIN, historyOf, visited } from "./events.ts";

const flow = layout as FlowLayout;

test("an operation that went well is done in every state that it went through", () => {
  const events = historyOf(
    ["", "ExecutionStarted", { input: {} }],
    ...visited("Preflight", "go"),
    ...visited("IsPlanned", "go"),
    ...visited("Call", "called"),
    ...visited("Ready", "ready"),
    ...visited("IsReady", "ready"),
    ...visited("Verify", "verified"),
    ...visited("IsVerified", "verified"),
    ...visited("Report", "verified"),
    ["", "ExecutionSucceeded", { output: {} }],
  );
  const { status, states, taken, visits, startedAt, stoppedAt, lastEvent } = progressOf(events, flow);
  expect(status).toBe("Succeeded");
  expect(visits.map(({ standing }) => standing)).toEqual(Array(8).fill("done"));
  expect([...taken]).toEqual([
    "Preflight IsPlanned",
    "IsPlanned Call",
    "Call Ready",
    "Ready IsReady",
    "IsReady Verify",
    "Verify IsVerified",
    "IsVerified Report",
    "Report ·",
  ]);
  expect(states.get("Undo")).toBeUndefined();
  expect(startedAt).toBe(BEGIN);
  expect(stoppedAt).toBe(BEGIN + 17_000);
  expect(lastEvent).toBe(18);
});

describe("a state that is not through", () => {
  test("is current while its task works", () => {
    const events = historyOf(["", "ExecutionStarted"], ["Preflight", "StepEntered"], ["Preflight", "TaskStarted"]);
    expect(progressOf(events, flow).states.get("Preflight")).toEqual({ standing: "current", visits: 1 });
  });

  test("waits when somebody has yet to report its task", () => {
    const events = historyOf(["", "ExecutionStarted"], ["Approve", "StepEntered"], ["Approve", "TaskSubmitted"]);
    expect(progressOf(events, flow).states.get("Approve")?.standing).toBe("waiting");
  });

  test("waits when time has to pass", () => {
    const events = historyOf(["", "ExecutionStarted"], ["Queue", "StepEntered"]);
    expect(progressOf(events, flow).states.get("Queue")?.standing).toBe("waiting");
  });

  test("waits for its next try, and tells when that is and how many there may be", () => {
    const failure = { error: "FC.ResourceThrottled", cause: "too many" };
    const events = historyOf(
      ["", "ExecutionStarted"],
      ["Call", "StepEntered"],
      ["Call", "TaskFailed", failure],
      ["Call", "TaskScheduled"],
      ["Call", "TaskFailed", failure],
    );
    const [visit] = progressOf(events, flow).visits;
    expect(visit?.standing).toBe("waiting");
    expect(visit?.failedTries).toHaveLength(2);
    // After 2 s, then 2 s × 1.5.
    expect(visit?.nextTry).toEqual({ at: BEGIN + 4_000 + 3_000, number: 3, of: 31 });
  });

  test("has stopped when the execution was stopped, and is tried no more", () => {
    const events = historyOf(
      ["", "ExecutionStarted"],
      ["Call", "StepEntered"],
      ["Call", "TaskFailed", { error: "Busy" }],
      ["", "ExecutionStopped"],
    );
    const { status, visits } = progressOf(events, flow);
    expect(status).toBe("Stopped");
    expect(visits.map(({ standing, nextTry }) => [standing, nextTry])).toEqual([["stopped", undefined]]);
  });
});

test("where the bad news comes from has failed; who only passes it on has not", () => {
  const events = historyOf(
    ["", "ExecutionStarted"],
    ...visited("Preflight", "refuse"),
    ...visited("IsPlanned", "refuse"),
    ...visited("ReportFailure", "refuse"),
    ...visited("IsFailed", "refuse"),
    ["Refused", "StepEntered"],
    ["Refused", "StepFailed", { error: "Refused" }],
    ["", "ExecutionFailed"],
  );
  const { status, states } = progressOf(events, flow);
  expect(status).toBe("Failed");
  expect(Object.fromEntries([...states].map(([name, { standing }]) => [name, standing]))).toEqual({
    Preflight: "failed",
    IsPlanned: "done",
    ReportFailure: "done",
    IsFailed: "done",
    Refused: "failed",
  });
});

test("a state of a flow that has changed since is in the list, if not in the picture", () => {
  const events = historyOf(["", "ExecutionStarted"], ...visited("Gone", "go"));
  expect(progressOf(events, flow).visits.map(({ name, node }) => [name, node])).toEqual([["Gone", undefined]]);
});

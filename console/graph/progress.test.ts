import { describe, expect, test } from "vitest";
import { historyView } from "../../shared/features/api/views.ts";
import { BEGIN, type Event, eventsOf, visited } from "../../test/console/graph/events.ts";
import type { FlowLayout } from "./flowLayout.ts";
import layout from "./operationFlow.json" with { type: "json" };
import { progressOf } from "./progress.ts";

/** How far these events have come, as the API tells them. */
function reached(status: string, ...events: Event[]) {
  return progressOf({ status, history: historyView(eventsOf(...events)) }, layout as FlowLayout);
}

test("an operation that went well is done in every state that it went through", () => {
  const { states, taken, visits } = reached(
    "Succeeded",
    ...visited("Preflight", "planned"),
    ...visited("IsPlanned", "planned"),
    ...visited("Call", "called"),
    ...visited("Ready", "ready"),
    ...visited("IsReady", "ready"),
    ...visited("Verify", "verified"),
    ...visited("IsVerified", "verified"),
    ...visited("Report", "verified"),
  );
  expect(visits.map(({ condition }) => condition)).toEqual(Array(8).fill("done"));
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
});

describe("a state that is not through", () => {
  test("is current while its task works", () => {
    const { states } = reached("Running", ["Preflight", "StepEntered"], ["Preflight", "TaskStarted"]);
    expect(states.get("Preflight")).toEqual({ condition: "current", visits: 1 });
  });

  test("waits when somebody has yet to report its task", () => {
    const { states } = reached("Running", ["Approve", "StepEntered"], ["Approve", "TaskSubmitted"]);
    expect(states.get("Approve")?.condition).toBe("waiting");
  });

  test("waits when time has to pass", () => {
    expect(reached("Running", ["Queue", "StepEntered"]).states.get("Queue")?.condition).toBe("waiting");
  });

  test("waits for its next try, and tells when that is and how many there may be", () => {
    const failure = { error: "FC.ResourceThrottled", cause: "too many" };
    const { visits } = reached(
      "Running",
      ["Call", "StepEntered"],
      ["Call", "TaskFailed", failure],
      ["Call", "TaskScheduled"],
      ["Call", "TaskFailed", failure],
    );
    expect(visits[0]?.condition).toBe("waiting");
    expect(visits[0]?.failedTries).toHaveLength(2);
    // After 2 s, then 2 s × 1.5.
    expect(visits[0]?.nextTry).toEqual({ at: BEGIN + 3_000 + 3_000, number: 3, of: 13 });
  });

  test("has stopped when the execution was stopped, and is tried no more", () => {
    const { visits } = reached("Stopped", ["Call", "StepEntered"], ["Call", "TaskFailed", { error: "Busy" }]);
    expect(visits.map(({ condition, nextTry }) => [condition, nextTry])).toEqual([["stopped", undefined]]);
  });
});

test("where the failure comes from has failed; who only passes it on has not", () => {
  const { states } = reached(
    "Failed",
    ...visited("Preflight", "refused"),
    ...visited("IsPlanned", "refused"),
    ...visited("ReportFailure", "refused"),
    ...visited("IsFailed", "refused"),
    ["Refused", "StepEntered"],
    ["Refused", "StepFailed", { error: "Refused" }],
  );
  expect(Object.fromEntries([...states].map(([name, { condition }]) => [name, condition]))).toEqual({
    Preflight: "failed",
    IsPlanned: "done",
    ReportFailure: "done",
    IsFailed: "done",
    Refused: "failed",
  });
});

test("a state of a flow that has changed since is in the list, if not in the picture", () => {
  const { visits } = reached("Running", ...visited("Gone", "planned"));
  expect(visits.map(({ state, node }) => [state, node])).toEqual([["Gone", undefined]]);
});

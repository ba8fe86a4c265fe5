import { expect, test } from "vitest";
import { lastVerdictIn } from "./executions.ts";
import { explain, verdictOf } from "./verdict.ts";

const BACK = "lsn-1 is as it was before.";

test.each([
  ["", BACK],
  ["ALB's job j-1 failed: SystemBusy", `ALB's job j-1 failed: SystemBusy. ${BACK}`],
  ["Verification failed on lsn-1.", `Verification failed on lsn-1. ${BACK}`],
])('after the cause "%s" it says where things stand, in sentences', (cause, words) => {
  expect(explain({ cause, message: BACK })).toBe(words);
});

test("what a flow says when nothing could be looked at becomes a whole verdict, in a function and in a history", () => {
  const verdict = {
    state: "refused",
    message: "The listener could not be looked at.",
    operation: "startListener",
    execution: "one",
    input: { listenerId: "lsn-1" },
  };
  const whole = {
    ...verdict,
    cause: "",
    plan: null,
    step: 0,
    jobId: "",
    locks: [],
    votes: [],
    round: 1,
    votesUntil: 0,
    answerSeconds: 1,
    approvedBy: [],
    startedAt: 0,
    deadline: 0,
    watchUntil: 0,
    pauses: 0,
    pauseSeconds: 1,
    replans: 0,
    seen: [],
    writes: [],
    apiCalls: 0,
  };
  expect(verdictOf({ verdict })).toEqual(whole);
  const event = { EventId: 9, StepName: "Preflight", Type: "StepExited", Time: "2026-11-28T10:00:00Z" };
  expect(lastVerdictIn([{ ...event, EventDetail: JSON.stringify({ output: { verdict } }) }])).toEqual(whole);
});

import { expect, test } from "vitest";
import { reason } from "../platform/reasons/reason.ts";
import { lastVerdictIn } from "./executions.ts";
import { storyOf, verdictOf } from "./verdict.ts";

test("a verdict tells what went wrong, if anything did, and where things are now", () => {
  const back = reason("nothing-to-change", { resource: "lsn-1" });
  const cause = reason("job-processing", { jobId: "j-1" });
  expect(storyOf({ cause: null, reason: back })).toEqual([back]);
  expect(storyOf({ cause, reason: back })).toEqual([cause, back]);
});

test("what a flow says when nothing could be looked at becomes a whole verdict, in a function and in a history", () => {
  const verdict = {
    state: "refused",
    reason: { code: "preflight-gave-up", params: {} },
    operation: "startListener",
    execution: "one",
    input: { listenerId: "lsn-1" },
  };
  const whole = {
    ...verdict,
    cause: null,
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

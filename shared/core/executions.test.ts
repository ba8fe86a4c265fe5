import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sharedExecution, waitForEvents } from "../features/api/waitForEvents.ts";
import type { CloudFlowClient, ExecutionRow, HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../platform/clock.ts";
import { AlbflowError } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";
import { followExecution } from "./followExecution.ts";

const BEGINNING = Date.parse("2026-11-28T10:00:00Z");
let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(BEGINNING);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterEach(() => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
});

/** CloudFlow with one execution that ends after ten seconds; `busy` says which questions are turned away. */
function cloudFlowWith({ busy = (question: number) => question < 0, startedTime = "2026-11-28T10:00:00Z" } = {}) {
  const questions: number[] = [];
  const all = [event(1, "ExecutionStarted"), event(2, "StepEntered"), event(3, "ExecutionSucceeded")];
  const known = () => all.slice(0, clock.now() >= BEGINNING + 10_000 ? 3 : clock.now() >= BEGINNING + 4_000 ? 2 : 1);
  const answered = <Answer>(answer: Answer): Answer => {
    questions.push(clock.now() - BEGINNING);
    if (busy(questions.length))
      throw new AlbflowError("Throttled", reason("text", { text: "fnf GetExecutionHistory: Throttling.User" }));
    return answer;
  };
  const describe = async () => {
    const Status = known().length === 3 ? "Succeeded" : "Running";
    return { Name: "one", Status, StartedTime: startedTime, Input: "{}", Output: "" } as ExecutionRow;
  };
  const history = async (_: string, __: string, first = 1) =>
    answered(known().filter(({ EventId }) => EventId >= first));
  return { questions, client: { describe, history } as unknown as CloudFlowClient };
}

function event(EventId: number, Type: string): HistoryEvent {
  return { EventId, Type, StepName: "Call", Time: "2026-11-28T10:00:00Z", EventDetail: "{}" };
}

describe("whoever follows an execution", () => {
  test("asks from the last event on that it knows, as no page says what a token beyond the end gives", async () => {
    const { client } = cloudFlowWith();
    const asked: number[] = [];
    const history: typeof client.history = (flow, execution, first = 1) => {
      asked.push(first);
      return client.history(flow, execution, first);
    };
    const outcome = followExecution({ ...client, history }, "flow", "one", () => undefined);
    await clock.advance(15_000);
    await outcome;
    expect([...new Set(asked)]).toEqual([1, 2]);
  });

  test("looks once a second at most", async () => {
    const { client, questions } = cloudFlowWith();
    const outcome = followExecution(client, "flow", "one", () => undefined);
    await clock.advance(15_000);
    expect((await outcome).status).toBe("Succeeded");
    expect(questions).toEqual([0, 1_363, 2_422, 3_500, 4_548, 5_702, 6_906, 8_220, 9_362, 10_713]);
  });

  test("goes on when CloudFlow takes no more questions for a while", async () => {
    const { client } = cloudFlowWith({ busy: (question) => question > 2 && question < 9 });
    const visits: string[] = [];
    const outcome = followExecution(client, "flow", "one", ({ name, exitedAt }) => visits.push(`${name} ${exitedAt}`));
    await clock.advance(20_000);
    expect((await outcome).status).toBe("Succeeded");
    expect(visits).toEqual(["Call undefined"]);
  });

  test("is told by the execution itself when its history never ends", async () => {
    const { client } = cloudFlowWith();
    const endless: CloudFlowClient = { ...client, history: async () => [event(1, "ExecutionStarted")] };
    const outcome = followExecution(endless, "flow", "one", () => undefined);
    await clock.advance(60_000);
    expect((await outcome).status).toBe("Succeeded");
  });
});

describe("those who wait for events in one process", () => {
  test("share one read a second, however many they are", async () => {
    const { client, questions } = cloudFlowWith();
    const waiting = Array.from({ length: 18 }, async () => {
      const found = await sharedExecution(client, "flow", "one");
      return waitForEvents(client, "flow", found, 2);
    });
    await clock.advance(15_000);
    const fresh = await Promise.all(waiting);
    expect(fresh.map(({ events, row }) => [events.at(-1)?.Type, row.Status])).toEqual(
      Array.from({ length: 18 }, () => ["ExecutionSucceeded", "Succeeded"]),
    );
    expect(questions).toHaveLength(10);
  });

  test("are not told the history of an earlier execution of the same name", async () => {
    const first = cloudFlowWith({ startedTime: "2026-11-27T10:00:00Z" });
    await clock.advance(12_000);
    expect((await sharedExecution(first.client, "flow", "one")).events).toHaveLength(3);
    const second = cloudFlowWith({ startedTime: "2026-11-28T10:00:10Z" });
    const empty: CloudFlowClient = { ...second.client, history: async () => [event(1, "ExecutionStarted")] };
    await clock.advance(1_500);
    expect((await sharedExecution(empty, "flow", "one")).events.map(({ Type }) => Type)).toEqual(["ExecutionStarted"]);
  });
});

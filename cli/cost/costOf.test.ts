import type { FnfEvent } from "@alicloud/fnf-2019-03-15";
import { describe, expect, test, vi } from "vitest";
import { longTest } from "../../test/support/sampled.ts";
import { asWaitLoop } from "./asWaitLoop.ts";
import { costOf } from "./costOf.ts";
import { printCost } from "./printCost.ts";

const begun = Date.UTC(2026, 10, 22);

/** A history of states: each calls a function for so many seconds, once or, with failures before, again. */
function history(
  ...states: { name: string; calls?: { of: string; seconds: number; failed?: boolean }[] }[]
): FnfEvent[] {
  const events: FnfEvent[] = [];
  let now = begun;
  const add = (Type: string, StepName: string, detail: object = {}) =>
    events.push({
      EventId: events.length + 1,
      ScheduleEventId: events.length,
      StepName,
      Type,
      Time: new Date(now).toISOString(),
      EventDetail: JSON.stringify(detail),
    });
  add("ExecutionStarted", "");
  for (const { name, calls = [] } of states) {
    add("StepEntered", name);
    for (const { of, seconds, failed = false } of calls) {
      const resourceArn = `acs:fc:cn-hangzhou:1234567890123456:functions/${of}/LATEST`;
      add("TaskScheduled", name, { action: "FC:InvokeFunction", parameters: { resourceArn } });
      now += seconds * 1000;
      add(failed ? "TaskFailed" : "TaskSucceeded", name);
    }
    add("StepExited", name);
  }
  add("ExecutionSucceeded", "");
  return events;
}

const run = history(
  { name: "Preflight", calls: [{ of: "start", seconds: 0.2 }] },
  { name: "IsPlanned" },
  {
    name: "Call",
    calls: [
      { of: "start", seconds: 0.5, failed: true },
      { of: "start", seconds: 0.1 },
    ],
  },
  { name: "Ready", calls: [{ of: "start", seconds: 4.4 }] },
  { name: "IsReady" },
  { name: "Report", calls: [{ of: "report", seconds: 0.5 }] },
);
const memoryOf = (name: string) => (name === "report" ? 512 : 256);

describe("the cost of a run", () => {
  test("is its states and repetitions, its calls, and their seconds times memory", () => {
    const cost = costOf(run, memoryOf);
    expect(cost).toMatchObject({ transitions: 7, invocations: 5, seconds: 5.7 });
    expect(cost.functionSeconds).toBeCloseTo(5.7);
    expect(cost.gbSeconds).toBeCloseTo(5.2 / 4 + 0.5 / 2);
  });

  test("would be more transitions and calls and fewer GB-seconds if the flow did the waiting", () => {
    const loop = asWaitLoop(run, memoryOf);
    // 4.4 s of watching are four looks of 0.1 s, a second apart.
    expect(loop).toMatchObject({ transitions: 7 + 9, invocations: 5 + 3, seconds: 5.7 });
    expect(loop.gbSeconds).toBeCloseTo((0.2 + 0.6 + 0.4) / 4 + 0.5 / 2);
  });

  longTest("is measured by a run of the operation's own example", async () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await printCost("startListener", { json: true });
    const { measured } = JSON.parse(String(print.mock.calls[0]?.[0]));
    print.mockRestore();
    expect(measured).toMatchObject({ transitions: 8, invocations: 5 });
    expect(measured.gbSeconds).toBeGreaterThan(0);
  });

  test("of an operation that there is not is refused", async () => {
    await expect(printCost("stopEverything", {})).rejects.toMatchObject({
      reason: {
        code: "operation-unknown",
        params: { operation: "stopEverything", known: expect.arrayContaining(["startListener"]) },
      },
    });
  });
});

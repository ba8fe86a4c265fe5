import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HistoryEvent } from "../platform/clients/cloudFlow.ts";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../platform/clock.ts";
import { AlbflowError, type ErrorKind } from "../platform/errors.ts";
import { reason } from "../platform/reasons/reason.ts";
import { followExecution } from "./followExecution.ts";

const MINUTE_MS = 60_000;
let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(1_000_000);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterEach(() => void Reflect.deleteProperty(globalThis, CLOCK_GLOBAL));

const event = (EventId: number, Type: string): HistoryEvent => ({
  EventId,
  StepName: "",
  Type,
  Time: new Date(1_000_000).toISOString(),
  EventDetail: "{}",
});

/** Follows an execution of two minutes while CloudFlow fails like this for so many minutes, and says how it has ended. */
async function followed(kind: ErrorKind, minutes: number): Promise<string> {
  const begun = clock.now();
  const client = {
    async history() {
      if (clock.now() - begun < minutes * MINUTE_MS)
        throw new AlbflowError(kind, reason("text", { text: "out of reach" }));
      const isOver = clock.now() - begun >= 2 * MINUTE_MS;
      return [event(1, "ExecutionStarted"), ...(isOver ? [event(2, "ExecutionSucceeded")] : [])];
    },
    describe: async () => {
      throw new AlbflowError("Throttled", reason("text", { text: "busy" }));
    },
  };
  const end = followExecution(client as never, "albflow-stopListener", "e", () => undefined).then(
    ({ status }) => status,
    (error: AlbflowError) => error.kind,
  );
  await clock.advance(30 * MINUTE_MS);
  return end;
}

describe("an execution is followed to its end", () => {
  test.each<[ErrorKind, number]>([
    ["Throttled", 1],
    ["Throttled", 10],
    ["Transient", 1],
    ["Transient", 4],
  ])("though CloudFlow answers nothing but %s for %i minutes", async (kind, minutes) => {
    expect(await followed(kind, minutes)).toBe("Succeeded");
  });

  test("though it is quiet for long and cannot be described meanwhile", async () => {
    expect(await followed("Transient", 0)).toBe("Succeeded");
  });

  test.each<[ErrorKind, number]>([
    ["Transient", 6],
    ["Denied", 1],
    ["NotFound", 1],
  ])("unless it is %s for %i minutes", async (kind, minutes) => {
    expect(await followed(kind, minutes)).toBe(kind);
  });
});

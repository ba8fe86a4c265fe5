import { afterEach, beforeEach, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../platform/clock.ts";
import { reason } from "../platform/reasons/reason.ts";
import { pollUntilDeadline } from "./pollUntilDeadline.ts";
import type { MadeWrite } from "./verdict.ts";

const START = 1_000_000;
const NOT_YET = { waits: reason("job-processing", { jobId: "job-1" }) };
let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(START);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, CLOCK_GLOBAL);
});

/** The ms after which it was asked, when the answer never comes. */
async function asked(deadline: number, since?: number): Promise<number[]> {
  const times: number[] = [];
  const ask = async () => {
    times.push(clock.now() - START);
    return NOT_YET;
  };
  const writes = since === undefined ? [] : [{ at: since } as MadeWrite];
  const outcome = pollUntilDeadline({ execution: "one", deadline, writes }, ask);
  await clock.advance(60_000);
  expect(await outcome).toEqual(NOT_YET);
  return times;
}

test("a poll asks again in growing steps, for six seconds", async () => {
  expect(await asked(START + 60_000)).toEqual([0, 241, 746, 1553, 2392, 3128, 3876, 4546, 5287, 6000]);
});

test("a poll asks no later than at the deadline", async () => {
  expect(await asked(START + 1_000)).toEqual([0, 241, 746, 1000]);
  expect(await asked(START - 1)).toEqual([60_000]);
});

test("a poll asks more rarely the longer it has been waited, and every four to six seconds at the rarest", async () => {
  const minute = await asked(START + 60_000, START - 60_000);
  // What has taken a minute is watched for twelve seconds at a time, what has taken longer for up to twenty.
  expect(minute).toEqual([0, 1447, 3215, 4792, 6352, 7793, 9066, 10_296, 11_761, 12_000]);
  expect(await asked(START + 120_000, START - 3_600_000)).toEqual([60_000, 65_358, 69_365, 74_579, 80_000]);
});

test("a poll gives the first answer that is more than a reason to wait", async () => {
  let times = 0;
  const answer = pollUntilDeadline({ execution: "one", deadline: START + 60_000, writes: [] }, async () => {
    times += 1;
    return times === 3 ? { done: true } : NOT_YET;
  });
  await clock.advance(10_000);
  expect([await answer, times]).toEqual([{ done: true }, 3]);
});

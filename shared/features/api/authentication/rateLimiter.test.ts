import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../../../platform/clock.ts";
import { createRateLimiter } from "./rateLimiter.ts";

let clock: SimulatedClock;

beforeEach(() => {
  clock = simulatedClock(1_000_000);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterAll(() => void Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined }));

test("a caller may make a burst of calls, then one whenever there is space again", async () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 3 });
  expect([take("a"), take("a"), take("a"), take("a")]).toEqual([0, 0, 0, 1_000]);
  await clock.advance(999);
  expect(take("a")).toBe(1);
  await clock.advance(1);
  expect([take("a"), take("a")]).toEqual([0, 1_000]);
});

test("one caller does not use up another's calls", () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 1 });
  expect([take("a"), take("b"), take("a")]).toEqual([0, 0, 1_000]);
});

test("a refused call is not counted", async () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 1 });
  take("a");
  for (let call = 0; call < 100; call += 1) take("a");
  await clock.advance(1_000);
  expect(take("a")).toBe(0);
});

test("in no span of time are more calls let through than burst and rate allow", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.nat(3_000), { maxLength: 60 }),
      async (burst, pauses) => {
        const { take } = createRateLimiter({ perMinute: 60, burst });
        const passed: number[] = [];
        for (const pause of pauses) {
          await clock.advance(pause);
          if (take("a") === 0) passed.push(clock.now());
        }
        const tooMany = passed.flatMap((from, index) =>
          passed.slice(index).filter((to, more) => more + 1 > burst + (to - from) / 1_000 + 1e-6),
        );
        expect(tooMany).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});

test("many thousands of callers do not fill the memory, and the known ones go on", () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 2 });
  expect(take("known")).toBe(0);
  const turns = Array.from({ length: 20_000 }, (_, index) => take(`caller-${index}`));
  expect(turns.filter((wait) => wait === 0)).toHaveLength(9_999);
  expect(take("known")).toBe(0);
});

test("whoever was refused because thousands are busy may call when these have not called for a while", async () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 2 });
  for (let index = 0; index < 10_000; index += 1) take(`busy-${index}`);
  expect(take("late")).toBe(1_000);
  await clock.advance(1_000);
  expect(take("late")).toBe(0);
});

test("ten thousand unknown callers are refused in about the time in which ten thousand others are let in", () => {
  const { take } = createRateLimiter({ perMinute: 60, burst: 2 });
  const msFor = (who: string) => {
    const begun = performance.now();
    for (let index = 0; index < 10_000; index += 1) take(`${who}-${index}`);
    return performance.now() - begun;
  };
  const letIn = msFor("known");
  expect(msFor("unknown")).toBeLessThan(Math.max(20 * letIn, 250));
});

import { expect, test } from "vitest";
import { simulatedClock } from "../../../shared/platform/clock.ts";
import { instanceTime } from "./instanceTime.ts";

/** More than the clock waits for quiet, fewer than a request may take. */
const TURNS = 7;

test("time stands still while a request is on its way, however long the process is busy with something else", async () => {
  const clock = simulatedClock(0);
  clock.after(120_000, () => {});
  let arrivedAt = -1;
  const ended = clock.hold(async (held) => {
    const time = instanceTime(held, clock, new AbortController().signal);
    const answered = time.onRequest();
    // So often the loop turns until the request is there, and somebody else works for long each time.
    for (let turn = 0; turn < TURNS; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const until = performance.now() + 60;
      while (performance.now() < until);
    }
    arrivedAt = clock.now();
    answered();
    await time.close();
  });
  await clock.advance(3_600_000);
  await ended;
  expect(arrivedAt).toBe(0);
});

test("time passes while the server that has a request waits for it", async () => {
  const clock = simulatedClock(0);
  let answeredAt = -1;
  const ended = clock.hold(async (held) => {
    const time = instanceTime(held, clock, new AbortController().signal);
    const answered = time.onRequest();
    await clock.sleep(120_000);
    answeredAt = clock.now();
    answered();
    await time.close();
  });
  await clock.advance(3_600_000);
  await ended;
  expect(answeredAt).toBe(120_000);
});

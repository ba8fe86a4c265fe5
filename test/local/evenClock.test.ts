import { runInThisContext } from "node:vm";
import { afterEach, expect, test, vi } from "vitest";
import { evenClock } from "../../shared/platform/clock.ts";

afterEach(() => vi.restoreAllMocks());

test("it shows the time that it is given and goes on evenly, though the machine's clock is set back three hours", async () => {
  const start = Date.parse("2026-11-28T12:00:00Z");
  const clock = evenClock(start);
  const machine = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(machine - 3 * 3_600_000);
  await clock.sleep(30);
  expect(clock.now()).toBeGreaterThanOrEqual(start + 29);
  expect(clock.now()).toBeLessThan(start + 10_000);
});

test("as source text it is the same: it uses nothing from outside itself", async () => {
  const copy = runInThisContext(`(${evenClock.toString()})`) as typeof evenClock;
  const clock = copy(1_000);
  const aborted = new AbortController();
  const sleeping = clock.sleep(60_000, aborted.signal);
  aborted.abort(new Error("enough"));
  await expect(sleeping).rejects.toThrow("enough");
  await clock.hold((held) => held.sleep(1));
  expect(clock.now()).toBeGreaterThanOrEqual(1_000);
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../../shared/platform/clock.ts";
import { openProgress } from "./progress.ts";

const CLEARED = "\r\u001B[K";
let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(0);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
});
afterEach(() => {
  Reflect.deleteProperty(globalThis, CLOCK_GLOBAL);
});

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: unknown) => written.push(String(text)) > 0;
  return { written, progress: openProgress({ isTTY, write }) };
}

test("on a terminal one line says what goes on, and counts its seconds", async () => {
  const { written, progress } = terminal(true);
  progress.show("Ready");
  await clock.advance(2_000);
  progress.show("Verify");
  progress.clear();
  expect(written).toEqual([
    `${CLEARED}  … Ready        0 s`,
    `${CLEARED}  … Ready        1 s`,
    `${CLEARED}  … Ready        2 s`,
    CLEARED,
    `${CLEARED}  … Verify       0 s`,
    CLEARED,
  ]);
});

test("once cleared it is silent, however much time passes", async () => {
  const { written, progress } = terminal(true);
  progress.show("Ready");
  progress.clear();
  progress.clear();
  await clock.advance(60_000);
  expect(written).toHaveLength(2);
});

test("in a file or a pipe there is nothing of it", async () => {
  const { written, progress } = terminal(false);
  progress.show("Ready");
  await clock.advance(5_000);
  progress.clear();
  expect(written).toEqual([]);
});

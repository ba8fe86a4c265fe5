import { beforeEach, expect, test } from "vitest";
import { systemClock } from "../shared/platform/clock.ts";
import { steadyClock } from "./steadyClock.ts";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-28T12:00:00Z");

/** What the machine's clock is set to, and how much time has really passed. */
let wall: number;
let passed: number;
beforeEach(() => {
  wall = START;
  passed = 0;
});
const build = () => steadyClock({ ...systemClock, now: () => wall }, () => passed);
const pass = (ms: number) => {
  wall += ms;
  passed += ms;
};

test("it shows the machine's time as long as nobody sets that", () => {
  const clock = build();
  pass(5_000);
  expect(clock.now()).toBe(START + 5_000);
});

test("when the machine's clock is set back three hours and stays so, it goes on at its pace", () => {
  const clock = build();
  pass(10_000);
  expect(clock.now()).toBe(START + 10_000);
  wall -= 3 * HOUR;
  expect(clock.now()).toBe(START + 10_000);
  pass(7_000);
  expect(clock.now()).toBe(START + 17_000);
  pass(2 * HOUR);
  expect(clock.now()).toBe(START + 2 * HOUR + 17_000);
});

test("when the machine's clock is set forward it follows, as after a laptop has slept", () => {
  const clock = build();
  wall += 5 * HOUR;
  expect(clock.now()).toBe(START + 5 * HOUR);
  pass(1_000);
  expect(clock.now()).toBe(START + 5 * HOUR + 1_000);
});

test("back and forward again leads to the machine's time, whichever came first", () => {
  const clock = build();
  wall -= 5 * HOUR;
  expect(clock.now()).toBe(START);
  pass(60_000);
  wall += 5 * HOUR;
  expect(clock.now()).toBe(START + 60_000);
  wall += HOUR;
  expect(clock.now()).toBe(START + HOUR + 60_000);
  wall -= HOUR;
  pass(1_000);
  expect(clock.now()).toBe(START + HOUR + 61_000);
});

test("it never goes back, however little the machine's clock does", () => {
  const clock = build();
  pass(1_000);
  const before = clock.now();
  wall -= 40;
  expect(clock.now()).toBe(before);
  pass(60);
  expect(clock.now()).toBe(before + 20);
});

test("it begins where a former cloud's time had come, and not before the machine's", () => {
  const clock = build();
  clock.noEarlierThan(START - HOUR);
  expect(clock.now()).toBe(START);
  clock.noEarlierThan(START + 3 * HOUR);
  expect(clock.now()).toBe(START + 3 * HOUR);
  pass(500);
  expect(clock.now()).toBe(START + 3 * HOUR + 500);
});

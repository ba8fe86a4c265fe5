import { expect, test } from "vitest";
import { simulatedClock, systemClock } from "./clock.ts";

test("simulated timers fire in order of their time, and time stands at theirs when they do", async () => {
  const clock = simulatedClock(1_000);
  const seen: [string, number][] = [];
  clock.after(50, () => seen.push(["second", clock.now()]));
  clock.after(10, () => seen.push(["first", clock.now()]));
  const cancel = clock.after(20, () => seen.push(["cancelled", clock.now()]));
  cancel();
  await clock.advance(100);
  expect(seen).toEqual([
    ["first", 1_010],
    ["second", 1_050],
  ]);
  expect(clock.now()).toBe(1_100);
});

test("held work keeps simulated time still until it finishes or sleeps", async () => {
  const clock = simulatedClock(0);
  let answer: () => void = () => undefined;
  const seen: number[] = [];
  clock.after(5, () => seen.push(clock.now()));
  const work = clock.hold(async (held) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    await held.sleep(100);
    seen.push(held.now());
  });
  const advanced = clock.advance(200);
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual([]);
  answer();
  await advanced;
  await work;
  expect(seen).toEqual([5, 100]);
});

test("work that sleeps in parallel holds time again only when its last sleeper is awake", async () => {
  const clock = simulatedClock(0);
  const seen: [string, number][] = [];
  let finish: () => void = () => undefined;
  const other = clock.hold(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const parallel = clock.hold(async (held) => {
    await Promise.all([held.sleep(10), held.sleep(20)]);
    seen.push(["parallel", held.now()]);
  });
  const advanced = clock.advance(50);
  await new Promise((resolve) => setImmediate(resolve));
  expect(clock.now()).toBe(0);
  finish();
  await other;
  await advanced;
  await parallel;
  expect(seen).toEqual([["parallel", 20]]);
});

test("advanceUntil stops at the timer that made the condition true, and says when none did", async () => {
  const clock = simulatedClock(0);
  let done = false;
  clock.after(7, () => {
    done = true;
  });
  clock.after(9, () => undefined);
  expect(await clock.advanceUntil(() => done)).toBe(true);
  expect(clock.now()).toBe(7);
  expect(await clock.advanceUntil(() => false)).toBe(false);
});

test("an aborted sleep rejects with the signal's reason, on either clock", async () => {
  for (const clock of [simulatedClock(0), systemClock]) {
    const abort = new AbortController();
    const sleep = clock.sleep(60_000, abort.signal);
    abort.abort(new Error("stopped"));
    await expect(sleep).rejects.toThrow("stopped");
  }
});

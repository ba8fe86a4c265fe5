import { afterEach, beforeEach, expect, test } from "vitest";
import { CLOCK_GLOBAL, type SimulatedClock, simulatedClock } from "../../../platform/clock.ts";
import { forgetReads, readShared } from "../sharedReads.ts";
import { createCostMeter } from "./costMeter.ts";

let clock: SimulatedClock;
beforeEach(() => {
  clock = simulatedClock(Date.parse("2026-11-28T10:00:00Z"));
  Object.assign(globalThis, { [CLOCK_GLOBAL]: clock });
  forgetReads();
});
afterEach(() => {
  Object.assign(globalThis, { [CLOCK_GLOBAL]: undefined });
});

test("a caller whose reads have cost more than is free waits until they are paid, and nobody else does", async () => {
  const meter = createCostMeter({ perMinute: 120, burst: 240 });
  meter.charge("vera", 200);
  expect(meter.waitOf("vera")).toBe(0);
  meter.charge("vera", 100);
  expect(meter.waitOf("vera")).toBe(30_000);
  expect(meter.waitOf("otto")).toBe(0);
  await clock.advance(30_000);
  expect(meter.waitOf("vera")).toBe(0);
});

test("however much a read has cost, nobody waits for longer than two minutes", () => {
  const meter = createCostMeter({ perMinute: 120, burst: 240 });
  meter.charge("vera", 1_000_000);
  expect(meter.waitOf("vera")).toBe(120_000);
});

test("a caller who was charged in a time that the clock was set back from owes nothing for it", () => {
  const meter = createCostMeter({ perMinute: 120, burst: 240 });
  meter.charge("vera", 1_000_000);
  Object.assign(globalThis, { [CLOCK_GLOBAL]: simulatedClock(Date.parse("2026-11-28T09:58:00Z")) });
  expect(meter.waitOf("vera")).toBe(0);
});

test("a question that costs much is asked once, by however many, until its cost is half of what ALB answers", async () => {
  let reads = 0;
  const charged: number[] = [];
  const ask = () =>
    readShared(
      ["listListeners", {}],
      async () => {
        reads += 1;
        return { apiCalls: 100, reads };
      },
      (calls) => charged.push(calls),
    );
  await Promise.all([ask(), ask(), ask()]);
  await clock.advance(59_000);
  expect(await ask()).toMatchObject({ apiCalls: 100, reads: 1 });
  await clock.advance(2_000);
  expect(await ask()).toMatchObject({ apiCalls: 100, reads: 2 });
  expect(charged).toEqual([100, 100]);
});

test("a read that has failed is nobody's answer", async () => {
  const fail = async (): Promise<{ apiCalls: number }> => {
    throw new Error("throttled");
  };
  await expect(readShared("x", fail, () => undefined)).rejects.toThrow("throttled");
  expect(
    await readShared(
      "x",
      async () => ({ apiCalls: 1 }),
      () => undefined,
    ),
  ).toMatchObject({ apiCalls: 1 });
});

test("what was read for somebody else says when", async () => {
  const ask = () =>
    readShared(
      "when",
      async () => ({ apiCalls: 10 }),
      () => undefined,
    );
  const first = await ask();
  expect(Date.parse(first.readAt)).toBe(clock.now());
  await clock.advance(4_000);
  expect((await ask()).readAt).toBe(first.readAt);
  await clock.advance(4_000);
  expect(Date.parse((await ask()).readAt)).toBe(clock.now());
});

import { expect, test } from "vitest";
import { eachLimited } from "./eachLimited.ts";

const numbers = Array.from({ length: 50 }, (_, number) => number);

test("a fan-out begins nothing more after its first failure", async () => {
  const begun: number[] = [];
  const work = async (number: number) => {
    begun.push(number);
    await Promise.resolve();
    if (number === 3) throw new Error("throttled");
    return number;
  };
  await expect(eachLimited(numbers, work, 4)).rejects.toThrow("throttled");
  // Those that had begun beside it, and the ones that their ends had made space for by then.
  expect(begun.length).toBeLessThanOrEqual(8);
});

test("a fan-out that fails leaves nothing at work behind its caller's back", async () => {
  let atWork = 0;
  const work = async (number: number) => {
    atWork += 1;
    for (let turn = 0; turn < (number === 0 ? 1 : 20); turn += 1) await Promise.resolve();
    atWork -= 1;
    if (number === 0) throw new Error("throttled");
  };
  await expect(eachLimited(numbers, work, 8)).rejects.toThrow("throttled");
  expect(atWork).toBe(0);
});

test("a fan-out that succeeds gives everything in the order of its items, a few at a time", async () => {
  let atWork = 0;
  let most = 0;
  const doubled = await eachLimited(
    numbers,
    async (number) => {
      atWork += 1;
      most = Math.max(most, atWork);
      for (let turn = 0; turn < 50 - number; turn += 1) await Promise.resolve();
      atWork -= 1;
      return number * 2;
    },
    3,
  );
  expect(doubled.slice(0, 3)).toEqual([0, 2, 4]);
  expect(doubled).toHaveLength(50);
  expect(most).toBe(3);
});

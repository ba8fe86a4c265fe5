import "../../local/localhostNames.ts";
import { expect, test } from "vitest";
import { inWholeSuite, sampled } from "../../support/sampled.ts";
import { killRound } from "./killRound.ts";
import { operationsOfRound } from "./killSeed.ts";

test("a local cloud that is killed with operations of every kind under way loses nothing that it has acknowledged, and all end", async () => {
  const begun = sampled(8, operationsOfRound());
  const { operations, acknowledged, violations } = await killRound("early/1", begun);
  expect(violations).toEqual([]);
  expect(operations).toBe(begun.length);
  expect(acknowledged).toBeGreaterThan(begun.length);
});

inWholeSuite(() => {
  test.concurrent.each(["early/1", "late/2"])(
    "a local cloud that is killed with 24 operations under way loses nothing that it has acknowledged, and all end: %s",
    { timeout: 600_000 },
    async (seed) => {
      const { operations, acknowledged, violations } = await killRound(seed);
      expect(violations).toEqual([]);
      expect(operations).toBe(24);
      expect(acknowledged).toBeGreaterThan(24);
    },
  );
});

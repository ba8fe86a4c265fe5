import { expect, test } from "vitest";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { doShares } from "./doShares.ts";
import { pairsOnOneListener } from "./pairs.ts";
import { pairShares } from "./share.ts";
import { spawnChaos } from "./spawnChaos.ts";

test("two operations of a few on one listener at once come to what one after the other does", async () => {
  const shares = sampled(4, pairShares(undefined, 3));
  expect(shares.length).toBeGreaterThan(3);
  expect(await doShares(shares)).toMatchObject({ runs: shares.length, violations: "" });
});

inWholeSuite(() => {
  /** One of three pairs, always the same. All of them: `npm run chaos -- --pairs`. */
  test("two operations on one listener at once come to what one after the other does", async () => {
    const outcome = await spawnChaos("--pairs", "--one-in", "3");
    expect(outcome.violations).toBe("");
    expect(outcome.runs).toBe(Math.ceil(pairsOnOneListener().length / 3));
    expect(outcome.runs).toBeGreaterThan(13);
  }, 600_000);
});

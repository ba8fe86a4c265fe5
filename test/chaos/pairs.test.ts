import { expect, test } from "vitest";
import { pairsOnOneListener } from "./pairs.ts";
import { spawnChaos } from "./spawnChaos.ts";

/** One of three pairs, always the same. All of them: `npm run chaos -- --pairs`. */
test("two operations on one listener at once come to what one after the other does", async () => {
  const outcome = await spawnChaos("--pairs", "--one-in", "3");
  expect(outcome.violations).toBe("");
  expect(outcome.runs).toBe(Math.ceil(pairsOnOneListener().length / 3));
  expect(outcome.runs).toBeGreaterThan(13);
}, 600_000);

import { expect, test } from "vitest";
import { pairsOnOneListener } from "./pairs.ts";
import { spawnChaos } from "./spawnChaos.ts";

test("two operations on one listener at once come to what one after the other does", async () => {
  const outcome = await spawnChaos("--pairs");
  expect(outcome.violations).toBe("");
  expect(outcome.runs).toBe(pairsOnOneListener().length);
  expect(outcome.runs).toBeGreaterThan(40);
}, 600_000);

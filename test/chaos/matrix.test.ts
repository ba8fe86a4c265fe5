import { expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { spawnChaos } from "./spawnChaos.ts";

/** Every operation, every call that it makes, every fault that can strike it: each run is held to the invariants. */
test("whatever single fault strikes an operation, it ends as planned or as before", async () => {
  const outcome = await spawnChaos("--single");
  expect(outcome.violations).toBe("");
  expect(outcome.operations).toBe(Object.keys(operations).length);
  // More than a hundred for each: an operation makes twenty calls and more.
  expect(outcome.runs).toBeGreaterThan(100 * outcome.operations);
}, 600_000);

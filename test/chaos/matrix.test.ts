import { expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { spawnChaos } from "./spawnChaos.ts";

/** All of them: `npm run chaos -- --elsewhere`. */
test("whatever single fault strikes an operation in another region of another account, it ends as planned or as before, and home is as it was", async () => {
  const outcome = await spawnChaos("--elsewhere", "--one-in", "96");
  expect(outcome.violations.trim()).toBe("");
  expect(outcome.operations).toBe(3);
  expect(outcome.runs).toBeGreaterThan(5);
});

/**
 * One of forty-eight cases of each operation, always the same. All of them, which take ten minutes on a slow day:
 * `npm run chaos -- --single`.
 */
test("whatever single fault strikes an operation, it ends as planned or as before", async () => {
  const outcome = await spawnChaos("--single", "--one-in", "48");
  expect(outcome.violations.trim()).toBe("");
  expect(outcome.operations).toBe(Object.keys(operations).length);
  // An operation makes twenty calls and more, and each can go wrong in several ways.
  expect(outcome.runs).toBeGreaterThan(3 * outcome.operations);
});

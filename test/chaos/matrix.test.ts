import { expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { isWhole } from "../support/isWhole.ts";
import { inWholeSuite, sampled } from "../support/sampled.ts";
import { doShares } from "./doShares.ts";
import { elsewhereShares, sampledFaultShares } from "./share.ts";
import { spawnChaos } from "./spawnChaos.ts";

/** In this process, as so few are done before others have begun; one operation of six, there and elsewhere. */
test("whatever single fault of a few strikes, an operation ends as planned or as before, elsewhere and at home", async () => {
  const atHome = sampled(24, sampledFaultShares(48));
  const elsewhere = sampled(24, elsewhereShares(undefined, 96), 1);
  const { runs, violations } = await doShares([...atHome, ...elsewhere]);
  expect(violations).toBe("");
  expect(atHome.length).toBeGreaterThan(isWhole() ? 3 : 0);
  expect(runs).toBeGreaterThan(2 * (atHome.length + elsewhere.length));
});

inWholeSuite(() => {
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
});

import { expect, test } from "vitest";
import { operations } from "../../functions/registry.ts";
import { spawnChaos } from "./spawnChaos.ts";

/**
 * By this fault the data plane shows for a minute what was there before: the client who connects after the end comes within
 * the minute in which the listener, made again by then, was gone.
 */
const SHOWN_LATE = "'deleteListener:alb.DeleteListener#2=lag-60s'";

/** Every operation, every call that it makes, every fault that can strike it: each run is held to the invariants. */
test("whatever single fault strikes an operation, it ends as planned or as before", async () => {
  const outcome = await spawnChaos("--single");
  const violations = outcome.violations.split(/\n\n+/).filter((one) => one.trim() !== "");
  expect(violations.filter((one) => !one.includes(SHOWN_LATE))).toEqual([]);
  expect(outcome.operations).toBe(Object.keys(operations).length);
  // More than a hundred for each: an operation makes twenty calls and more.
  expect(outcome.runs).toBeGreaterThan(100 * outcome.operations);
}, 600_000);

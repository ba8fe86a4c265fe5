import { expect, test } from "vitest";
import type { BulkEnd } from "../../shared/core/bulk/bulkProgress.ts";
import { bulkRun } from "./bulkRun.ts";

const LIMITS = { atOnce: 2, errorBudget: 2 };

/** Runs these targets, of which some end in another way than done; tells how many went on at once, too. */
async function ran(targets: string[], ends: Record<string, BulkEnd>, limits = LIMITS) {
  const atOnce: number[] = [];
  let running = 0;
  const begun: string[] = [];
  const run = async (target: string): Promise<BulkEnd> => {
    begun.push(target);
    running += 1;
    atOnce.push(running);
    await Promise.resolve();
    running -= 1;
    return ends[target] ?? "done";
  };
  const { stopped } = await bulkRun(targets, run, limits);
  return { begun, stopped, most: Math.max(...atOnce) };
}

test("the first goes alone, and the rest a few at a time", async () => {
  const { begun, stopped, most } = await ran(["a", "b", "c", "d", "e"], {});
  expect([begun, stopped, most]).toEqual([["a", "b", "c", "d", "e"], null, 2]);
});

test.each<BulkEnd>(["refused", "undone", "failed"])("a canary that ends %s is the last", async (end) => {
  expect(await ran(["a", "b", "c"], { a: end })).toEqual({ begun: ["a"], stopped: "canary", most: 1 });
});

test("nothing more is begun once the error budget is used up and more than a fifth has failed", async () => {
  const failing = { b: "undone", c: "failed" } as const;
  const one = await ran(["a", "b", "c", "d", "e", "f"], failing, { atOnce: 1, errorBudget: 2 });
  expect([one.begun, one.stopped]).toEqual([["a", "b", "c"], "budget"]);
  expect((await ran(["a", "b", "c", "d"], failing, { atOnce: 1, errorBudget: 3 })).begun).toEqual(["a", "b", "c", "d"]);
});

test("what was asked to stop begins nothing more, and says so", async () => {
  const begun: string[] = [];
  const run = async (target: string): Promise<BulkEnd> => {
    begun.push(target);
    return "done";
  };
  const { stopped, ends } = await bulkRun(["a", "b"], run, LIMITS, () => true);
  expect([begun, stopped, ends.map(({ end }) => end)]).toEqual([["a"], "interrupted", ["done", null]]);
});

import { expect, test } from "vitest";
import { type BulkState, bulkEndOf, bulkNext } from "./bulkProgress.ts";

const LIMITS = { atOnce: 2, errorBudget: 1 };

test.each<[says: string, states: BulkState[], begin: number[], stopped: string | null]>([
  ["the first is begun alone", [null, null, null], [0], null],
  ["nothing is begun while the canary runs", ["running", null, null], [], null],
  ["two at once follow a canary that is done", ["done", null, null, null], [1, 2], null],
  ["one more is begun beside one that runs", ["done", "running", null, null], [2], null],
  ["nothing follows a canary that was refused", ["refused", null], [], "canary"],
  ["a failure that is the whole budget ends it", ["done", "undone", null], [], "budget"],
  ["what was refused costs no budget", ["done", "refused", null], [2], null],
  ["a failure among more than five is borne", ["done", "done", "done", "done", "failed", null], [5], null],
  ["nothing is left of what has all been begun", ["done", "failed"], [], null],
])("%s", (_, states, begin, stopped) => {
  expect(bulkNext(states, LIMITS)).toEqual({ begin, stopped });
});

test("an execution that ended without a verdict has failed", () => {
  expect([bulkEndOf(undefined), bulkEndOf({ state: "verified" }), bulkEndOf({ state: "rolledBack" })]).toEqual([
    "failed",
    "done",
    "undone",
  ]);
});

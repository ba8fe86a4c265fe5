import { expect, test } from "vitest";
import { explain } from "../../shared/verdict.ts";

const BACK = "lsn-1 is as it was before.";

test.each([
  ["", BACK],
  ["ALB's job j-1 failed: SystemBusy", `ALB's job j-1 failed: SystemBusy. ${BACK}`],
  ["Verification failed on lsn-1.", `Verification failed on lsn-1. ${BACK}`],
])('after the cause "%s" it says where things stand, in sentences', (cause, words) => {
  expect(explain({ cause, because: BACK })).toBe(words);
});

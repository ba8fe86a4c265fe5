import { expect, test } from "vitest";
import { spent } from "./spent.ts";

test("A verdict tells of throttled calls once there are any, and adds those of the next phase to them.", () => {
  const now = (throttles: number) => ({ calls: () => 2, throttled: () => throttles });
  expect(spent({ apiCalls: 1 }, now(0))).toEqual({ apiCalls: 3 });
  expect(spent({ apiCalls: 1 }, now(2))).toEqual({ apiCalls: 3, throttled: 2 });
  expect(spent({ apiCalls: 1, throttled: 2 }, now(1))).toEqual({ apiCalls: 3, throttled: 3 });
});

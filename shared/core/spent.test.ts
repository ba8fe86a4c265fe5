import { expect, test } from "vitest";
import { translate } from "../platform/clients/openApi.ts";
import { countingThrottles } from "../platform/throttleCount.ts";
import { spent } from "./spent.ts";

const throttled = () => translate("alb", "ListListeners", { code: "Throttling.User", message: "too many" });

test("Calls that the cloud turned away as too many are counted where they were made, also while others are made at the same time.", async () => {
  const [one, other] = [{ throttled: 0 }, { throttled: 0 }];
  await Promise.all([
    countingThrottles(one, async () => {
      throttled();
      await Promise.resolve();
      throttled();
    }),
    countingThrottles(other, async () => {
      await Promise.resolve();
      throttled();
      translate("alb", "ListListeners", { code: "ResourceNotFound.Listener", message: "none" });
    }),
  ]);
  throttled();
  expect([one, other]).toEqual([{ throttled: 2 }, { throttled: 1 }]);
});

test("A verdict tells of throttled calls once there are any, and adds those of the next phase to them.", () => {
  const now = (throttles: number) => ({ calls: () => 2, throttled: () => throttles });
  expect(spent({ apiCalls: 1 }, now(0))).toEqual({ apiCalls: 3 });
  expect(spent({ apiCalls: 1 }, now(2))).toEqual({ apiCalls: 3, throttled: 2 });
  expect(spent({ apiCalls: 1, throttled: 2 }, now(1))).toEqual({ apiCalls: 3, throttled: 3 });
});

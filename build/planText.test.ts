import { expect, test } from "vitest";
import type { Plan } from "../shared/core/verdict.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { planText } from "./planText.ts";

test("a plan on a page tells in how many days something ends, and no date, which would differ from day to day", () => {
  const effect = [reason("text", { text: "1-cn-hangzhou (shop.example.com) ends in 6 days, on 2026-12-05" })];
  const watch = { seconds: 0, throughout: false };
  const plan = { changes: [], steps: [], effect, expectedSeconds: 4, atMostSeconds: 600, watch } as unknown as Plan;
  expect(planText(plan)).toContain("1-cn-hangzhou (shop.example.com) ends in 6 days. It takes");
});

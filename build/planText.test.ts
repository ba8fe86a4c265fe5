import { expect, test } from "vitest";
import type { Plan } from "../shared/core/verdict.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { planText } from "./planText.ts";

test("a plan on a page tells in how many days something ends, and no date, which would differ from day to day", () => {
  const effect = [
    reason("certificate-ends-soon", {
      certificateId: "1-cn-hangzhou",
      name: null,
      notAfter: 1_795_867_552_000,
      days: 6,
    }),
  ];
  const watch = { seconds: 0, throughout: false };
  const plan = { changes: [], steps: [], effect, expectedSeconds: 4, atMostSeconds: 600, watch } as unknown as Plan;
  expect(planText(plan)).toMatch(/1-cn-hangzhou \S+ in 6 days\. It takes/);
});

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isProblem, type ReasonEntry } from "../shared/platform/reasons/define.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { topics } from "../shared/platform/reasons/registry.ts";
import { troubleshootingAt } from "./troubleshootingAt.ts";

test("what is wrong leads to its row of the page, once, and a cause in the place of what it is the cause of", () => {
  const inactive = reason("service-not-activated", { service: "CloudFlow", page: "https://fnf.console.aliyun.com" });
  const failed = reason("tryout-not-rotated", { execution: "try-1", cause: inactive });
  const stage = reason("stage-unknown", { stage: "a", stages: ["b"] });
  expect(troubleshootingAt([stage, inactive, failed])).toBe(
    "docs/troubleshooting.md#stage-unknown, #service-not-activated",
  );
});

test("what is only said leads nowhere", () => {
  expect(troubleshootingAt([reason("bootstrap-complete"), reason("nothing-changed")])).toBeUndefined();
});

test("every address that a message can lead to is on the page", () => {
  const page = readFileSync("docs/troubleshooting.md", "utf8");
  const anchors = new Set([...page.matchAll(/<a id="([a-z0-9-]+)"><\/a>/g)].map(([, id]) => id));
  const codes = Object.values(topics).flatMap((topic) =>
    Object.entries(topic as Record<string, ReasonEntry>).flatMap(([code, { kind }]) => (isProblem(kind) ? [code] : [])),
  );
  expect(codes.filter((code) => !anchors.has(code))).toEqual([]);
  expect(codes.length).toBeGreaterThan(200);
});

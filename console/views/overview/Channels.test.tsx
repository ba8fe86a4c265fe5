import { expect, test } from "vitest";
import { textOf } from "../../jsx/runtime.ts";
import { Channels } from "./Channels.tsx";

const NOW = Date.parse("2026-11-28T12:00:00Z");
const channels = [
  { name: "eventBridge", lastDeliveredAt: null },
  { name: "actionTrail", lastDeliveredAt: "2026-11-28T09:00:00.000Z" },
] as const;

/** The lines of the panel, without their markup. */
function linesOf(language: "en" | "zh"): string[] {
  const lines = textOf(Channels({ channels: [...channels], language, now: NOW }))
    .split("</li>")
    .slice(0, -1);
  return lines.map((line) =>
    line
      .replaceAll(/<[^>]+>/g, " ")
      .replaceAll(/\s+/g, " ")
      .trim(),
  );
}

test("the panel tells of each channel when it last delivered something and how long ago that is, or that it is silent", () => {
  expect(linesOf("en")).toEqual([
    "EventBridge nothing for a week",
    expect.stringMatching(/^ActionTrail, by its logstore .* 2026-11-28 09:00 UTC .* · 3 h ago$/),
  ]);
});

test("the panel tells the same in Chinese", () => {
  const [silent, delivered] = linesOf("zh");
  expect(silent).toContain("一周内无事件");
  expect(delivered).toMatch(/最近一次投递不早于 2026-11-28 09:00 UTC · .*3/);
});

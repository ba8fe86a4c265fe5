import { describe, expect, it } from "vitest";
import { readSchedule } from "./schedule.ts";

const START = Date.UTC(2026, 0, 1, 0, 0, 30);

describe("a schedule", () => {
  it.each([
    ["@every 5m", ["2026-01-01T00:05:30.000Z", "2026-01-01T00:10:30.000Z"]],
    ["@every 1h30m", ["2026-01-01T01:30:30.000Z", "2026-01-01T03:00:30.000Z"]],
    ["0 0/5 * * * *", ["2026-01-01T00:05:00.000Z", "2026-01-01T00:10:00.000Z"]],
    ["0 0 4 * * *", ["2026-01-01T04:00:00.000Z", "2026-01-02T04:00:00.000Z"]],
    ["CRON_TZ=Asia/Shanghai 0 0 4 * * *", ["2026-01-01T20:00:00.000Z", "2026-01-02T20:00:00.000Z"]],
    ["0 30 9 ? * MON", ["2026-01-05T09:30:00.000Z", "2026-01-12T09:30:00.000Z"]],
  ])("%s fires when it should", (expression, expected) => {
    const schedule = readSchedule(expression, START);
    const first = schedule.next(START) ?? 0;
    expect([first, schedule.next(first) ?? 0].map((time) => new Date(time).toISOString())).toEqual(expected);
  });

  it.each(["@every 30s", "* * * * * *", "0 4 * * *", "@every soon", "CRON_TZ=Mars/Base 0 0 4 * * *", "", "@every 0m"])(
    "%s is refused",
    (expression) => {
      expect(() => readSchedule(expression, START)).toThrow(/cronExpression/);
    },
  );
});

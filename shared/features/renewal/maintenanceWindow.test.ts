import { describe, expect, test } from "vitest";
import { readWindows, windowState } from "./maintenanceWindow.ts";

const at = (text: string) => Date.parse(text);
const stateOf = (text: string, now: string) => {
  const { isOpen, next } = windowState(readWindows(text), at(now));
  return { isOpen, next: next === undefined ? undefined : new Date(next).toISOString().slice(0, 16) };
};

describe("a maintenance window", () => {
  test.each([
    [
      "is open on its day, by its zone's clock",
      "Sun 06:00-08:00 Asia/Shanghai",
      "2026-11-21T22:30:00Z",
      true,
      "2026-11-28T22:00",
    ],
    ["is shut the minute it ends", "Sun 06:00-08:00 Asia/Shanghai", "2026-11-22T00:00:00Z", false, "2026-11-28T22:00"],
    ["lasts over midnight into the day after", "Sat 22:00-04:00 UTC", "2026-11-22T03:59:00Z", true, "2026-11-28T22:00"],
    [
      "is open on a range of days that goes over the week's end",
      "Fri-Mon 02:00-03:00 UTC",
      "2026-11-22T02:30:00Z",
      true,
      "2026-11-23T02:00",
    ],
    ["is open daily", "daily 00:00-24:00 UTC", "2026-11-22T23:59:00Z", true, "2026-11-23T00:00"],
    [
      "is the earlier of several",
      "Wed 02:00-03:00 UTC; Tue 05:00-06:00 UTC",
      "2026-11-22T12:00:00Z",
      false,
      "2026-11-24T05:00",
    ],
    [
      "is open an hour earlier by UTC once summer has begun",
      "Sun 03:00-05:00 Europe/Berlin",
      "2027-03-28T01:00:00Z",
      true,
      "2027-04-04T01:00",
    ],
    [
      "is open an hour later by UTC once summer is over",
      "Sun 03:00-05:00 Europe/Berlin",
      "2026-10-25T01:59:00Z",
      false,
      "2026-10-25T02:00",
    ],
    [
      "that begins in the hour that is skipped begins after it",
      "Sun 02:00-05:00 Europe/Berlin",
      "2027-03-28T00:59:00Z",
      false,
      "2027-03-28T01:00",
    ],
    [
      "that is nothing but the skipped hour lasts as long as it says, after it",
      "Sun 02:00-03:00 Europe/Berlin",
      "2027-03-28T01:30:00Z",
      true,
      "2027-04-04T00:00",
    ],
    [
      "that the skipped hour swallows lasts as long as it says, after it",
      "Sun 02:15-03:15 Europe/Berlin",
      "2027-03-28T01:20:00Z",
      true,
      "2027-04-04T00:15",
    ],
    [
      "of which the skipped hour leaves half an hour lasts as long as it says, after it",
      "Sun 02:00-03:30 Europe/Berlin",
      "2027-03-28T02:20:00Z",
      true,
      "2027-04-04T00:00",
    ],
    [
      "of the hour that New York skips lasts as long as it says, after it",
      "Sun 02:00-03:00 America/New_York",
      "2027-03-14T07:30:00Z",
      true,
      "2027-03-21T06:00",
    ],
    [
      "of the half hour that Lord Howe skips lasts as long as it says, after it",
      "Sun 02:00-03:00 Australia/Lord_Howe",
      "2027-10-02T16:20:00Z",
      true,
      "2027-10-09T15:00",
    ],
    [
      "is kept where clocks are half an hour off",
      "Mon 09:00-10:00 Asia/Kolkata",
      "2026-11-23T03:30:00Z",
      true,
      "2026-11-30T03:30",
    ],
  ])("%s", (_, text, now, isOpen, next) => {
    expect(stateOf(text, now)).toEqual({ isOpen, next });
  });

  test("is not needed: without one everything is open", () => {
    expect(stateOf("", "2026-11-22T00:00:00Z")).toEqual({ isOpen: true, next: undefined });
  });

  test.each([
    ["Sat 02:00", "window-unreadable"],
    ["Sat 02:00-06:00", "window-unreadable"],
    ["Caturday 02:00-06:00 UTC", "window-day-unknown"],
    ["Sat 02:00-02:59 UTC", "window-too-short"],
    ["Sat 02:00-25:00 UTC", "window-time-invalid"],
    ["Sat 02:75-06:00 UTC", "window-time-invalid"],
    ["Sat 02:00-06:00 Mars/Olympus", "window-zone-unknown"],
  ])("written %s is refused, and it is said why", (text, code) => {
    expect(() => readWindows(`daily 01:00-02:00 UTC; ${text}`)).toThrow(
      expect.objectContaining({
        kind: "InvalidInput",
        reason: {
          code: "expected-maintenance-window",
          params: { window: text, problem: expect.objectContaining({ code }) },
        },
      }),
    );
  });
});

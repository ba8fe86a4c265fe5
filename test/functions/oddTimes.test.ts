import { afterEach, describe, expect, test } from "vitest";
import { daysLeftOf } from "../../shared/core/certificates/warnings.ts";
import { mayBegin, readWindows } from "../../shared/features/renewal/maintenanceWindow.ts";
import { reserveOf, timingOf } from "../../shared/features/renewal/timing.ts";

const DAY = 86_400_000;
const at = Date.parse;
const certificate = (notBefore: string, notAfter: string) => ({
  id: "1-cn-hangzhou",
  serial: "0A",
  notBefore: at(notBefore),
  notAfter: at(notAfter),
});
const open = { share: 1 / 3, window: { isOpen: true, next: undefined } };
const due = (one: ReturnType<typeof certificate>, now: string) => timingOf(one, { now: at(now), ...open }, undefined);

describe("a certificate of ten years, with two or three leap days in it", () => {
  const one = certificate("2026-11-01T00:00:00Z", "2036-11-01T00:00:00Z");

  test("is due in the first quarter of its last third, more than two years before its end", () => {
    expect(due(one, "2033-06-30T00:00:00Z")).toEqual({ due: false });
    expect(due(one, "2034-05-03T00:00:00Z")).toMatchObject({ due: true, mayAct: true, isUrgent: false });
  });

  test("is urgent in its last week, and keeps no more than that as its reserve", () => {
    expect(reserveOf(one, 1 / 3)).toBe(7 * DAY);
    expect(due(one, "2036-10-24T00:00:00Z")).toMatchObject({ isUrgent: false });
    expect(due(one, "2036-10-26T00:00:00Z")).toMatchObject({ isUrgent: true });
  });
});

describe("days that are left", () => {
  const zone = process.env.TZ;
  afterEach(() => {
    process.env.TZ = zone ?? "";
    if (zone === undefined) delete process.env.TZ;
  });
  const left = (notAfter: string, now: string) => daysLeftOf({ notAfter: at(notAfter) } as never, at(now));

  test.each(["UTC", "Europe/Berlin", "America/New_York", "Asia/Shanghai"])(
    "are days of 24 hours, seen from %s",
    (name) => {
      process.env.TZ = name;
      // A leap day between them, none, and one that a century leaves out.
      expect(left("2028-03-01T00:00:00Z", "2028-02-28T00:00:00Z")).toBe(2);
      expect(left("2027-03-01T00:00:00Z", "2027-02-28T00:00:00Z")).toBe(1);
      expect(left("2100-03-01T00:00:00Z", "2100-02-28T00:00:00Z")).toBe(1);
      expect(left("2028-02-29T12:00:00Z", "2028-02-28T12:00:01Z")).toBe(0);
      // Clocks go forward on 2027-03-28 and back on 2027-10-31 in Europe, on 2027-03-14 and 2027-11-07 in America.
      for (const day of ["2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07"]) {
        const midday = at(`${day}T12:00:00Z`);
        expect(left(new Date(midday + DAY).toISOString(), new Date(midday - DAY).toISOString())).toBe(2);
        expect(left(new Date(midday + DAY - 1).toISOString(), new Date(midday - DAY).toISOString())).toBe(1);
      }
    },
  );
});

test("a window in an hour that spring skips and one in an hour that autumn repeats are open on those days", () => {
  const window = readWindows("Sun 02:00-03:00 Europe/Berlin");
  const opens = (day: string) =>
    Array.from({ length: 24 * 60 }, (_, minute) => at(`${day}T00:00:00Z`) + minute * 60_000).filter((now) =>
      mayBegin(window, now, 5 * 60_000),
    ).length;
  expect(opens("2027-03-21")).toBeGreaterThan(50);
  expect(opens("2027-03-28")).toBeGreaterThan(50);
  expect(opens("2027-10-31")).toBeGreaterThan(50);
});

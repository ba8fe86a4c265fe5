import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coded } from "../../../test/support/coded.ts";
import { alarmAt, dueAt, reserveOf, type TimingRules, timingOf } from "./timing.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const issued = Date.UTC(2026, 10, 1);
const certificate = (days: number, id = "1-cn-hangzhou") => ({
  id,
  serial: `${id}0A`,
  notBefore: issued,
  notAfter: issued + days * DAY,
});
const open = { isOpen: true, next: undefined };
const timing = (
  days: number,
  now: number,
  { suggested, ...more }: Partial<TimingRules> & { suggested?: { start: number; end: number } } = {},
) => timingOf(certificate(days), { now: issued + now, share: 1 / 3, window: open, ...more }, suggested);

describe("a certificate", () => {
  test.each([
    [6, 4],
    [47, 31],
    [90, 60],
    [398, 265],
  ])("of %i days is not due on day %i and is due when a quarter of its last third has passed", (days, before) => {
    expect(timing(days, before * DAY)).toEqual({ due: false });
    const latest = days * DAY - (days * DAY) / 3 + (days * DAY) / 12;
    expect(timing(days, latest)).toMatchObject({ due: true, mayAct: true, forced: null });
  });

  test("is due at the same moment whenever it is asked, and others at others, within the first quarter of the last third", () => {
    const moments = Array.from({ length: 500 }, (_, number) => dueAt(certificate(90, `${number}-cn-hangzhou`), 1 / 3));
    expect(moments).toEqual(
      Array.from({ length: 500 }, (_, number) => dueAt(certificate(90, `${number}-cn-hangzhou`), 1 / 3)),
    );
    const days = moments.map((moment) => (moment - issued) / DAY);
    expect(Math.min(...days)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...days)).toBeLessThanOrEqual(67.5);
    expect(new Set(days.map(Math.floor)).size).toBe(8);
  });

  test("keeps a reserve of half its last third, and of a week at most", () => {
    expect(reserveOf(certificate(6), 1 / 3)).toBe(DAY);
    expect(reserveOf(certificate(90), 1 / 3)).toBe(7 * DAY);
  });

  test.each([
    [6, 1],
    [47, 7],
    [90, 10],
    [3_650, 405],
  ])("of %i days that is still not renewed is told to people %i days before its end, at the latest", (days, left) => {
    const before = (days * DAY - (alarmAt(certificate(days), 1 / 3) - issued)) / DAY;
    expect(Math.floor(before)).toBe(left);
  });
});

describe("a maintenance window", () => {
  const shut = (next: number | undefined) => ({ window: { isOpen: false, next: next && issued + next } });

  test("that opens before the reserve is waited for", () => {
    expect(timing(6, 4.6 * DAY, shut(4.9 * DAY))).toEqual({
      due: true,
      mayAct: false,
      isUrgent: false,
      opensAt: issued + 4.9 * DAY,
    });
  });

  test("that opens within the reserve is not waited for, and it is said why", () => {
    expect(timing(6, 4.6 * DAY, shut(5.5 * DAY))).toMatchObject({
      mayAct: true,
      isUrgent: false,
      forced: coded("outside-windows", { opensAt: Date.UTC(2026, 10, 6, 12), notAfter: Date.UTC(2026, 10, 7) }),
    });
    expect(timing(6, 4.6 * DAY, shut(undefined))).toMatchObject({
      forced: coded("outside-windows", { opensAt: null, notAfter: Date.UTC(2026, 10, 7) }),
    });
  });

  test("never lets a certificate expire: within its reserve any time is good", () => {
    const lifetime = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(lifetime, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1 }), (days, share, next) => {
        const { notAfter } = certificate(days);
        const now = notAfter - issued - share * reserveOf(certificate(days), 1 / 3);
        const decided = timing(days, now, shut(now + next));
        return decided.due && decided.mayAct;
      }),
    );
  });
});

describe("a server's wish", () => {
  test("moves renewal before the last third, and into the past means now", () => {
    const suggested = { start: issued - 2 * DAY, end: issued - DAY };
    expect(timing(90, DAY, { suggested })).toMatchObject({ due: true, mayAct: true });
  });

  test("moves it behind the last third's beginning, but never into the reserve", () => {
    const late = { start: issued + 80 * DAY, end: issued + 81 * DAY };
    expect(timing(90, 79 * DAY, { suggested: late })).toEqual({ due: false });
    const tooLate = { start: issued + 89 * DAY, end: issued + 90 * DAY };
    expect(timing(90, 83 * DAY, { suggested: tooLate })).toMatchObject({ due: true, isUrgent: true });
  });
});

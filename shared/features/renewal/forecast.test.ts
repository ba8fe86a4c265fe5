import { expect, test } from "vitest";
import type { Certificate } from "../../core/certificates/certificate.ts";
import { forecast } from "./forecast.ts";
import { readWindows } from "./maintenanceWindow.ts";

const DAY = 86_400_000;
/** A Monday. */
const NOW = Date.UTC(2026, 10, 23);
/** Ninety days, of which so many are left. */
const certificate = (daysLeft: number): Certificate => ({
  id: "24664588-cn-hangzhou",
  names: ["shop.example.com"],
  addresses: [],
  unusable: [],
  subject: "shop.example.com",
  serial: "1A",
  notBefore: NOW - (90 - daysLeft) * DAY,
  notAfter: NOW + daysLeft * DAY,
});
const rules = { share: 1 / 3, windows: readWindows(""), now: NOW };

test.each([
  ["ready", 60, { follows: true, mayOrder: false }],
  ["ready", 5, { follows: true, mayOrder: true }],
  ["scheduled", 60, { follows: false, mayOrder: true }],
  ["unplanned", 60, { follows: false, mayOrder: false }],
  ["blocked", 5, { follows: false, mayOrder: false }],
  ["expired", -1, { follows: true, mayOrder: true }],
] as const)("it is %s with %i days left when %o", (renewalStatus, daysLeft, reported) => {
  expect(forecast(certificate(daysLeft), { ...rules, ...reported }).renewalStatus).toBe(renewalStatus);
});

test("one that the certificate service has lost is lost, and nothing is forecast of it", () => {
  expect(forecast({ ...certificate(0), names: [], lost: true }, { ...rules, follows: true, mayOrder: true })).toEqual({
    renewalStatus: "missing",
    dueAt: 0,
    actsAt: 0,
  });
});

test("one without DNS names is forecast like any other", () => {
  const titled = { ...certificate(60), names: [], subject: "Example Origin Certificate" };
  expect(forecast(titled, { ...rules, follows: true, mayOrder: false }).renewalStatus).toBe("ready");
});

test("albflow acts as soon as it is due, in the first quarter of its last third, and not where nothing helps", () => {
  const { dueAt, actsAt } = forecast(certificate(60), { ...rules, follows: true, mayOrder: false });
  expect(dueAt).toBeGreaterThanOrEqual(NOW + 30 * DAY);
  expect(dueAt).toBeLessThanOrEqual(NOW + 37.5 * DAY);
  expect(actsAt).toBe(dueAt);
  expect(forecast(certificate(20), { ...rules, follows: true, mayOrder: false }).actsAt).toBe(NOW);
  expect(forecast(certificate(20), { ...rules, follows: false, mayOrder: false }).actsAt).toBe(0);
});

test("it waits for a maintenance window, unless that would be too late", () => {
  const windows = readWindows("Sat 02:00-06:00 UTC");
  const forecastResult = (daysLeft: number) =>
    forecast(certificate(daysLeft), { ...rules, windows, follows: true, mayOrder: false }).actsAt;
  expect(new Date(forecastResult(20)).toISOString()).toBe("2026-11-28T02:00:00.000Z");
  expect(forecastResult(2)).toBe(NOW);
});

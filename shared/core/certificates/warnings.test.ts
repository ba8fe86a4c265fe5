import { expect, test } from "vitest";
import { daysLeftOf, warningsOf } from "./warnings.ts";

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22);
const certificate = (days: number, more: object = {}) => ({
  id: "1-cn-hangzhou",
  names: ["shop.example.com"],
  addresses: [],
  unusable: [],
  subject: "",
  serial: "0A",
  notBefore: now - 60 * DAY,
  notAfter: now + days * DAY,
  ...more,
});
const warnings = (one: ReturnType<typeof certificate>) =>
  warningsOf({ status: "Running", certificates: [one], isDue: () => true, now });

test.each([
  ["is due", certificate(1.5), ["1-cn-hangzhou (shop.example.com) expires in 1 day."]],
  ["has ended", certificate(-1), ["1-cn-hangzhou (shop.example.com) has expired."]],
  [
    "is due with an intermediate",
    certificate(9, { endsWith: "R1" }),
    ["1-cn-hangzhou (shop.example.com) expires in 9 days, with the intermediate R1 of its chain."],
  ],
  [
    "has ended with an intermediate",
    certificate(-1, { endsWith: "R1" }),
    ["1-cn-hangzhou (shop.example.com) has expired, with the intermediate R1 of its chain."],
  ],
  [
    "cannot be read",
    certificate(0, { names: [], notAfter: 0, unavailable: "NoPermission" }),
    ["1-cn-hangzhou is bound, and could not be read: NoPermission."],
  ],
  [
    "is lost",
    certificate(0, { names: [], notAfter: 0, lost: true }),
    ["1-cn-hangzhou is bound, and the certificate service no longer has it."],
  ],
])("a certificate that %s is warned of", (_, one, expected) => {
  expect(warnings(one)).toEqual(expected);
});

test("days left are whole days, negative after the end, and unknown where nothing is known", () => {
  expect(daysLeftOf(certificate(1.9), now)).toBe(1);
  expect(daysLeftOf(certificate(0.5), now)).toBe(0);
  expect(daysLeftOf(certificate(-0.5), now)).toBe(-1);
  expect(daysLeftOf(certificate(0, { names: [], notAfter: 0, lost: true }), now)).toBeNull();
});

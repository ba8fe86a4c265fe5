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
const about = { certificateId: "1-cn-hangzhou", name: "shop.example.com" };
const expiring = (days: number, intermediate: string | null = null) => ({
  code: "certificate-expiring",
  params: { ...about, intermediate, days },
});
const expired = (intermediate: string | null) => ({ code: "certificate-expired", params: { ...about, intermediate } });

test.each([
  ["is due", certificate(1.5), [expiring(1)]],
  ["has ended", certificate(-1), [expired(null)]],
  ["is due with an intermediate", certificate(9, { endsWith: "R1" }), [expiring(9, "R1")]],
  ["has ended with an intermediate", certificate(-1, { endsWith: "R1" }), [expired("R1")]],
  [
    "cannot be read",
    certificate(0, { names: [], notAfter: 0, unavailable: "NoPermission" }),
    [
      {
        code: "bound-certificate-unreadable",
        params: { certificateId: "1-cn-hangzhou", cause: { code: "text", params: { text: "NoPermission" } } },
      },
    ],
  ],
  [
    "is lost",
    certificate(0, { names: [], notAfter: 0, lost: true }),
    [{ code: "bound-certificate-lost", params: { certificateId: "1-cn-hangzhou" } }],
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

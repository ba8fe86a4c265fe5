import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kindOfCode } from "./errors.ts";

const codesOf = (table: string): string[] => [
  ...new Set([...readFileSync(table, "utf8").matchAll(/"code": "([^"]+)"/g)].map((match) => match[1] ?? "")),
];

test("every code that ALB lists has a kind of its own choosing, not the one for the unknown", () => {
  const codes = codesOf("local/alb/api.json").filter((code) => code !== "DryRunOperation");
  expect(codes.length).toBeGreaterThan(60);
  const passedDryRuns = kindOfCode("DryRunOperation");
  expect(passedDryRuns).toBe("Failed");
  const unknown = codes.filter((code) => kindOfCode(code) === "Failed" && !code.startsWith("Idempot"));
  expect(unknown).toEqual([]);
});

test.each([
  ["IncorrectStatus.Listener", "Conflict"],
  ["ResourceInConfiguring.Listener", "Conflict"],
  ["Throttling.User", "Throttled"],
  ["Rejected.Throttling", "Throttled"],
  ["SystemBusy", "Transient"],
  ["-22001", "Transient"],
  ["ECONNRESET", "Transient"],
  ["ResourceNotFound.Listener", "NotFound"],
  ["NotFound.Certificate", "NotFound"],
  ["ResourceQuotaExceeded.LoadBalancerCertificatesNum", "Refused"],
  ["OperationDenied.DefaultCertificateUsed", "Refused"],
  ["Forbidden.LoadBalancer", "Denied"],
  ["NoPermission", "Denied"],
  ["IdempotentParameterMismatch", "Failed"],
  ["SomethingNobodyHasSeen", "Failed"],
])("%s is %s", (code, kind) => {
  expect(kindOfCode(code)).toBe(kind);
});

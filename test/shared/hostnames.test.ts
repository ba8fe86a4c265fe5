import { expect, test } from "vitest";
import { nameFits, namesNotCovered, probeFor } from "../../shared/hostnames.ts";

test.each([
  ["shop.example.com", "shop.example.com", true],
  ["SHOP.example.com", "shop.EXAMPLE.com", true],
  ["*.example.com", "shop.example.com", true],
  ["*.example.com", "example.com", false],
  ["*.example.com", "a.b.example.com", false],
  ["*.example.com", ".example.com", false],
  ["example.com", "notexample.com", false],
])("%s fits %s: %s", (certificateName, hostname, fits) => {
  expect(nameFits(certificateName, hostname)).toBe(fits);
});

test("a wildcard is only covered by the same wildcard, a plain name also by a wildcard", () => {
  expect(namesNotCovered(["*.example.com", "a.example.com", "b.example.org"], ["*.EXAMPLE.com"])).toEqual([
    "b.example.org",
  ]);
  expect(namesNotCovered(["*.example.com"], ["a.example.com", "b.example.com"])).toEqual(["*.example.com"]);
});

test("a wildcard is tried with a name that it covers", () => {
  expect(nameFits("*.example.com", probeFor("*.example.com"))).toBe(true);
});

import { expect, test } from "vitest";
import { nameFits, namesNotCovered, probeFor } from "./hostnames.ts";

test.each([
  ["shop.example.com", "shop.example.com", true],
  ["SHOP.example.com", "shop.EXAMPLE.com", true],
  ["*.example.com", "shop.example.com", true],
  ["*.example.com", "example.com", false],
  ["*.example.com", "a.b.example.com", false],
  ["*.example.com", ".example.com", false],
  ["example.com", "notexample.com", false],
  ["*.a.b.c.example", "x.a.b.c.example", true],
  ["*.com", "example.com", false],
  ["*.example.com", "my_host.example.com", false],
  ["my_host.example.com", "my_host.example.com", true],
  ["shop.example.com", "shop.example.com.", true],
  ["bücher.example", "xn--bcher-kva.example", true],
  ["*.XN--BCHER-KVA.example", "Shop.Bücher.example", true],
  ["*.bücher.example", "shop.xn--bcher-kva.example", true],
  ["bücher.example/", "xn--bcher-kva.example", false],
  ["xn--bcher-kva.example", "b%C3%BCcher.example", false],
])("%s fits %s: %s", (certificateName, hostname, fits) => {
  expect(nameFits(certificateName, hostname)).toBe(fits);
});

test("a wildcard is only covered by the same wildcard, a plain name also by a wildcard", () => {
  expect(namesNotCovered(["*.example.com", "a.example.com", "b.example.org"], ["*.EXAMPLE.com"])).toEqual([
    "b.example.org",
  ]);
  expect(namesNotCovered(["*.example.com"], ["a.example.com", "b.example.com"])).toEqual(["*.example.com"]);
});

test("a wildcard is tried with a name that it covers, short enough to be asked for", () => {
  expect(probeFor("*.example.com")).toBe("albflow-probe.example.com");
  expect(probeFor("shop.example.com")).toBe("shop.example.com");
  const long = `*.${"a.".repeat(119)}example.com`;
  expect(probeFor(long)).toBe(`a.${"a.".repeat(119)}example.com`);
  expect(nameFits(long, probeFor(long))).toBe(true);
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { citationsIn, PAGES, placesOf, textFiles } from "./references.ts";

const places = new Map(PAGES.map((page) => [page, placesOf(page)]));
const self = ["test/reference/citations.test.ts", "test/reference/references.ts"];
const citations = textFiles()
  .filter((file) => !self.includes(file))
  .flatMap((file) => citationsIn(file, readFileSync(file, "utf8")));

test("every fact that is cited stands where the citation says", () => {
  const astray = citations.flatMap(({ at, page, places: cited }) => {
    const known = places.get(page);
    return cited.filter((place) => known?.has(place) !== true).map((place) => `${at} cites ${page}.md ${place}`);
  });
  expect(astray).toEqual([]);
});

test("citations are found, in code, tests and documents", () => {
  const files = new Set(citations.filter((one) => one.places.length > 0).map(({ at }) => at.split("/")[0]));
  expect([...files]).toEqual(expect.arrayContaining(["cli", "docs", "functions", "local", "shared", "test"]));
  expect(citations.filter((one) => one.places.length > 0).length).toBeGreaterThan(350);
});

describe("a citation", () => {
  test.each([
    ["in a comment", "// ALB says so (alb.md §3, U16).", [["alb", "§3", "U16"]]],
    [
      "that goes on in the next line",
      "/**\n * Limits (cloudflow.md\n * §8.4, A24).\n */",
      [["cloudflow", "§8.4", "A24"]],
    ],
    [
      "of two pages",
      "/** See wire.md §5 and §6, alb.md §10.2. */",
      [
        ["wire", "§5", "§6"],
        ["alb", "§10.2"],
      ],
    ],
    ["of a whole page", "/** Everything else is in wire.md. */", [["wire"]]],
    ["of a row of the newest page", "// real-cloud.md CB1: only a star.", [["real-cloud", "CB1"]]],
    ["of a part of the newest page", "// In steps: `real-cloud.md` F5.", [["real-cloud", "F5"]]],
    ["of an open assumption", "/** Nobody knows (open.md O12). */", [["open", "O12"]]],
    ["of a page that does not exist", "// As told (demands.md §2).", [["demands", "§2"]]],
  ])("%s is read", (_, text, expected) => {
    expect(citationsIn("a.ts", text).map(({ page, places: cited }) => [page, ...cited])).toEqual(expected);
  });

  test.each([
    ["alb", "§8.4"],
    ["alb", "U99"],
    ["cloudflow", "U16"],
    ["functionCompute", "A35"],
    ["real-cloud", "CB7"],
    ["open", "O0"],
  ])("of %s.md %s leads nowhere", (page, place) => {
    expect(places.get(page)?.has(place)).toBe(false);
  });

  test.each([
    ["alb", "§1.4"],
    ["alb", "§13.15"],
    ["cloudflow", "§8.4"],
    ["cloudflow", "A35"],
    ["real-cloud", "FR27"],
    ["real-cloud", "C4"],
    ["open", "O1"],
  ])("of %s.md %s leads to its heading, line or row", (page, place) => {
    expect(places.get(page)?.has(place)).toBe(true);
  });
});

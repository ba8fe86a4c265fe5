// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources.
import { describe, expect, test } from "vitest";
import { wordProblems } from "./lintWords.mjs";

const foundIn = (text: string, file = "shared/core/plan.ts") => wordProblems(file, text).map(({ found }) => found);

describe("a word that has been replaced is refused", () => {
  test.each([
    ["a name", "const albDoor = 1;", ["name albDoor: door"]],
    ["a part of a constant's name", "const OPEN_DOORS = 2;", ["name OPEN_DOORS: doors"]],
    ["a prefix", "function sayStep() {}", ["name sayStep: say", "name sayStep"]],
    ["a message", 'throw new Error("the facet is not there");', ["message: facet"]],
    ["a text of a template", "const text = `${count} sights`;", ["message: sights"]],
    ["what a template fills in", "const text = `${countDoors(x)} calls`;", ["name countDoors: doors"]],
    ["a comment", "// the door is open\n/* a facet */", ["comment: door", "comment: facet"]],
    ["a comment of two lines", "/**\n * On the way\n * back.\n */", ["comment: way back"]],
    ["the name of a test", 'test("goes on when there is room", () => {});', ["message: room"]],
    ["the code of a reason", 'reason("listener-unread");', ["code listener-unread: unread"]],
  ])("in %s", (_, text, expected) => {
    expect(foundIn(text)).toEqual(expected);
  });

  test("in the name of a file", () => {
    expect(foundIn("", "shared/core/countingDoors.ts")).toEqual(["file name: doors"]);
  });

  test("in documentation, with its line", () => {
    expect(wordProblems("docs/plans.md", "# Plans\n\nThe way\nback.")).toEqual([
      { line: 3, found: "text: way back", instead: "rollback" },
    ]);
  });

  test("and the list says what stands in its place", () => {
    expect(wordProblems("a.ts", "\nlet facet;")).toEqual([
      { line: 2, found: "name facet: facet", instead: "resource" },
    ]);
  });
});

describe("nothing else is refused", () => {
  test.each([
    ["words that others begin programs with", 'format("hello world");'],
    ["a longer word that begins alike", "const indoor = 1; const saying = 2; const roommate = 3;"],
    ["a text without a space, which is a value and no message", 'const kind = "sight";'],
  ])("in %s", (_, text) => {
    expect(foundIn(text)).toEqual([]);
  });
});

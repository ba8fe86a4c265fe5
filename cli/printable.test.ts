import { expect, test } from "vitest";
import { inColour } from "./colour.ts";
import { printable, printableLines } from "./printable.ts";
import { tableLines } from "./table.ts";

test("what a terminal would obey is shown and not obeyed", () => {
  expect(printable("x\u001B[2Jy")).toBe("x\uFFFD[2Jy");
  expect(printable("x\u009B31m\u0007")).toBe("x\uFFFD31m\uFFFD");
  expect(printable("gpj\u202Egnp.exe\u2069")).toBe("gpj\uFFFDgnp.exe\uFFFD");
});

test("what would begin a line of its own or write over one is a blank", () => {
  expect(printable("a\rstate  approved\n\nb\u2028c")).toBe("a state  approved b c");
  expect(printableLines("a\rb\nc")).toBe("a b\nc");
});

test("Chinese, emoji of several parts and our own colours stay as they are", () => {
  const red = inColour("✗ 监听", "red", { isTTY: true }, {});
  expect(red).toContain("\u001B[31m");
  for (const text of [red, "👨‍👩‍👧 é ‹›"]) expect(printable(text)).toBe(text);
});

test("a cell of a table makes no row of its own", () => {
  expect(tableLines([["why"], ["urgent\nlsn-other  approved\u001B[1A"]])).toEqual([
    "why",
    "urgent lsn-other  approved\uFFFD[1A",
  ]);
});

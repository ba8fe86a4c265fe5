import { expect, test } from "vitest";
import { inColour } from "./colour.ts";

test("there are colours on a terminal only, unless NO_COLOR or a dumb terminal says otherwise", () => {
  expect(inColour("- 15", "red", { isTTY: true }, {})).toBe("\u001B[31m- 15\u001B[39m");
  expect(inColour("- 15", "red", { isTTY: true }, { NO_COLOR: "1" })).toBe("- 15");
  expect(inColour("- 15", "red", { isTTY: true }, { TERM: "dumb" })).toBe("- 15");
  expect(inColour("- 15", "red", {}, {})).toBe("- 15");
});

import { expect, test } from "vitest";
import { wrapText } from "./wrapText.ts";

test("a Chinese text breaks where the line is full, and no line begins with a stop", () => {
  expect(wrapText("只检查，不做变更", 8)).toBe("只检查，\n不做变更");
  expect(wrapText("输出 JSON 而不是 YAML", 10)).toBe("输出 JSON\n而不是\nYAML");
});

test("an English text breaks between words, and a long one stays whole", () => {
  expect(wrapText("only what fits\nhere", 9)).toBe("only what\nfits\nhere");
  expect(wrapText("https://example.com/long", 5)).toBe("https://example.com/long");
});

import { expect, test } from "vitest";
import { cutToWidth, displayWidth, padToWidth } from "./displayWidth.ts";

test("a Chinese character takes two columns, a letter one, a colour and an accent none", () => {
  expect(displayWidth("监听 lsn-1")).toBe(10);
  expect(displayWidth("（已停止）")).toBe(10);
  expect(displayWidth("\u001B[31mred\u001B[39m")).toBe(3);
  expect(displayWidth("e\u0301tat …")).toBe(6);
  expect(displayWidth("🚦")).toBe(2);
});

test("a text is cut where its columns end, never in the middle of a character that takes two", () => {
  expect(cutToWidth("监听器", 6)).toBe("监听器");
  expect(cutToWidth("监听器", 5)).toBe("监听…");
  expect(cutToWidth("监听器", 4)).toBe("监…");
  expect(cutToWidth("lsn-plain", 4)).toBe("lsn…");
});

test("a colour that is cut through does not go on behind the ellipsis", () => {
  expect(cutToWidth("\u001B[31mstopped\u001B[39m", 4)).toBe("\u001B[31msto…\u001B[39m");
  expect(cutToWidth("\u001B[31mno\u001B[39m, it is not", 5)).toBe("\u001B[31mno\u001B[39m, …");
});

test("a text is padded to a number of columns, and a longer one stays as it is", () => {
  expect(padToWidth("监听", 6)).toBe("监听  ");
  expect(padToWidth("lsn-1", 2)).toBe("lsn-1");
});

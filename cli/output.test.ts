import { expect, test } from "vitest";
import { partOf } from "./output.ts";
import { cutToTerminal } from "./table.ts";

const answer = { listeners: [{ id: "lsn-1", names: ["a", "b"] }, { id: "lsn-2" }], total: 2 };

test("a query gives a part: a name, one of a list, all of it, and null for what is not there", () => {
  expect(partOf(answer, "total")).toBe(2);
  expect(partOf(answer, "listeners[].id")).toEqual(["lsn-1", "lsn-2"]);
  expect(partOf(answer, "listeners[1].id")).toBe("lsn-2");
  expect(partOf(answer, "listeners[].names[]")).toEqual(["a", "b"]);
  expect(partOf(answer.listeners, "[0].id")).toBe("lsn-1");
  expect(partOf(answer, "listeners[7].id")).toBeNull();
  expect(partOf(answer, "toString")).toBeNull();
});

test("what is no path is refused", () => {
  for (const query of ["", ".", "a..b", "a[", "a[x]", "a b", "$.a"])
    expect(() => partOf(answer, query)).toThrow(
      expect.objectContaining({ reason: { code: "query-invalid", params: { query } } }),
    );
});

test("lines end where the terminal does, and elsewhere are whole", () => {
  expect(cutToTerminal(["12  567890", "1  45"], { isTTY: true, columns: 8 })).toEqual(["12  567…", "1  45"]);
  expect(cutToTerminal(["监  已停止"], { isTTY: true, columns: 7 })).toEqual(["监  已…"]);
  expect(cutToTerminal(["12  567890"], { isTTY: false, columns: 8 })).toEqual(["12  567890"]);
});

test("a sentence goes on where the terminal ends: its end may be what matters", () => {
  const sentence = "lsn-idn: 1009-cn-hangzhou expires in 3 days";
  expect(cutToTerminal([sentence, "监听已停止"], { isTTY: true, columns: 8 })).toEqual([sentence, "监听已停止"]);
});

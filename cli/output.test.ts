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
  expect(cutToTerminal(["1234567890", "12345"], { isTTY: true, columns: 8 })).toEqual(["1234567…", "12345"]);
  expect(cutToTerminal(["监听已停止"], { isTTY: true, columns: 7 })).toEqual(["监听已…"]);
  expect(cutToTerminal(["1234567890"], { isTTY: false, columns: 8 })).toEqual(["1234567890"]);
});

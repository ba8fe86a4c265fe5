import { expect, test } from "vitest";
import { pageOfRows } from "./paging.ts";
import { createTable } from "./table.ts";

const table = () => {
  const rows = createTable<string>({ id: (row) => row });
  for (const row of ["a", "b", "c", "d", "e"]) rows.put(row);
  return rows;
};

test("pages follow one another, and the last has no token", () => {
  const rows = table();
  const all = [...rows.all()];
  const first = pageOfRows(rows, all, { MaxResults: 2 });
  const second = pageOfRows(rows, all, { MaxResults: 2, ...tokenOf(first) });
  const third = pageOfRows(rows, all, { MaxResults: 2, ...tokenOf(second) });
  expect([first.rows, second.rows, third.rows]).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  expect(third).not.toHaveProperty("NextToken");
  expect(first.TotalCount).toBe(5);
});

test("a full last page has no token either", () => {
  expect(pageOfRows(table(), ["a", "b"], { MaxResults: 2 })).not.toHaveProperty("NextToken");
});

test("rows that vanish between two pages shift nothing", () => {
  const rows = table();
  const first = pageOfRows(rows, [...rows.all()], { MaxResults: 2 });
  rows.delete("a");
  rows.delete("b");
  expect(pageOfRows(rows, [...rows.all()], { MaxResults: 2, ...tokenOf(first) }).rows).toEqual(["c", "d"]);
});

test.each(["x", "YWZ0ZXI6LTE", "after:1", "__proto__"])("the token %s was never given", (NextToken) => {
  expect(() => pageOfRows(table(), ["a"], { NextToken })).toThrow("Invalid parameter");
});

function tokenOf({ NextToken }: { NextToken?: string }): { NextToken?: string } {
  return NextToken === undefined ? {} : { NextToken };
}

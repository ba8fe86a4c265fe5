import { expect, test } from "vitest";
import { headedTable, tableLines } from "./table.ts";

test("each column is as wide as its widest cell, and no line ends with spaces", () => {
  const rows = [
    ["listener", "port", "name"],
    ["lsn-1", "HTTPS 443", ""],
    ["lsn-22222", "TCP 1", "shop"],
  ];
  expect(tableLines(rows)).toEqual([
    "listener   port       name",
    "lsn-1      HTTPS 443",
    "lsn-22222  TCP 1      shop",
  ]);
});

test("rows may be shorter than others, and a table without rows has no lines", () => {
  expect(tableLines([["a", "b", "c"], ["long"], ["x", "y"]])).toEqual(["a     b  c", "long", "x     y"]);
  expect(tableLines([])).toEqual([]);
});

test("columns stand below each other where Chinese characters take two columns each", () => {
  expect(
    tableLines([
      ["监听", "x"],
      ["lsn-1", "x"],
    ]),
  ).toEqual(["监听   x", "lsn-1  x"]);
});

test("a column in which no row says anything has no head either", () => {
  expect(headedTable(["id", "name", "used"], [["a", "", "now"]])).toEqual(["id  used", "a   now"]);
});

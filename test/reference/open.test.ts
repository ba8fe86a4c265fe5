import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { tableUnder } from "./references.ts";

const assumptions = tableUnder("open", "Assumptions");

test("every open assumption has a number of its own, a text, a file, a consequence and a probe", () => {
  for (const row of assumptions) {
    expect(row).toHaveLength(5);
    for (const cell of row) expect(cell.length).toBeGreaterThan(1);
    expect(row[4]).toMatch(/^`[a-z][a-z0-9-]+`/);
  }
  const numbers = assumptions.map(([number = ""]) => Number(number.slice(1)));
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
});

test("every file that rests on an open assumption exists", () => {
  const missing = assumptions.flatMap(([number, , files = ""]) => {
    const named = [...files.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
    expect(named.length, `${number} names no file`).toBeGreaterThan(0);
    return named.filter((file) => !existsSync(file)).map((file) => `${number}: ${file}`);
  });
  expect(missing).toEqual([]);
});

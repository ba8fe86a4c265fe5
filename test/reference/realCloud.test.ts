import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { hasTest, placesOf, tableUnder } from "./references.ts";

/** Documented and not built: whoever builds one takes it out of this list and of the table in `open.md`. */
const NOT_BUILT_YET: string[] = [];

/** Every number of the findings, one each. */
const NUMBERS = [...upTo("FB", 9), ...upTo("FR", 27), ...upTo("CB", 6), ...upTo("CR", 28)];

const standing = tableUnder("real-cloud", "Where each number stands");
const notBuilt = tableUnder("open", "Documented, not built yet").map(([number]) => number ?? "");
const leftAlone = tableUnder("open", "Left as it is").map(([number]) => number ?? "");

test("every number of the findings has one row that says where it stands", () => {
  expect(standing.map(([number]) => number)).toEqual(NUMBERS);
  const rows = placesOf("real-cloud");
  expect(NUMBERS.filter((number) => !rows.has(number))).toEqual([]);
});

test("every test that stands for a number exists under its name", () => {
  const missing = standing.flatMap(([number, where = ""]) =>
    testsIn(where)
      .filter(({ file, name }) => !existsSync(file) || !hasTest(file, name))
      .map(({ file, name }) => `${number}: ${file} "${name}"`),
  );
  expect(missing).toEqual([]);
});

test("a number has a test, or stands among the open ones, and what is not built is called so", () => {
  const open = placesOf("open");
  for (const [number = "", where = ""] of standing) {
    const rows = [...where.matchAll(/open\.md (O\d+)/g)].map(([, row = ""]) => row);
    expect(
      rows.filter((row) => !open.has(row)),
      number,
    ).toEqual([]);
    expect(where.includes("not built yet"), number).toBe(notBuilt.includes(number));
    expect(where.includes("left as it is"), number).toBe(leftAlone.includes(number));
    expect(
      testsIn(where).length + rows.length > 0 || notBuilt.includes(number) || leftAlone.includes(number),
      number,
    ).toBe(true);
  }
});

test("what is documented and not built yet is exactly this", () => {
  expect(notBuilt).toEqual(NOT_BUILT_YET);
});

test("a test that is skipped, or only mentioned, stands for nothing", () => {
  expect(
    hasTest("test/reference/realCloud.test.ts", "a test that is skipped, or only mentioned, stands for nothing"),
  ).toBe(true);
  expect(hasTest("test/reference/realCloud.test.ts", "a test that nobody has written")).toBe(false);
});

function testsIn(where: string): { file: string; name: string }[] {
  return [...where.matchAll(/`([\w/-]+\.test\.tsx?)`((?: (?:· )?"[^"]+")+)/g)].flatMap(([, file = "", names = ""]) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => ({ file, name })),
  );
}

function upTo(kind: string, last: number): string[] {
  return Array.from({ length: last }, (_, index) => `${kind}${index + 1}`);
}

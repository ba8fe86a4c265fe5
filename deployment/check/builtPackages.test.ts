import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtWeightOf } from "./builtPackages.ts";

describe("the weight of a function's package", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "albflow-weight-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (text: string, at: number) => {
    writeFileSync(join(folder, "index.js"), text);
    utimesSync(join(folder, "index.js"), at, at);
  };
  /** Nothing of it repeats itself, so that it weighs what it has. */
  const letters = (count: number) =>
    Array.from({ length: count }, (_, at) => ((at * at * 7) % 9_973).toString(36)).join("");

  test("is told once for each state of its folder, and anew when a file has changed", () => {
    const varied = letters(5_000);
    const even = "1".repeat(varied.length);
    write(even, 1_000);
    const small = builtWeightOf(folder);
    expect(small).toBeLessThan(1);
    // A folder that looks the same is not packed again; one file that is longer at the same moment is.
    write(varied, 1_000);
    expect(builtWeightOf(folder)).toBe(small);
    write(`${varied};`, 1_000);
    expect(builtWeightOf(folder)).toBeGreaterThan(small + 1);
    write(even, 2_000);
    expect(builtWeightOf(folder)).toBe(small);
    write(varied, 3_000);
    expect(builtWeightOf(folder)).toBeGreaterThan(small + 1);
    writeFileSync(join(folder, "more.js"), letters(2_000));
    expect(builtWeightOf(folder)).toBeGreaterThan(small + 2);
  });
});

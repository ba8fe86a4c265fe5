import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { repositoryFiles, sourceFiles } from "./support/sourceFiles.ts";

/** What can be read in one go. */
const MOST_LINES = 300;

test("no source file, style sheets included, is above 300 lines", () => {
  const files = [...sourceFiles(), ...repositoryFiles().filter((file) => file.endsWith(".css"))];
  expect(files.length).toBeGreaterThan(500);
  const long = files
    .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES)
    .map(({ file, lines }) => `${file}: ${lines}`);
  expect(long).toEqual([]);
});

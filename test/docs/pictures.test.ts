import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PICTURES } from "../console/openConsole.ts";

test.each(["README.md", "README.zh.md"])("every picture of %s is one that the tests of the page make", (file) => {
  const shown = Array.from(
    readFileSync(file, "utf8").matchAll(/docs\/images\/([\w-]+)\.png/g),
    ([, name = ""]) => name,
  );
  expect(shown.sort()).toEqual(Object.values(PICTURES).sort());
  expect(shown.filter((name) => !existsSync(`docs/images/${name}.png`))).toEqual([]);
});

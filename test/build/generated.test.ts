import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generated } from "../../build/generated.ts";

test.each(generated())("$file says what the registry says in its section $section", ({ file, section, text }) => {
  const content = readFileSync(file, "utf8");
  const [, found] =
    new RegExp(`generated: ${section}[^\\n]*\\n([\\s\\S]*?)[^\\n]*end of generated`).exec(content) ?? [];
  expect(found).toBe(text);
});

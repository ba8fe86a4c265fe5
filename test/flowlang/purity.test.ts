import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve("flowlang");
const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
);

/** What the interpreter may use besides itself: a YAML reader, hash functions. */
const ALLOWED = ["yaml", "node:crypto"];

describe("the interpreter is a library of its own", () => {
  it.each(files)("%s imports nothing from outside", (name) => {
    const path = join(ROOT, name);
    const imports = [...readFileSync(path, "utf8").matchAll(/^(?:import|export|\}).* from "([^"]+)";$/gm)].map(
      ([, from = ""]) => from,
    );
    const outside = imports.filter((from) => {
      const isInside = from.startsWith(".") && !relative(ROOT, resolve(path, "..", from)).startsWith("..");
      return !isInside && !ALLOWED.includes(from);
    });
    expect(outside).toEqual([]);
  });

  it.each(files)("%s neither looks at a clock nor waits, and has no chance of its own", (name) => {
    const source = readFileSync(join(ROOT, name), "utf8");
    expect(source).not.toMatch(/Date\.now|new Date\(|setTimeout|setInterval|Math\.random|randomUUID|await |Promise/);
  });
});

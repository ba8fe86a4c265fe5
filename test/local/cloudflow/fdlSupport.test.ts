import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expressionFunctions } from "../../../flowlang/expressions/functions.ts";
import { infixOperators, prefixOperators } from "../../../flowlang/expressions/operators.ts";
import { variables } from "../../../flowlang/expressions/variables.ts";
import { eventTypes } from "../../../flowlang/history.ts";
import { stateTypes } from "../../../flowlang/states/registry.ts";
import { apiActions } from "../../../local/cloudflow/api/actions/registry.ts";

const page = readFileSync("docs/fdl-support.md", "utf8");

/** The rows of all tables: what, support, file and name of the test. */
const rows = page
  .split("\n")
  .map((line) => /^\| (.+) \| (.+) \| (\S+\.test\.ts): (.+) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, what = "", support = "", file = "", test = ""]) => ({ what, support, file, test }));

/** Everything that stands between back-quotes in the first column, in words. */
const named = new Set(
  rows.flatMap(({ what }) => [...what.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word.replaceAll("\\|", "|"))),
);

describe("docs/fdl-support.md", () => {
  it("has a test in every line of every table", () => {
    const lines = page.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| What"));
    expect(rows).toHaveLength(lines.length);
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(rows)("$what: $file has the test that it names", ({ file, test }) => {
    const source = readFileSync(file, "utf8");
    const written = [JSON.stringify(test), JSON.stringify(test).replaceAll("\\\\", "\\"), `'${test}'`];
    expect(written.some((name) => source.includes(name))).toBe(true);
  });

  const REGISTRIES: [registry: string, names: string[]][] = [
    ["state type", Object.keys(stateTypes)],
    ["field", Object.values(stateTypes).flatMap(({ fields }) => Object.keys(fields))],
    ["variable", Object.keys(variables)],
    ["function", Object.keys(expressionFunctions)],
    ["operator", [...Object.keys(infixOperators), ...Object.keys(prefixOperators)]],
    ["event type", [...eventTypes]],
    ["API action", Object.keys(apiActions)],
  ];
  it.each(REGISTRIES)("names every %s that there is", (_, names) => {
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });
});

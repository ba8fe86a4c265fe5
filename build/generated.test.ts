import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { operations, singleFunctions } from "../functions/registry.ts";
import { type InputField, inputFieldsOf, type NamedField } from "./inputTable.ts";
import { staleFiles } from "./staleFiles.ts";

test("nothing that is generated is stale: `npm run generate` would change nothing", async () => {
  const stale = await staleFiles();
  expect(stale.map(({ file }) => file)).toEqual([]);
  expect(stale).toEqual([]);
});

test("every operation has a page, and README.md leads to it", () => {
  const names = Object.keys(operations);
  const linked = [...readFileSync("README.md", "utf8").matchAll(/\(docs\/operations\/(\w+)\.md\)/g)];
  expect(names.length).toBeGreaterThanOrEqual(19);
  expect(linked).toHaveLength(names.length);
  expect(new Set(linked.map(([, name]) => name))).toEqual(new Set(names));
});

test.each([
  "README.md",
  ...["README", "functions", ...Object.keys(operations)].map((name) => `docs/operations/${name}.md`),
])("every link of %s leads somewhere", (page) => {
  const links = [...readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  const dead = links
    .map(([, path, anchor]) => ({ target: path === "" ? page : join(dirname(page), path ?? ""), anchor }))
    .filter(
      ({ target, anchor }) => !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
    );
  expect(links.length).toBeGreaterThan(0);
  expect(dead).toEqual([]);
});

/** Everything that somebody may fill in. */
const inputs = [...Object.values(operations), ...singleFunctions].flatMap(({ name, input }) =>
  input === undefined ? [] : [{ name, fields: inputFieldsOf(input) }],
);

describe.each(inputs)("every field of $name", ({ fields }) => {
  test("says in words what it means", () => {
    expect(namesOf(fields.filter(isUndescribed))).toEqual([]);
  });

  test("has limits", () => {
    expect(namesOf(fields.filter(isUnlimited))).toEqual([]);
  });

  test("says its unit where it is a number", () => {
    expect(namesOf(fields.filter(hasNoUnit))).toEqual([]);
  });
});

test("a field without words, limits or unit would be found", () => {
  const bare = inputFieldsOf(
    z.strictObject({
      name: z.string(),
      names: z.array(z.string().max(9)).describe("Names of everybody"),
      servers: z.array(z.strictObject({ count: z.int().describe("How many of them") })).max(9),
    }),
  );
  expect(namesOf(bare.filter(isUndescribed))).toEqual(["name", "servers"]);
  expect(namesOf(bare.filter(isUnlimited))).toEqual(["name", "names", "servers[].count"]);
  expect(namesOf(bare.filter(hasNoUnit))).toEqual(["servers[].count"]);
});

function namesOf(fields: NamedField[]): string[] {
  return fields.map(({ name }) => name);
}

function isUndescribed({ description = "" }: InputField): boolean {
  return !/^[A-Z].{10,}[^.]$/.test(description);
}

function hasNoUnit({ type, description = "" }: InputField): boolean {
  const isNumber = type === "integer" || type === "number";
  return (
    isNumber &&
    !/\b(seconds|percent|share|port|weight|priority|checks in a row|rotations|certificates)\b/i.test(description)
  );
}

/** Whether anything of its type would be taken. */
function isUnlimited({ type, minimum, maximum, items, anyOf, ...field }: InputField): boolean {
  if (anyOf !== undefined) return anyOf.some(isUnlimited);
  switch (type) {
    case "string":
      return field.enum === undefined && field.pattern === undefined && field.maxLength === undefined;
    case "integer":
    case "number":
      // Without a limit, zod's integers go as far as numbers are exact.
      return Math.abs(minimum ?? Infinity) > 1e9 || Math.abs(maximum ?? Infinity) > 1e9;
    case "array":
      return field.maxItems === undefined || items === undefined || isUnlimited(items);
    default:
      return type !== "boolean" && type !== "object" && type !== "null";
  }
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

import { expect, test } from "vitest";
import { functions } from "../../functions/registry.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import { settingGroups } from "../settings.ts";
import { configurationJsonSchema } from "./jsonSchema.ts";
import { readConfiguration } from "./readConfiguration.ts";
import { readersOf } from "./readersOf.ts";
import { VARIABLES } from "./variables.ts";

interface Field {
  description?: string;
  examples?: unknown[];
  default?: unknown;
  properties?: Record<string, Field>;
  items?: Field;
  required?: string[];
  additionalProperties?: unknown;
}

/** Every field of the file, by its path. */
function fieldsIn(properties: Record<string, Field> = {}, at = ""): [string, Field][] {
  return Object.entries(properties).flatMap(([name, field]): [string, Field][] => [
    [`${at}${name}`, field],
    ...fieldsIn(field.properties ?? field.items?.properties, `${at}${name}.`),
  ]);
}

const schema = configurationJsonSchema() as Field;
const fields = fieldsIn(schema.properties);
const isSection = ({ properties }: Field) => properties !== undefined;

test("every field has a meaning, and an example that is right", () => {
  for (const [path, field] of fields) {
    expect(field.description, path).toMatch(/\S/);
    if (!isSection(field)) expect(field.examples, path).toHaveLength(1);
  }
});

test("every variable that a function reads has a field, and every such field a function that reads it", () => {
  const paths = new Set(fields.map(([path]) => path));
  expect(Object.values(VARIABLES).filter((path) => !paths.has(path))).toEqual([]);
  const read = functions.flatMap(({ environment = {} }) => Object.keys(environment));
  // Whether machines are told by their signatures follows from whether there are any.
  expect([...new Set(read)].filter((name) => !(name in VARIABLES))).toEqual(["ALBFLOW_API_AUTH"]);
  for (const [path, field] of fields) if (!isSection(field)) expect(readersOf(path), path).not.toEqual([]);
});

test("a default that is told is what the functions take when nothing is said", () => {
  const given = Object.entries(VARIABLES).flatMap(([variable, path]) => {
    const field = fields.find(([one]) => one === path)?.[1];
    return field?.default === undefined ? [] : [{ variable, value: field.default }];
  });
  expect(given.map(({ variable }) => variable)).toContain("ALBFLOW_RENEWAL_AT_ONCE");
  for (const { variable, value } of given) {
    const group = settingGroups.find(({ names }) => names.includes(variable));
    // These stand together with others, or are no more than a name.
    if (group === undefined || /TOKEN|LOG|PREFIX|SECRET|REMEDIATION|ACME/.test(variable)) continue;
    const text = Array.isArray(value) ? value.join(",") : JSON.stringify(value).replaceAll('"', "");
    expect(group.read({ [variable]: text }), variable).toEqual(group.read({}));
  }
});

test("the example of every field can be written, all of them in one file", () => {
  const build = (properties: Record<string, Field>): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => name !== "machines" && name !== "stages" && name !== "serverCa")
        .map(([name, field]) => {
          if (field.properties !== undefined) return [name, build(field.properties)];
          return [name, field.items?.properties === undefined ? field.examples?.[0] : [build(field.items.properties)]];
        }),
    );
  const { stages } = readConfiguration(JSON.stringify(build(schema.properties ?? {})), "all.yaml");
  expect([...stages.keys()]).toEqual(["prod"]);
});

test("whatever is written in a field, what is refused has a code of its own", () => {
  const wrong = [null, -1, "", "?", true, [], [null], Array(100).fill("cn-hangzhou"), {}];
  const texts = fields
    .filter(([path]) => !path.startsWith("stages."))
    .flatMap(([path]) => wrong.flatMap((value) => codesOf(path, value).map((code) => [path, value, code] as const)))
    .filter(([, , code]) => code === "text");
  expect(texts).toEqual([]);
  expect(codesOf("renewal.share", 7)).toEqual(["must-be"]);
  expect(codesOf("stages", { "9": {} })).toEqual(["must-be-stage-name"]);
});

/** The codes with which a file is refused in which one field has this value; none where it is taken. */
function codesOf(path: string, value: unknown): string[] {
  const written = path.split(".").reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;
  try {
    readConfiguration(JSON.stringify({ region: "cn-hangzhou", ...written }), "one.yaml");
    return [];
  } catch (error) {
    if (!(error instanceof AlbflowError)) throw error;
    return (error.reason.params.problems as { problem: Reason }[]).map(({ problem }) => problem.code);
  }
}

test("a stage may leave out what the file has already, and nothing else is let through", () => {
  const stages = schema.properties?.stages?.additionalProperties as Field & { additionalProperties: unknown };
  expect(stages.required).toBeUndefined();
  expect(stages.additionalProperties).toBe(false);
  expect(Object.keys(stages.properties ?? {})).not.toContain("stages");
});

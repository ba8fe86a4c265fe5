import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { operations } from "../../functions/registry.ts";
import { type JsonSchema, problemsIn } from "./jsonSchema.ts";
import { type Reason, reason } from "./reasons/reason.ts";
import { take } from "./takeInput.ts";

describe.each(Object.values(operations))("the input of $name", ({ input, example }) => {
  const schema = z.toJSONSchema(input, { io: "input" }) as JsonSchema;

  test("is taken as it is in the example", () => {
    expect(problemsIn(example, schema)).toEqual([]);
  });

  test("is judged and taken as by zod, whatever is done to the example", () => {
    const names = [...Object.keys(schema.properties ?? {}), "surprise", "__proto__", "undo"];
    const values = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom("lsn-1", "24664588-cn-hangzhou", "cn-hangzhou", [], {}, 60, true, "x".repeat(3_000)),
    );
    const changed = fc
      .tuple(fc.constantFrom(...names), values, fc.boolean())
      .map(([name, value, removed]) => withField(example, name, removed ? undefined : value));
    fc.assert(
      fc.property(changed, (given) => {
        expect({ given, taken: take(input, given).input }).toEqual({ given, taken: input.safeParse(given).data });
        expect(problemsIn(given, schema).length === 0).toBe(input.safeParse(given).success);
      }),
      { numRuns: 300 },
    );
  });
});

test.each<[string, unknown, JsonSchema, string, Reason]>([
  [
    "a number beyond its bounds",
    { n: 11 },
    { properties: { n: { type: "integer", maximum: 10 } } },
    "/n",
    reason("value-above", { most: 10, of: "value" }),
  ],
  [
    "half a number",
    { n: 1.5 },
    { properties: { n: { type: "integer" } } },
    "/n",
    reason("value-of-other-type", { type: "integer" }),
  ],
  [
    "an item of a list",
    { l: ["a", 1] },
    { properties: { l: { items: { type: "string" } } } },
    "/l/1",
    reason("value-of-other-type", { type: "string" }),
  ],
  [
    "too many items",
    { l: [1, 2] },
    { properties: { l: { maxItems: 1 } } },
    "/l",
    reason("value-above", { most: 1, of: "items" }),
  ],
  ["a name with a slash", { "a/b": 1 }, { additionalProperties: false }, "/a~1b", reason("value-unknown")],
  ["none of the choices", "c", { enum: ["a", "b"] }, "", reason("value-not-among", { values: ["a", "b"] })],
])("%s is told by its place", (_, value, schema, pointer, problem) => {
  expect(problemsIn(value, schema)).toEqual([{ pointer, problem }]);
});

function withField(example: object, name: string, value: unknown): object {
  const entries = Object.entries(example).filter(([key]) => key !== name);
  return Object.fromEntries(value === undefined ? entries : [...entries, [name, value]]);
}

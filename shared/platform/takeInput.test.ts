import { describe, expect, test } from "vitest";
import * as z from "zod";
import { jsonSchemaOf } from "./jsonSchemaOf.ts";
import { must } from "./reasons/must.ts";
import { type Reason, reason } from "./reasons/reason.ts";
import { take, takeInput } from "./takeInput.ts";

const schema = z.strictObject({
  id: z.string().regex(/^lsn-/),
  listener: z.string().regex(/^lsn-/, must("must-be-listener-id")).optional(),
  seconds: z.int().min(1).max(60).optional(),
  share: z.number().positive().optional(),
  reason: z.string().min(2).max(4).optional(),
  ids: z.array(z.string()).min(1).max(2).optional(),
  kind: z.enum(["rsa", "ecc"]).optional(),
  at: z.union([z.string().regex(/^\d+$/), z.int().max(9)]).optional(),
  rule: z
    .discriminatedUnion("event", [
      z.strictObject({ event: z.literal("stopped"), ids: z.array(z.string()).default(["*"]) }),
      z.strictObject({ event: z.literal("ended"), days: z.int() }),
    ])
    .optional(),
  labels: z.record(z.string().regex(/^[a-z]+$/), z.string()).optional(),
  input: z.looseObject({}).optional(),
  tag: z.object({ key: z.string() }).optional(),
  note: z.string().nullish(),
  place: z.strictObject({ path: z.string().default("/"), deep: z.boolean().default(false) }).prefault({}),
});

describe("what does not fit is told field by field, by a reason of the catalogue", () => {
  test.each<[given: object, field: string, problem: Reason]>([
    [{}, "id", reason("value-missing")],
    [{ id: undefined }, "id", reason("value-missing")],
    [{ id: 7 }, "id", reason("value-of-other-type", { type: "string" })],
    [{ id: "lsn-1", seconds: 1.5 }, "seconds", reason("value-of-other-type", { type: "integer" })],
    [{ id: "lsn-1", ids: "a" }, "ids", reason("value-of-other-type", { type: "array" })],
    [{ id: "lsn-1", ids: ["a", 1] }, "ids.1", reason("value-of-other-type", { type: "string" })],
    [{ id: "lsn-1", input: [] }, "input", reason("value-of-other-type", { type: "object" })],
    [{ id: "lsn-1", note: 1 }, "note", reason("value-of-other-type", { type: "string" })],
    [{ id: "x" }, "id", reason("value-malformed", { pattern: "^lsn-" })],
    [{ id: "lsn-1", listener: "x" }, "listener", reason("must-be-listener-id")],
    [{ id: "lsn-1", seconds: 0 }, "seconds", reason("value-below", { least: 1, of: "value" })],
    [{ id: "lsn-1", share: 0 }, "share", reason("value-below", { least: 0, of: "value" })],
    [{ id: "lsn-1", reason: "x" }, "reason", reason("value-below", { least: 2, of: "characters" })],
    [{ id: "lsn-1", ids: [] }, "ids", reason("value-below", { least: 1, of: "items" })],
    [{ id: "lsn-1", seconds: 61 }, "seconds", reason("value-above", { most: 60, of: "value" })],
    [{ id: "lsn-1", reason: "12345" }, "reason", reason("value-above", { most: 4, of: "characters" })],
    [{ id: "lsn-1", ids: ["a", "b", "c"] }, "ids", reason("value-above", { most: 2, of: "items" })],
    [{ id: "lsn-1", kind: "dsa" }, "kind", reason("value-not-among", { values: ["rsa", "ecc"] })],
    [{ id: "lsn-1", extra: 1 }, "extra", reason("value-unknown")],
    [{ id: "lsn-1", "a/b~c": 1 }, "a/b~c", reason("value-unknown")],
    [{ id: "lsn-1", place: { more: 1 } }, "place.more", reason("value-unknown")],
    [{ id: "lsn-1", at: true }, "at", reason("value-of-other-type", { type: "string" })],
    [{ id: "lsn-1", rule: { event: "x" } }, "rule.event", reason("value-unfit")],
    [{ id: "lsn-1", rule: "x" }, "rule", reason("value-of-other-type", { type: "object" })],
    [{ id: "lsn-1", rule: { event: "ended" } }, "rule.days", reason("value-missing")],
    [{ id: "lsn-1", labels: { A: "b" } }, "labels.A", reason("value-malformed", { pattern: "^[a-z]+$" })],
    [{ id: "lsn-1", labels: { a: 1 } }, "labels.a", reason("value-of-other-type", { type: "string" })],
  ])("%j", (given, field, problem) => {
    expect(take(schema, given)).toEqual({ problems: [{ field, problem }] });
    expect(schema.safeParse(given).success).toBe(false);
  });
});

test("what fits is taken as zod takes it: with defaults, without members that nobody asked for", () => {
  const given = {
    id: "lsn-1",
    seconds: undefined,
    at: "12",
    rule: { event: "stopped" },
    labels: { a: "b" },
    input: { anything: [1], __proto__: null },
    tag: { key: "k", other: 1 },
    note: null,
    place: { path: "/health" },
  };
  expect(take(schema, given).input).toEqual({
    id: "lsn-1",
    at: "12",
    rule: { event: "stopped", ids: ["*"] },
    labels: { a: "b" },
    input: { anything: [1] },
    tag: { key: "k" },
    note: null,
    place: { path: "/health", deep: false },
  });
  expect(take(schema, given).input).toEqual(schema.parse(given));
  expect(take(schema, { id: "lsn-1" }).input).toEqual({ id: "lsn-1", place: { path: "/", deep: false } });
});

test("a function whose input does not fit answers with everything that is wrong with it, in the schema's order", () => {
  const problems = [
    { field: "id", problem: reason("value-missing") },
    { field: "kind", problem: reason("value-not-among", { values: ["rsa", "ecc"] }) },
    { field: "extra", problem: reason("value-unknown") },
  ];
  expect(() => takeInput(schema, { extra: 1, kind: "dsa" })).toThrow(
    expect.objectContaining({ kind: "InvalidInput", reason: reason("input-invalid", { problems }) }),
  );
});

describe("a schema that JSON Schema cannot say is refused, as the rule would be lost in the function", () => {
  test.each<[string, z.ZodType, RegExp]>([
    ["a rule of its own", z.number().refine((one) => one % 2 === 0), /custom/],
    ["another value made of it", z.string().transform(Number), /pipe/],
    ["a value in place of a wrong one", z.strictObject({ one: z.string().catch("") }), /\/properties\/one: .*catch/],
    ["a value of another type taken for one", z.coerce.number(), /coerce/],
    ["multiples", z.number().multipleOf(2), /multipleOf/],
    ["a pattern whatever its case", z.string().regex(/a/i), /flags i/],
    ["a reason of a type", z.string(must("must-be-listener-id")), /error/],
    ["a reason of a length", z.string().max(3, must("must-be-listener-id")), /error of max_length/],
  ])("%s", (_, lost, said) => {
    expect(() => jsonSchemaOf(lost)).toThrow(said);
  });
});

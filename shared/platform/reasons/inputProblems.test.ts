import { describe, expect, test } from "vitest";
import * as z from "zod";
import { problemsOfIssues } from "./inputProblems.ts";
import { must } from "./must.ts";
import { type Reason, reason } from "./reason.ts";

const schema = z.strictObject({
  id: z.string().regex(/^lsn-/),
  listener: z.string().regex(/^lsn-/, must("must-be-listener-id")).optional(),
  seconds: z.int().min(1).max(60).optional(),
  reason: z.string().min(2).max(4).optional(),
  ids: z.array(z.string()).min(1).max(2).optional(),
  kind: z.enum(["rsa", "ecc"]).optional(),
  at: z.union([z.string().regex(/^\d+$/), z.int().max(9)]).optional(),
  rule: z.discriminatedUnion("event", [z.strictObject({ event: z.literal("stopped") })]).optional(),
  odd: z.number().multipleOf(2).optional(),
  labels: z.record(z.string().regex(/^[a-z]+$/), z.string()).optional(),
  even: z
    .number()
    .refine((one) => one % 2 === 0)
    .optional(),
  input: z.looseObject({}).optional(),
});

/** Every code of zod's issues, with a value that raises it, and the field and the reason that come of it. */
const CASES: [code: string, given: object, field: string, problem: Reason][] = [
  ["invalid_type", {}, "id", reason("value-missing")],
  ["invalid_type", { id: 7 }, "id", reason("value-of-other-type", { type: "string" })],
  ["invalid_type", { id: "lsn-1", seconds: 1.5 }, "seconds", reason("value-of-other-type", { type: "integer" })],
  ["invalid_type", { id: "lsn-1", ids: "a" }, "ids", reason("value-of-other-type", { type: "array" })],
  ["invalid_type", { id: "lsn-1", input: [] }, "input", reason("value-of-other-type", { type: "object" })],
  ["invalid_format", { id: "x" }, "id", reason("value-malformed", { pattern: "^lsn-" })],
  ["invalid_format", { id: "lsn-1", listener: "x" }, "listener", reason("must-be-listener-id")],
  ["too_small", { id: "lsn-1", seconds: 0 }, "seconds", reason("value-below", { least: 1, of: "value" })],
  ["too_small", { id: "lsn-1", reason: "x" }, "reason", reason("value-below", { least: 2, of: "characters" })],
  ["too_small", { id: "lsn-1", ids: [] }, "ids", reason("value-below", { least: 1, of: "items" })],
  ["too_big", { id: "lsn-1", seconds: 61 }, "seconds", reason("value-above", { most: 60, of: "value" })],
  ["too_big", { id: "lsn-1", reason: "12345" }, "reason", reason("value-above", { most: 4, of: "characters" })],
  ["too_big", { id: "lsn-1", ids: ["a", "b", "c"] }, "ids", reason("value-above", { most: 2, of: "items" })],
  ["invalid_value", { id: "lsn-1", kind: "dsa" }, "kind", reason("value-not-among", { values: ["rsa", "ecc"] })],
  ["unrecognized_keys", { id: "lsn-1", extra: 1 }, "extra", reason("value-unknown")],
  ["invalid_union", { id: "lsn-1", at: true }, "at", reason("value-of-other-type", { type: "string" })],
  ["invalid_union", { id: "lsn-1", rule: { event: "x" } }, "rule.event", reason("value-unfit")],
  ["invalid_key", { id: "lsn-1", labels: { A: "b" } }, "labels.A", reason("value-malformed", { pattern: "^[a-z]+$" })],
  ["not_multiple_of", { id: "lsn-1", odd: 3 }, "odd", reason("value-unfit")],
  ["custom", { id: "lsn-1", even: 3 }, "even", reason("value-unfit")],
];

describe("bad input is problems from the catalogue, by zod's code and parameters", () => {
  test.each(CASES)("%s of %j", (code, given, field, problem) => {
    const { error } = schema.safeParse(given);
    expect(error?.issues.map((issue) => issue.code)).toEqual([code]);
    expect(problemsOfIssues(error?.issues ?? [], given)).toEqual([{ field, problem }]);
  });

  test("every code of an issue that zod has is tried here, but for members of maps and sets, which no schema has", () => {
    const codes: Record<z.core.$ZodIssue["code"], boolean> = {
      invalid_type: true,
      too_big: true,
      too_small: true,
      invalid_format: true,
      not_multiple_of: true,
      unrecognized_keys: true,
      invalid_union: true,
      invalid_key: true,
      invalid_element: false,
      invalid_value: true,
      custom: true,
    };
    const tried = new Set(CASES.map(([code]) => code));
    expect(Object.entries(codes).filter(([code, isTried]) => tried.has(code) !== isTried)).toEqual([]);
  });
});

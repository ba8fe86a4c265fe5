import { describe, expect, test } from "vitest";
import * as z from "zod";
import { catalogues } from "../../core/messages/catalogues.ts";
import { messagesIn } from "../../core/messages/messagesIn.ts";
import { inputProblems } from "./inputProblems.ts";
import { must } from "./must.ts";

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

/** Every code of zod's issues, with a value that raises it, and what is said of it. */
const CASES: [code: string, given: object, en: string, zh: string][] = [
  ["invalid_type", {}, "id is missing", "id 缺失"],
  ["invalid_type", { id: 7 }, "id must be a text", "id 必须是文本"],
  ["invalid_type", { id: "lsn-1", seconds: 1.5 }, "seconds must be a whole number", "seconds 必须是整数"],
  ["invalid_type", { id: "lsn-1", ids: "a" }, "ids must be a list", "ids 必须是列表"],
  ["invalid_type", { id: "lsn-1", input: [] }, "input must be an object", "input 必须是对象"],
  ["invalid_format", { id: "x" }, "id must match ^lsn-", "id 必须匹配 ^lsn-"],
  [
    "invalid_format",
    { id: "lsn-1", listener: "x" },
    "listener must be the id of an ALB listener, e.g. lsn-o4u54y73wq7b",
    "listener 必须是 ALB 监听 ID，例如 lsn-o4u54y73wq7b",
  ],
  ["too_small", { id: "lsn-1", seconds: 0 }, "seconds must be at least 1", "seconds 最少 1"],
  ["too_small", { id: "lsn-1", reason: "x" }, "reason must be at least 2 characters", "reason 最少 2 个字符"],
  ["too_small", { id: "lsn-1", ids: [] }, "ids must be at least 1 items", "ids 最少 1 项"],
  ["too_big", { id: "lsn-1", seconds: 61 }, "seconds must be at most 60", "seconds 最多 60"],
  ["too_big", { id: "lsn-1", reason: "12345" }, "reason must be at most 4 characters", "reason 最多 4 个字符"],
  ["too_big", { id: "lsn-1", ids: ["a", "b", "c"] }, "ids must be at most 2 items", "ids 最多 2 项"],
  ["invalid_value", { id: "lsn-1", kind: "dsa" }, "kind must be rsa or ecc", "kind 必须是 rsa 或 ecc"],
  ["unrecognized_keys", { id: "lsn-1", extra: 1 }, "extra is not known", "extra 不是已知字段"],
  ["invalid_union", { id: "lsn-1", at: true }, "at must be a text", "at 必须是文本"],
  ["invalid_union", { id: "lsn-1", rule: { event: "x" } }, "rule.event is not valid", "rule.event 无效"],
  ["invalid_key", { id: "lsn-1", labels: { A: "b" } }, "labels.A must match ^[a-z]+$", "labels.A 必须匹配 ^[a-z]+$"],
  ["not_multiple_of", { id: "lsn-1", odd: 3 }, "odd is not valid", "odd 无效"],
  ["custom", { id: "lsn-1", even: 3 }, "even is not valid", "even 无效"],
];

describe("bad input is problems from the catalogue, by zod's code and parameters", () => {
  test.each(CASES)("%s of %j is said in English and in Chinese", (code, given, en, zh) => {
    const { error } = schema.safeParse(given);
    expect(error?.issues.map((issue) => issue.code)).toEqual([code]);
    const problems = inputProblems(error as z.ZodError, given);
    const said = (language: "en" | "zh") => messagesIn(catalogues[language], language).message(problems);
    expect(said("en")).toBe(`The input is not valid: ${en}`);
    expect(said("zh")).toBe(`输入无效：${zh}`);
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

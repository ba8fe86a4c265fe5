import { describe, expect, test } from "vitest";
import { demandNoZod, withSchemas } from "./writtenSchemas.mjs";

const SCHEMAS = {
  constants: { "functions/one.ts": { given: { type: "string" }, more: { type: "integer" }, lost: undefined } },
  operations: { startListener: { type: "object", properties: {} } },
};

describe("what functions carry in place of schemas", () => {
  test.each([
    [
      "of a constant",
      'const given = z\n  .string()\n  .describe("é");\nother();',
      'const given = {"type":"string"};\nother();',
    ],
    ["of an exported constant", "export const more = z.int();", 'export const more = {"type":"integer"};'],
    [
      "of several",
      "const given = z.string(), more = z.int();",
      'const given = {"type":"string"}, more = {"type":"integer"};',
    ],
    [
      "of an operation's input",
      'export const start = defineOperation({ name: "startListener", input: { port: z.int() }, change() {} });',
      'export const start = defineOperation({ name: "startListener", input: {"type":"object","properties":{}}, change() {} });',
    ],
  ])("is the JSON Schema %s", (_, source, written) => {
    expect(withSchemas("functions/one.ts", source, SCHEMAS)).toBe(written);
  });

  test.each([
    ["a constant that JSON Schema cannot say", "const lost = z.string().transform(Number);"],
    ["a constant that is no schema", "const given = zone.string();"],
    ["a schema that is made where it is needed", "const given = (name) => z.string();"],
    ["a constant of another file", "const others = z.string();"],
  ])("is not %s", (_, source) => {
    expect(withSchemas("functions/one.ts", source, SCHEMAS)).toBe(source);
  });

  test("stops the build when a source cannot be read", () => {
    expect(() => withSchemas("functions/one.ts", "const given = z.(", SCHEMAS)).toThrow(
      "functions/one.ts cannot be read",
    );
  });
});

test("the build stops where a function would make a schema itself, and says where that may be", () => {
  const outputs = (bytesInOutput: number) => ({
    "index.js": {
      inputs: {
        "left-out:zod": { bytesInOutput },
        "functions/metrics.ts": { bytesInOutput: 9 },
        "shared/core/lock.ts": { bytesInOutput: 9 },
      },
    },
  });
  expect(() => demandNoZod({ outputs: outputs(0) })).not.toThrow();
  expect(() => demandNoZod({ outputs: outputs(40) })).toThrow(
    /A function has no zod: .* One of: functions\/metrics\.ts\.$/,
  );
});

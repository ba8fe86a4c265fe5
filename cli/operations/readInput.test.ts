import { describe, expect, test } from "vitest";
import type { OperationCommand } from "./commands.ts";
import { readInput } from "./readInput.ts";

const operation: OperationCommand = {
  name: "modifyListener",
  area: "modify",
  summary: "",
  impacts: ["no interruption"],
  input: {
    type: "object",
    properties: {
      listenerId: { type: "string", pattern: "^lsn-[a-z0-9]+$", description: "Id of the listener, like lsn-1" },
      gzipEnabled: { type: "boolean" },
      idleTimeout: { type: "integer", minimum: 1, maximum: 60 },
      certificateIds: { type: "array", items: { type: "string", pattern: "^\\d+-[a-z-]+$" } },
      listenerDescription: { type: "string", minLength: 2 },
      bounds: { type: "object", properties: { errors: { type: "number", maximum: 1 } }, additionalProperties: false },
      plan: { type: "string" },
    },
    required: ["listenerId"],
    additionalProperties: false,
  },
};
const read = (given: Record<string, unknown>) => readInput(operation, { listenerId: "lsn-1", ...given });
const refused = (given: Record<string, unknown>): string => {
  try {
    readInput(operation, given);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : "";
  }
  return "taken";
};

describe("a boolean option", () => {
  test.each([
    ["true", true],
    ["TRUE", true],
    ["yes", true],
    ["Yes", true],
    ["on", true],
    ["false", false],
    ["no", false],
    ["off", false],
    [true, true],
    [false, false],
  ])("given as %s means %s", (given, meant) => {
    expect(read({ gzipEnabled: given })).toEqual({ listenerId: "lsn-1", gzipEnabled: meant });
  });

  test.each(["maybe", "1", "0", "", "y", "ture"])(
    "given as %j is refused by its name before anything is called",
    (given) => {
      expect(refused({ listenerId: "lsn-1", gzipEnabled: given })).toBe(
        `InvalidInput: --gzip-enabled takes true or false (also yes, no, on, off), not "${given}".`,
      );
    },
  );
});

describe("an input that is not valid is refused where it is typed", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["a missing option", {}, "--listener-id is required: Id of the listener, like lsn-1."],
    ["a wrong id", { listenerId: "shop" }, '--listener-id is not valid, not "shop": Id of the listener, like lsn-1.'],
    ["a number out of bounds", { listenerId: "lsn-1", idleTimeout: "0" }, "--idle-timeout must be at least 1, not 0."],
    ["a number that is none", { listenerId: "lsn-1", idleTimeout: "abc" }, '--idle-timeout takes a number, not "abc".'],
    ["half a number", { listenerId: "lsn-1", idleTimeout: "1.5" }, "--idle-timeout must be a whole number, not 1.5."],
    [
      "an unknown field",
      { listenerId: "lsn-1", input: '{"idleTimout":3}' },
      "--input: idleTimout is no option of this operation.",
    ],
    [
      "a wrong field of JSON",
      { listenerId: "lsn-1", bounds: '{"errors":2}' },
      "--bounds (errors) must be at most 1, not 2.",
    ],
    ["JSON that is none", { listenerId: "lsn-1", bounds: "{errors}" }, "--bounds is not JSON"],
    ["a list for an input", { input: "[]" }, "--input must be a JSON object."],
    ["a file that is not there", { input: "@/nowhere/input.json" }, "is there a file /nowhere/input.json?"],
  ])("%s", (_, given, sentence) => {
    expect(refused(given)).toContain(sentence);
  });

  test("with everything that is wrong at once, and where to look", () => {
    expect(refused({ idleTimeout: "99", certificateIds: ["x"] })).toBe(
      [
        "InvalidInput: --listener-id is required: Id of the listener, like lsn-1.",
        "  --idle-timeout must be at most 60, not 99.",
        '  --certificate-ids (0) must match ^\\d+-[a-z-]+$, not "x".',
        "  `albflow modifyListener --help` lists the options.",
      ].join("\n"),
    );
  });
});

test("ids may be given with commas and blanks between them, and with blanks around", () => {
  expect(read({ certificateIds: ["1-cn-hangzhou,2-cn-hangzhou", "3-cn-hangzhou "], listenerId: " lsn-1 " })).toEqual({
    listenerId: "lsn-1",
    certificateIds: ["1-cn-hangzhou", "2-cn-hangzhou", "3-cn-hangzhou"],
  });
});

test("blanks in a text stay, and a flag comes before the same field of --input", () => {
  expect(read({ input: '{"idleTimeout":3,"listenerDescription":" a "}', idleTimeout: "4" })).toEqual({
    listenerId: "lsn-1",
    idleTimeout: 4,
    listenerDescription: " a ",
  });
});

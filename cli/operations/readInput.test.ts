import { describe, expect, test } from "vitest";
import { certificateId } from "../../shared/core/operationInput.ts";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { describedSchemaOf } from "../../shared/platform/jsonSchemaOf.ts";
import type { Reason } from "../../shared/platform/reasons/reason.ts";
import { coded } from "../../test/support/coded.ts";
import type { OperationCommand } from "./commands.ts";
import { readInput } from "./readInput.ts";

/** As the build writes it. */
const CERTIFICATE = describedSchemaOf(certificateId.describe("Id of the certificate to replace"));

const operation: OperationCommand = {
  name: "modifyListener",
  area: "modify",
  summary: "",
  impacts: ["no interruption"],
  input: {
    type: "object",
    properties: {
      listenerId: { type: "string", pattern: "^lsn-[a-z0-9]+$", description: "Id of the listener, like lsn-1" },
      certificateId: CERTIFICATE,
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
const refused = (given: Record<string, unknown>): Reason | undefined => {
  try {
    readInput(operation, given);
  } catch (error) {
    return error instanceof AlbflowError && error.kind === "InvalidInput" ? error.reason : undefined;
  }
  return undefined;
};
const invalid = (...problems: object[]) => coded("options-invalid", { operation: "modifyListener", problems });
const unfit = (option: string, problem: object, value: string) => coded("option-unfit", { option, problem, value });
const LISTENER = { option: "--listener-id", means: "Id of the listener, like lsn-1" };

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
      expect(refused({ listenerId: "lsn-1", gzipEnabled: given })).toEqual(
        coded("option-not-boolean", { option: "--gzip-enabled", value: given }),
      );
    },
  );
});

describe("an input that is not valid is refused where it is typed", () => {
  test.each<[string, Record<string, unknown>, object]>([
    ["a missing option", {}, invalid(coded("option-missing", LISTENER))],
    ["a wrong id", { listenerId: "shop" }, invalid(coded("option-malformed", { ...LISTENER, value: '"shop"' }))],
    [
      "an id whose form has words of its own",
      { listenerId: "lsn-1", certificateId: "24664588" },
      invalid(unfit("--certificate-id", coded("must-be-regional-certificate-id"), '"24664588"')),
    ],
    [
      "a number out of bounds",
      { listenerId: "lsn-1", idleTimeout: "0" },
      invalid(unfit("--idle-timeout", coded("value-below", { least: 1, of: "value" }), "0")),
    ],
    [
      "a number that is none",
      { listenerId: "lsn-1", idleTimeout: "abc" },
      coded("option-not-number", { option: "--idle-timeout", value: "abc" }),
    ],
    [
      "half a number",
      { listenerId: "lsn-1", idleTimeout: "1.5" },
      invalid(unfit("--idle-timeout", coded("value-of-other-type", { type: "integer" }), "1.5")),
    ],
    [
      "an unknown field",
      { listenerId: "lsn-1", input: '{"idleTimout":3}' },
      invalid(coded("option-unknown", { option: "--input: idleTimout" })),
    ],
    [
      "a wrong field of JSON",
      { listenerId: "lsn-1", bounds: '{"errors":2}' },
      invalid(unfit("--bounds (errors)", coded("value-above", { most: 1, of: "value" }), "2")),
    ],
    [
      "JSON that is none",
      { listenerId: "lsn-1", bounds: "{errors}" },
      coded("option-not-json", { option: "--bounds", message: expect.any(String) }),
    ],
    ["a list for an input", { input: "[]" }, coded("option-not-object", { option: "--input" })],
    [
      "a file that is not there",
      { input: "@/nowhere/input.json" },
      coded("option-file-unreadable", { file: "/nowhere/input.json" }),
    ],
  ])("%s", (_, given, why) => {
    expect(refused(given)).toEqual(why);
  });

  test("with everything that is wrong at once, and where to look", () => {
    expect(refused({ idleTimeout: "99", certificateIds: ["x"] })).toEqual(
      invalid(
        coded("option-missing", LISTENER),
        unfit("--idle-timeout", coded("value-above", { most: 60, of: "value" }), "99"),
        unfit("--certificate-ids (0)", coded("value-malformed", { pattern: "^\\d+-[a-z-]+$" }), '"x"'),
      ),
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

import { describe, expect, test } from "vitest";
import { listedOperations } from "../../../shared/features/api/contract.ts";
import { type JsonSchema, problemsIn } from "../../../shared/platform/jsonSchema.ts";
import { coded } from "../../../test/support/coded.ts";
import { fieldsOf, inputIn, problemsByField, valuesOf } from "./fields.ts";

const schema: JsonSchema = {
  type: "object",
  properties: {
    listenerId: { type: "string" },
    percent: { type: "integer" },
    start: { type: "boolean" },
    ids: { type: "array", items: { type: "string" } },
    versions: { type: "array", items: { type: "string", enum: ["TLSv1.2", "TLSv1.3"] } },
    create: {
      type: "object",
      properties: {
        name: { type: "string" },
        servers: {
          type: "array",
          items: {
            type: "object",
            properties: { id: { type: "string" }, port: { type: "integer" } },
            required: ["id"],
          },
        },
      },
      required: ["name"],
    },
    plan: { type: "string" },
    requestedBy: { type: "string" },
  },
  required: ["listenerId"],
};

const form = (entries: Record<string, string | string[]>) =>
  new Map(Object.entries(entries).map(([name, value]) => [name, [value].flat()]));

describe("a form's input", () => {
  test("holds texts, numbers, switches, lists and things within things, each of its type", () => {
    const given = form({
      listenerId: " lsn-1 ",
      percent: "7",
      start: "false",
      ids: "one\ntwo, three\n",
      versions: ["TLSv1.2", "TLSv1.3"],
      "create.name": "blue",
      "create.servers.0.id": "i-1",
      "create.servers.0.port": "80",
      "create.servers.2.id": "i-2",
    });
    expect(inputIn(given, schema)).toEqual({
      listenerId: "lsn-1",
      percent: 7,
      start: false,
      ids: ["one", "two", "three"],
      versions: ["TLSv1.2", "TLSv1.3"],
      create: { name: "blue", servers: [{ id: "i-1", port: 80 }, { id: "i-2" }] },
    });
  });

  test("holds nothing for what is left empty, so that defaults hold", () => {
    const given = form({ listenerId: "lsn-1", percent: "", start: "", ids: " \n ", "create.name": "" });
    expect(inputIn(given, schema)).toEqual({ listenerId: "lsn-1" });
  });

  test("leaves what is no number as it is, for the check to say so", () => {
    const input = inputIn(form({ listenerId: "lsn-1", percent: "many" }), schema);
    expect(problemsIn(input, schema)).toEqual([
      { pointer: "/percent", problem: coded("value-of-other-type", { type: "integer" }) },
    ]);
  });

  test("fills the form again as it was", () => {
    const input = { listenerId: "lsn-1", ids: ["one", "two"], create: { name: "blue", servers: [{ id: "i-1" }] } };
    expect(inputIn(valuesOf(input), schema)).toEqual(input);
  });

  test.each(listedOperations())("can be given for every field that $name needs", ({ input }) => {
    const fields = fieldsOf(input).map(({ name }) => name);
    expect(fields).toEqual(expect.arrayContaining(input.required ?? []));
    expect(fields).not.toContain("plan");
    expect(fields).not.toContain("requestedBy");
  });
});

test("problems stand at their fields: those of a line at its list, those of none at the whole", () => {
  const problems = [
    { pointer: "/percent", problem: coded("value-above") },
    { pointer: "/ids/3", problem: coded("value-malformed") },
    { pointer: "/create/name", problem: coded("value-missing") },
    { pointer: "/other", problem: coded("value-unknown") },
  ];
  expect(Object.fromEntries(problemsByField(problems, ["percent", "ids", "create.name"], ({ code }) => code))).toEqual({
    percent: ["value-above"],
    ids: ["ids.3 value-malformed"],
    "create.name": ["value-missing"],
    "": ["other value-unknown"],
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { operations } from "../../../functions/registry.ts";
import { contractRoutes, listedOperations } from "./contract.ts";
import { handlers } from "./handlers/registry.ts";

interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, object>>;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security?: object[];
  parameters: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description?: string; $ref?: string; content?: Record<string, { schema: object }> }>;
}

const document = JSON.parse(readFileSync("shared/features/api/openApi.json", "utf8")) as OpenApi & {
  tags: { name: string }[];
};
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe("the contract", () => {
  test("says of every part of a path, and of the Idempotency-Key, which texts it may be", () => {
    const inPath = described.flatMap(({ path, operation }) =>
      operation.parameters.filter((parameter) => parameter.in === "path").map(({ schema }) => ({ path, schema })),
    );
    expect(inPath.filter(({ schema }) => !("pattern" in schema))).toEqual([]);
    const keys = described.flatMap(({ operation }) =>
      operation.parameters.filter(({ name }) => name === "Idempotency-Key"),
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { schema } of keys) expect(schema).toMatchObject({ pattern: '^"?[\\w-]{1,127}"?$' });
  });

  test("is OpenAPI 3.1 with every part that must be there", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(document.info).toMatchObject({ title: "albflow", version: expect.stringMatching(/./) });
    expect(Object.keys(document).sort()).toEqual([
      "components",
      "info",
      "openapi",
      "paths",
      "security",
      "servers",
      "tags",
    ]);
    expect(Object.keys(document.components).every((name) => COMPONENTS.includes(name))).toBe(true);
  });

  test("refers to nothing that is not there", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = ""]) => target);
    expect(references.length).toBeGreaterThan(40);
    for (const target of references) {
      const found = target
        .replace("#/", "")
        .split("/")
        .reduce<unknown>((inside, name) => (inside as Record<string, unknown>)?.[name], document);
      expect({ target, found: typeof found }).toEqual({ target, found: "object" });
    }
  });

  test("gives every request a name of its own, a known tag and a summary", () => {
    const names = described.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operation } of described) {
      expect(operation.summary).toMatch(/^[A-Z].*\.$/);
      expect(operation.tags.every((tag) => tags.includes(tag))).toBe(true);
    }
  });

  test.each(described)(
    "$method $path declares its path, each parameter once, and what every answer means",
    ({ path, operation }) => {
      const { parameters, responses } = operation;
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      expect(parameters.filter((one) => one.in === "path").every(({ required }) => required === true)).toBe(true);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
      expect(parameters.every(({ schema }) => typeof schema === "object")).toBe(true);
      expect(Object.keys(responses)).toContain("default");
      for (const [status, answer] of Object.entries(responses)) {
        expect(status).toMatch(/^(default|[1-5]\d\d)$/);
        expect(answer.$ref ?? answer.description).toMatch(/./);
      }
    },
  );

  test("holds requests to nothing that is not checked", () => {
    const keywords = new Set<string>();
    for (const { query, body } of contractRoutes())
      for (const schema of [query, body]) collectKeywords(schema, keywords);
    expect([...keywords].filter((keyword) => !CHECKED.includes(keyword))).toEqual([]);
  });

  test("is served whole: nothing without a handler, no handler without a request", () => {
    const names = described.map(({ operation }) => operation.operationId);
    expect(Object.keys(handlers).sort()).toEqual([...names].sort());
  });

  test("opens only health and itself to everybody", () => {
    const open = contractRoutes().filter((route) => route.open);
    expect(open.map(({ path }) => path)).toEqual(["/health", "/openapi.json"]);
  });

  test("has every operation, with the schema that its flow checks", () => {
    expect(listedOperations().map(({ name }) => name)).toEqual(Object.keys(operations));
    for (const { name, input, impacts } of listedOperations()) {
      expect({ name, impacts }).toEqual({ name, impacts: operations[name]?.impacts });
      expect(input).toMatchObject({ type: "object", additionalProperties: false });
    }
  });
});

const COMPONENTS = ["schemas", "responses", "securitySchemes", "headers"];

/** What problemsIn looks at, and what says nothing about values. */
const CHECKED = [
  "type",
  "enum",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "items",
  "minItems",
  "maxItems",
  "properties",
  "required",
  "additionalProperties",
  "description",
  "default",
  "anyOf",
];

function collectKeywords(schema: object | undefined, keywords: Set<string>): void {
  for (const [keyword, value] of Object.entries(schema ?? {})) {
    keywords.add(keyword);
    if (keyword === "properties") for (const inner of Object.values(value as object)) collectKeywords(inner, keywords);
    if (keyword === "items") collectKeywords(value as object, keywords);
    if (keyword === "anyOf") for (const one of value as object[]) collectKeywords(one, keywords);
  }
}

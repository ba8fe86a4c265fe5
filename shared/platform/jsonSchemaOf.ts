import * as z from "zod";
import type { JsonSchema } from "./jsonSchema.ts";
import { reasonIn } from "./reasons/reasonText.ts";

/**
 * What a schema of zod allows, as JSON Schema, without its descriptions. The build puts the result in the schema's place, so that functions
 * carry no zod (build/slim/writtenSchemas.mjs). Throws where JSON Schema cannot say all that the schema does: a rule must
 * not be lost on the way.
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const { $schema: _, ...whole } = z.toJSONSchema(schema, { io: "input", override: checkAndName });
  const described = withAlternatives(whole) as JsonSchema;
  made.set(schema, described);
  return described;
}

/** The same for people who type it: with its descriptions, and without what JSON Schema cannot say. */
export function describedSchemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any", override: nameReason });
}

/** What is wrong with a text that is not of its form is said in the words of the schema. */
function nameReason({ zodSchema, jsonSchema }: Pick<Parameters<Override>[0], "zodSchema" | "jsonSchema">): void {
  for (const { _zod } of zodSchema._zod.def.checks ?? []) {
    const { check, error: own } = _zod.def as { check: string; error?: (issue: object) => unknown };
    if (own !== undefined && check === "string_format") jsonSchema["x-reason"] = reasonIn(String(own({})));
  }
}

const made = new WeakMap<z.ZodType, JsonSchema>();

function checkAndName({ zodSchema, jsonSchema, path }: Parameters<Override>[0]): void {
  const { type, checks = [], error } = zodSchema._zod.def;
  const lost = [
    ...Object.keys(jsonSchema).filter((word) => !WORDS.has(word)),
    ...(error === undefined ? [] : ["error"]),
  ];
  if (UNSAID.has(type)) lost.push(type);
  if ("coerce" in zodSchema._zod.def && zodSchema._zod.def.coerce === true) lost.push("coerce");
  for (const { _zod } of checks) {
    const {
      check,
      error: own,
      pattern,
    } = _zod.def as { check: string; error?: (issue: object) => unknown; pattern?: RegExp };
    if (check === "custom" || check === "overwrite") lost.push(check);
    if (pattern !== undefined && pattern.flags !== "") lost.push(`pattern of flags ${pattern.flags}`);
    if (own !== undefined && check !== "string_format") lost.push(`error of ${check}`);
  }
  nameReason({ zodSchema, jsonSchema });
  delete jsonSchema.description;
  if (lost.length > 0) throw new Error(`JSON Schema cannot say this of /${path.join("/")}: ${lost.join(", ")}.`);
}

/** A type of two, as zod writes what may be null, as two alternatives. */
function withAlternatives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAlternatives);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([word, one]) => [word, withAlternatives(one)]));
  return Array.isArray(inner.type) ? { anyOf: inner.type.map((type: unknown) => ({ ...inner, type })) } : inner;
}

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>["override"]>;

/** Of JSON Schema, what shared/platform/jsonSchema.ts understands, and what says nothing of values. */
const WORDS = new Set([
  "type",
  "anyOf",
  "oneOf",
  "description",
  "default",
  "enum",
  "const",
  "pattern",
  "x-reason",
  "minLength",
  "maxLength",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "items",
  "minItems",
  "maxItems",
  "properties",
  "propertyNames",
  "required",
  "additionalProperties",
  "$schema",
]);

/** Schemas that do something with a value, which its description leaves out. */
const UNSAID = new Set(["transform", "pipe", "catch", "custom", "lazy", "promise", "readonly"]);

import { type Reason, reason } from "./reasons/reason.ts";

/** As much of JSON Schema (2020-12) as this API's own contract uses; a test holds it to that. */
export interface JsonSchema {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  /** One of these must fit. */
  anyOf?: JsonSchema[];
  description?: string;
  default?: unknown;
  enum?: unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean;
}

/** Something that a schema does not allow. */
export interface SchemaProblem {
  /** JSON Pointer (RFC 6901) to the value; empty for the whole. */
  pointer: string;
  problem: Reason;
}

/**
 * Everything in a value that a schema does not allow. Requests are held to the very schemas that the API publishes, and
 * the library that these are made with stays out of the function.
 */
export function problemsIn(value: unknown, schema: JsonSchema, pointer = ""): SchemaProblem[] {
  const { type, enum: choices, anyOf } = schema;
  if (anyOf !== undefined) {
    const tried = anyOf.map((one) => problemsIn(value, one, pointer));
    return tried.some((problems) => problems.length === 0) ? [] : (tried[0] ?? []);
  }
  if (type !== undefined && !IS[type](value)) return [{ pointer, problem: reason("value-of-other-type", { type }) }];
  if (choices !== undefined && !choices.includes(value))
    return [{ pointer, problem: reason("value-not-among", { values: choices.map(String) }) }];
  if (typeof value === "string") return textProblems(value, schema, pointer);
  if (typeof value === "number") return bounds(value, schema.minimum, schema.maximum, "value", pointer);
  if (Array.isArray(value)) {
    const { items = {}, minItems, maxItems } = schema;
    const sized = bounds(value.length, minItems, maxItems, "items", pointer);
    return sized.length > 0 ? sized : value.flatMap((item, index) => problemsIn(item, items, `${pointer}/${index}`));
  }
  if (typeof value === "object" && value !== null) return objectProblems(value, schema, pointer);
  return [];
}

function textProblems(value: string, { pattern, minLength, maxLength }: JsonSchema, pointer: string): SchemaProblem[] {
  const sized = bounds(value.length, minLength, maxLength, "characters", pointer);
  if (sized.length > 0) return sized;
  if (pattern === undefined || new RegExp(pattern).test(value)) return [];
  return [{ pointer, problem: reason("value-malformed", { pattern }) }];
}

function objectProblems(value: object, schema: JsonSchema, pointer: string): SchemaProblem[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => ({ pointer: below(pointer, name), problem: reason("value-missing") })),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known !== undefined) return problemsIn(inner, known, below(pointer, name));
      return additionalProperties === false
        ? [{ pointer: below(pointer, name), problem: reason("value-unknown") }]
        : [];
    }),
  ];
}

function bounds(size: number, least = -Infinity, most = Infinity, of: string, pointer: string): SchemaProblem[] {
  if (size < least) return [{ pointer, problem: reason("value-below", { least, of }) }];
  return size > most ? [{ pointer, problem: reason("value-above", { most, of }) }] : [];
}

function below(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

const IS: Record<NonNullable<JsonSchema["type"]>, (value: unknown) => boolean> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isSafeInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

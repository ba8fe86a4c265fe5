import { type Reason, reason } from "./reasons/reason.ts";

/** As much of JSON Schema (2020-12) as this API's own contract and the inputs of functions use; a test holds them to that. */
export interface JsonSchema {
  type?: JsonType;
  /** One of these must fit. */
  anyOf?: JsonSchema[];
  /** One of these must fit: the one whose constant member is the value's. */
  oneOf?: JsonSchema[];
  description?: string;
  /** Taken where there is no value. */
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  /** What is wrong with a text that is not of that pattern, where there is something better to say. */
  "x-reason"?: Reason;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  required?: string[];
  /** Of members that `properties` does not name: false refuses them, a schema takes them, and without either they are left out. */
  additionalProperties?: boolean | JsonSchema;
}

type JsonType = "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";

/** Something that a schema does not allow. */
export interface SchemaProblem {
  /** JSON Pointer (RFC 6901) to the value; empty for the whole. */
  pointer: string;
  problem: Reason;
}

/**
 * Everything in a value that a schema does not allow. Requests and the inputs of functions are held to the very schemas that
 * are published, and the library that these are made with stays out of the functions.
 */
export function problemsIn(value: unknown, schema: JsonSchema, pointer = ""): SchemaProblem[] {
  const { anyOf, oneOf } = schema;
  if (oneOf !== undefined) return problemsOfKinds(value, oneOf, pointer);
  if (anyOf !== undefined) {
    const tried = anyOf.map((one) => problemsIn(value, one, pointer));
    const [nearest = []] = tried.toSorted((one, other) => one.length - other.length);
    return nearest;
  }
  const choices = "const" in schema ? [schema.const] : schema.enum;
  if (choices !== undefined && !choices.includes(value))
    return [{ pointer, problem: reason("value-not-among", { values: choices.map(String) }) }];
  const { type } = schema;
  if (type !== undefined && !IS[type](value)) return [{ pointer, problem: reason("value-of-other-type", { type }) }];
  if (typeof value === "string") return textProblems(value, schema, pointer);
  if (typeof value === "number") return numberProblems(value, schema, pointer);
  if (Array.isArray(value)) {
    const { items = {}, minItems, maxItems } = schema;
    const sized = bounds(value.length, minItems, maxItems, "items", pointer);
    return sized.length > 0 ? sized : value.flatMap((item, index) => problemsIn(item, items, `${pointer}/${index}`));
  }
  if (typeof value === "object" && value !== null) return objectProblems(value, schema, pointer);
  return [];
}

/** A value that a schema allows, as it takes it: with its defaults, and without the members that it does not know. Pure. */
export function completed(value: unknown, schema: JsonSchema): unknown {
  if (value === undefined) return schema.default === undefined ? undefined : completed(schema.default, schema);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) {
    const fitting = alternatives.find((one) => problemsIn(value, one).length === 0);
    return fitting === undefined ? value : completed(value, fitting);
  }
  if (Array.isArray(value)) return value.map((item) => completed(item, schema.items ?? {}));
  if (typeof value !== "object" || value === null || schema.type === undefined) return value;
  const { properties = {}, additionalProperties: others = false } = schema;
  const known = Object.entries(properties).map(([name, inner]) => [name, completed(own(value, name), inner)] as const);
  const unknown = Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name));
  return Object.fromEntries([
    ...known.filter(([, inner]) => inner !== undefined),
    ...(others === false
      ? []
      : unknown.map(([name, inner]) => [name, typeof others === "object" ? completed(inner, others) : inner])),
  ]);
}

/** Of alternatives that a constant member tells apart, only the meant one says what is wrong. */
function problemsOfKinds(value: unknown, kinds: JsonSchema[], pointer: string): SchemaProblem[] {
  if (typeof value !== "object" || value === null) return problemsIn(value, { type: "object" }, pointer);
  const [kind = ""] = Object.entries(kinds[0]?.properties ?? {}).flatMap(([name, inner]) =>
    "const" in inner ? name : [],
  );
  const meant = kinds.find(({ properties = {} }) => properties[kind]?.const === own(value, kind));
  return meant === undefined
    ? [{ pointer: below(pointer, kind), problem: reason("value-unfit") }]
    : problemsIn(value, meant, pointer);
}

function textProblems(value: string, schema: JsonSchema, pointer: string): SchemaProblem[] {
  const { pattern, minLength, maxLength, "x-reason": own } = schema;
  const sized = bounds(value.length, minLength, maxLength, "characters", pointer);
  if (sized.length > 0) return sized;
  if (pattern === undefined || new RegExp(pattern).test(value)) return [];
  return [{ pointer, problem: own ?? reason("value-malformed", { pattern }) }];
}

function numberProblems(value: number, schema: JsonSchema, pointer: string): SchemaProblem[] {
  const { minimum, exclusiveMinimum, maximum } = schema;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return [{ pointer, problem: reason("value-below", { least: exclusiveMinimum, of: "value" }) }];
  return bounds(value, minimum, maximum, "value", pointer);
}

function objectProblems(value: object, schema: JsonSchema, pointer: string): SchemaProblem[] {
  const { properties = {}, propertyNames, required = [], additionalProperties } = schema;
  const others = Object.entries(value).filter(([name]) => !Object.hasOwn(properties, name));
  return [
    ...Object.entries(properties).flatMap(([name, inner]) => {
      const given = own(value, name);
      if (given !== undefined) return problemsIn(given, inner, below(pointer, name));
      return required.includes(name) ? [{ pointer: below(pointer, name), problem: reason("value-missing") }] : [];
    }),
    ...others.flatMap(([name, inner]) => {
      const at = below(pointer, name);
      if (additionalProperties === false) return [{ pointer: at, problem: reason("value-unknown") }];
      const named = propertyNames === undefined ? [] : problemsIn(name, propertyNames, at);
      if (named.length > 0 || typeof additionalProperties !== "object") return named;
      return problemsIn(inner, additionalProperties, at);
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

function own(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

const IS: Record<JsonType, (value: unknown) => boolean> = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  integer: Number.isSafeInteger,
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

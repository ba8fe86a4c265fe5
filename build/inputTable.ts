import { z } from "zod";
import { codes, table } from "./markdown.ts";

/** A field of an input, as JSON Schema tells it. */
export interface InputField {
  /** Several where it may be nothing as well. */
  type?: string | string[];
  description?: string;
  default?: unknown;
  enum?: string[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: InputField;
  /** What may be nothing as well. */
  anyOf?: InputField[];
  properties?: Record<string, InputField>;
  required?: string[];
}

/** A field with its whole name, like `create.servers[].Port`. */
export interface NamedField extends InputField {
  name: string;
  isRequired: boolean;
}

/** What a schema takes, as JSON Schema. */
export function schemaOf(input: z.ZodType): InputField {
  return z.toJSONSchema(input, { io: "input" }) as InputField;
}

/** Every field of a schema, fields within fields included. */
export function inputFieldsOf(input: z.ZodType): NamedField[] {
  return fieldsIn(schemaOf(input));
}

/** The same of a schema that is JSON Schema already. */
export function fieldsIn(schema: InputField): NamedField[] {
  return within("", schema);
}

/** Fields as people read them. */
export function inputTable(fields: NamedField[]): string {
  const rows = fields.map((field) => [
    `\`${field.name}\``,
    typeOf(field),
    limitsOf(field),
    field.isRequired ? "**required**" : defaultOf(field),
    field.description ?? "",
  ]);
  return table(["field", "type", "limits", "default", "meaning"], rows);
}

function within(path: string, { properties = {}, required = [] }: InputField): NamedField[] {
  return Object.entries(properties).flatMap(([key, field]) => {
    const name = `${path}${key}`;
    const own = field.anyOf === undefined ? field : (field.anyOf[0] ?? field);
    const inner = own.items === undefined ? within(`${name}.`, own) : within(`${name}[].`, own.items);
    return [{ ...field, name, isRequired: required.includes(key) }, ...inner];
  });
}

function typeOf({ type = "", items, anyOf }: InputField): string {
  if (anyOf !== undefined) return anyOf.map(typeOf).join(" or ");
  return items === undefined ? [type].flat().join(" or ") : `list of ${typeOf(items)}s`;
}

function limitsOf({ items, ...field }: InputField): string {
  const each = items === undefined || items.type === "object" ? "" : limitsOf(items);
  return [
    range(field.minimum, field.maximum, ""),
    range(field.minLength, field.maxLength, " characters"),
    range(field.minItems, field.maxItems, ""),
    field.enum === undefined ? "" : codes(field.enum),
    field.pattern === undefined ? "" : codes([field.pattern.replaceAll("\\/", "/")]),
    each === "" ? "" : `each ${each}`,
  ]
    .filter((limit) => limit !== "")
    .join("; ");
}

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (most === undefined) return least === undefined ? "" : `at least ${least}${unit}`;
  return least === undefined ? `at most ${most}${unit}` : `${least} to ${most}${unit}`;
}

/** An object without a default of its own is made of those of its fields. */
function defaultOf({ type, default: value }: InputField): string {
  return value === undefined || type === "object" ? "" : codes([JSON.stringify(value)]);
}

import type { ListedOperation } from "../../../shared/features/api/contract.ts";
import type { JsonSchema, SchemaProblem } from "../../../shared/platform/jsonSchema.ts";
import type { Reason } from "../../../shared/platform/reasons/reason.ts";

/** A field of an operation's form. Its name is its path, with dots: `verification.path`, `create.servers.0.Port`. */
export interface FormField {
  name: string;
  /** The last part of its name. */
  label: string;
  schema: JsonSchema;
  isRequired: boolean;
  /** Stands within something that may be left out as a whole, so that its default is only that of the whole. */
  isWithinOptional: boolean;
}

/** What the console fills in by itself, or asks beside the plan. */
const OWN = new Set(["plan", "requestedBy", "reason", "ticket"]);

/** What an operation takes only to say that it cannot be changed. */
const FIXED: Record<string, Set<string>> = { modifyListener: new Set(["listenerPort", "listenerProtocol"]) };

/** The fields of an operation's form. */
export function formFields({ name, input }: Pick<ListedOperation, "name" | "input">): FormField[] {
  return fieldsOf(input).filter((field) => FIXED[name]?.has(field.name) !== true);
}

/** Under which a form says what a field held when it was shown: what is still so is not sent. */
export const BEFORE = "before:";

/** Under which a form says how many rows of a list of objects it has. */
export const ROW_COUNT_PREFIX = "rows:";

/**
 * The values of a form without those that are as they were before. Of what belongs together, what must be there stays when
 * something else in it was changed.
 */
export function changedIn(values: ReadonlyMap<string, string[]>, schema: JsonSchema): Map<string, string[]> {
  const isChanged = (name: string) => values.get(`${BEFORE}${name}`)?.join("\n") !== values.get(name)?.join("\n");
  const changed = [...values.keys()].filter((name) => !name.startsWith(BEFORE) && isChanged(name));
  const needed = Object.entries(schema.properties ?? {}).flatMap(([group, { required = [] }]) =>
    changed.some((name) => name.startsWith(`${group}.`)) ? required.map((key) => `${group}.${key}`) : [],
  );
  return new Map([...values].filter(([name]) => changed.includes(name) || needed.includes(name)));
}

/** How many rows of a list of objects there is space for, beyond those that are filled. */
const FREE_ROWS = 2;

/** ALB takes 200 servers at a time. */
const MOST_ROWS = 200;

/** The fields of an object, as people see them. */
export function fieldsOf(schema: JsonSchema, prefix = "", isWithinOptional = false): FormField[] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties)
    .filter(([key]) => prefix !== "" || !OWN.has(key))
    .map(([key, inner]) => ({
      name: `${prefix}${key}`,
      label: key,
      schema: inner,
      isRequired: required.includes(key),
      isWithinOptional,
    }));
}

/** How many rows a list of objects has in a form that was filled like this. */
export function fieldRowsOf(name: string, values: ReadonlyMap<string, string[]>): number {
  const filled = [...values.keys()]
    .filter((key) => key.startsWith(`${name}.`))
    .map((key) => Number(key.slice(name.length + 1).split(".")[0]));
  const asked = Number(values.get(`${ROW_COUNT_PREFIX}${name}`)?.[0] ?? 0);
  return Math.min(MOST_ROWS, Math.max(Math.max(-1, ...filled) + 1 + FREE_ROWS, Number.isInteger(asked) ? asked : 0));
}

/**
 * The input that a form holds. What is left empty is not in it: the operation's own defaults hold then. Texts become what
 * the schema asks for, where they can; what they cannot become stays text, for the check to say so.
 */
export function inputIn(
  values: ReadonlyMap<string, string[]>,
  schema: JsonSchema,
  prefix = "",
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const value = valueIn(values, inner, `${prefix}${key}`);
    if (value !== undefined) input[key] = value;
  }
  return input;
}

/** The form that an input fills, the other way round. */
export function valuesOf(input: unknown, prefix = ""): Map<string, string[]> {
  const values = new Map<string, string[]>();
  if (typeof input !== "object" || input === null) return values;
  for (const [key, value] of Object.entries(input)) {
    const name = `${prefix}${key}`;
    if (Array.isArray(value) && value.every((item) => typeof item !== "object")) values.set(name, value.map(String));
    else if (typeof value === "object" && value !== null) {
      for (const [inner, texts] of valuesOf(value, `${name}.`)) values.set(inner, texts);
    } else values.set(name, [String(value)]);
  }
  return values;
}

/** Problems by the name of the field that has them, as `say` says them; those of no field under the empty name. */
export function problemsByField(
  problems: SchemaProblem[],
  names: string[],
  say: (problem: Reason) => string,
): Map<string, string[]> {
  const byField = new Map<string, string[]>();
  for (const { pointer, problem } of problems) {
    const path = pointer.slice(1).replaceAll("~1", "/").replaceAll("~0", "~").split("/").join(".");
    // A line of a list has no field of its own.
    const name = names.find((one) => one === path) ?? names.find((one) => path.startsWith(`${one}.`)) ?? "";
    byField.set(name, [...(byField.get(name) ?? []), name === path ? say(problem) : `${path} ${say(problem)}`]);
  }
  return byField;
}

function valueIn(values: ReadonlyMap<string, string[]>, schema: JsonSchema, name: string): unknown {
  const texts = (values.get(name) ?? []).map((text) => text.trim()).filter((text) => text !== "");
  switch (schema.type) {
    case "object": {
      const inner = inputIn(values, schema, `${name}.`);
      return Object.keys(inner).length === 0 ? undefined : inner;
    }
    case "array": {
      if (schema.items?.type !== "object") {
        const lines = texts.flatMap((text) => text.split(/[\n,]/)).map((line) => line.trim());
        const items = lines.filter((line) => line !== "");
        return items.length === 0 ? undefined : items;
      }
      const rows = Array.from({ length: fieldRowsOf(name, values) }, (_, row) =>
        valueIn(values, schema.items ?? {}, `${name}.${row}`),
      ).filter((row) => row !== undefined);
      return rows.length === 0 ? undefined : rows;
    }
    case "integer":
    case "number": {
      const [text] = texts;
      if (text === undefined) return undefined;
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    }
    case "boolean": {
      const [text] = texts;
      return text === "true" ? true : text === "false" ? false : text;
    }
    default:
      return texts[0];
  }
}

import { readFileSync } from "node:fs";
import { AlbflowError } from "../../shared/platform/errors.ts";
import { type JsonSchema, problemsIn, type SchemaProblem } from "../../shared/platform/jsonSchema.ts";
import { type Reason, reason } from "../../shared/platform/reasons/reason.ts";
import type { OperationCommand } from "./commands.ts";

/** `listenerId` as a flag: `--listener-id <id>`. */
export function flagOf(name: string, { type, items }: JsonSchema): string {
  const flag = flagNamed(name);
  switch (type) {
    case "boolean":
      return `${flag} [true|false]`;
    case "array":
      return items?.type === "string" ? `${flag} <value...>` : `${flag} <json>`;
    case "object":
      return `${flag} <json>`;
    default:
      return `${flag} <${type ?? "value"}>`;
  }
}

function flagNamed(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The input that flags and `--input` (JSON, or @file) make together; a flag comes before the same field of `--input`. It is held
 * to the operation's schema here, before anything is called. Throws `AlbflowError` InvalidInput with everything that is
 * wrong, each by the name of its option.
 */
export function readInput(
  { name: operation, input: schema }: Pick<OperationCommand, "name" | "input">,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const whole = inputGiven(given);
  const flags = Object.entries(schema.properties).flatMap(([name, field]) => {
    const value = given[name];
    return value === undefined || OWN.has(name) ? [] : [[name, inputValue(name, field, value)] as const];
  });
  const input = { ...whole, ...Object.fromEntries(flags) };
  const required = (schema.required ?? []).filter((name) => !OWN.has(name));
  const problems = problemsIn(input, { ...schema, required });
  if (problems.length === 0) return input;
  const listed = problems.map((one) => problemReason(one, input, schema, Object.keys(whole)));
  throw new AlbflowError("InvalidInput", reason("options-invalid", { operation, problems: listed }));
}

/** What `--input` gives. Throws `AlbflowError` InvalidInput. */
export function inputGiven({ input }: Record<string, unknown>): Record<string, unknown> {
  const whole = typeof input === "string" ? parseJson("--input", textOf(input)) : {};
  if (isRecord(whole)) return whole;
  throw new AlbflowError("InvalidInput", reason("option-not-object", { option: "--input" }));
}

/** Fields that the command line fills in itself; their names mean something else there. */
export const OWN = new Set(["plan", "requestedBy", "signature"]);

function inputValue(name: string, { type, items }: JsonSchema, value: unknown): unknown {
  // An option that is given without a value is `true`, one that is given as `--no-…` is `false`.
  if (type === "boolean") return typeof value === "string" ? booleanIn(flagNamed(name), value) : value;
  if ((type === "integer" || type === "number") && typeof value === "string") return numberIn(name, value);
  const isJson = type === "object" || (type === "array" && items?.type !== "string");
  if (isJson && typeof value === "string") return parseJson(flagNamed(name), textOf(value));
  // Ids come from lists, with commas and blanks.
  if (Array.isArray(value)) return value.flatMap((item) => String(item).split(",")).map((item) => item.trim());
  return typeof value === "string" && (type === "string" || type === undefined) ? unpadded(name, value) : value;
}

/** An id or a choice has no blanks around it; of a text, they are part. */
function unpadded(name: string, value: string): string {
  return name.endsWith("Id") ? value.trim() : value;
}

function booleanIn(flag: string, value: string): boolean {
  const known = BOOLEANS[value.trim().toLowerCase()];
  if (known === undefined) throw invalid("option-not-boolean", flag, value);
  return known;
}

const BOOLEANS: Record<string, boolean> = { true: true, yes: true, on: true, false: false, no: false, off: false };

function numberIn(name: string, value: string): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number)) throw invalid("option-not-number", flagNamed(name), value);
  return number;
}

/** One thing that the schema does not allow: `--idle-timeout must be at least 1, not 0`. */
function problemReason(
  { pointer, problem }: SchemaProblem,
  input: Record<string, unknown>,
  { properties = {} }: JsonSchema,
  fromJson: string[],
): Reason {
  const [name = "", ...inner] = pointer.split("/").slice(1);
  const where = inner.length === 0 ? "" : ` (${inner.join(".")})`;
  const option = `${fromJson.includes(name) ? `--input: ${name}` : flagNamed(name)}${where}`;
  const means = properties[name]?.description;
  if (problem.code === "value-missing") return reason("option-missing", { option, means: means ?? null });
  if (problem.code === "value-unknown") return reason("option-unknown", { option });
  const given = inner.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], input[name]);
  const value = ["string", "number", "boolean"].includes(typeof given) ? JSON.stringify(given) : null;
  return problem.code === "value-malformed" && means !== undefined
    ? reason("option-malformed", { option, value, means })
    : reason("option-unfit", { option, problem, value });
}

function invalid(code: "option-not-boolean" | "option-not-number", option: string, value: string): AlbflowError {
  return new AlbflowError("InvalidInput", reason(code, { option, value }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `@file` stands for what is in the file. */
function textOf(value: string): string {
  if (!value.startsWith("@")) return value;
  try {
    return readFileSync(value.slice(1), "utf8");
  } catch {
    throw new AlbflowError("InvalidInput", reason("option-file-unreadable", { file: value.slice(1) }));
  }
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new AlbflowError("InvalidInput", reason("option-not-json", { option: flag, message }));
  }
}

import { readFileSync } from "node:fs";
import type { InputField, OperationCommand } from "./commands.ts";

/** `listenerId` as a flag: `--listener-id <id>`. */
export function flagOf(name: string, { type, items }: InputField): string {
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
 * The input that flags and `--input` (JSON, or @file) make together. The operation itself judges it; here only JSON that
 * is none is refused, with the flag's name.
 */
export function readInput(
  { input: schema }: OperationCommand,
  given: Record<string, unknown>,
): Record<string, unknown> {
  const whole = typeof given.input === "string" ? parseJson("--input", textOf(given.input)) : {};
  const flags = Object.entries(schema.properties).flatMap(([name, field]) => {
    const value = given[name];
    return value === undefined || OWN.has(name) ? [] : [[name, inputValue(name, field, value)] as const];
  });
  return { ...(whole as object), ...Object.fromEntries(flags) };
}

/** Fields that the command line fills in itself; their names mean something else there. */
export const OWN = new Set(["plan", "requestedBy", "signature"]);

function inputValue(name: string, { type, items }: InputField, value: unknown): unknown {
  if (type === "boolean") return value === true || value === "true";
  if ((type === "integer" || type === "number") && typeof value === "string") return numberIn(name, value);
  const isJson = type === "object" || (type === "array" && items?.type !== "string");
  return isJson && typeof value === "string" ? parseJson(flagNamed(name), textOf(value)) : value;
}

function numberIn(name: string, value: string): number {
  const number = value.trim() === "" ? Number.NaN : Number(value);
  if (Number.isNaN(number)) throw new Error(`${flagNamed(name)} takes a number, not "${value}".`);
  return number;
}

/** `@file` stands for what is in the file. */
function textOf(value: string): string {
  if (!value.startsWith("@")) return value;
  try {
    return readFileSync(value.slice(1), "utf8");
  } catch {
    throw new Error(`${value} cannot be read: is there a file ${value.slice(1)}?`);
  }
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${flag} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

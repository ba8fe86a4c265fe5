import { readFileSync } from "node:fs";
import type { InputField, OperationCommand } from "./commands.ts";

/** `listenerId` as a flag: `--listener-id <id>`. */
export function flagOf(name: string, { type, items }: InputField): string {
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
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
export const OWN = new Set(["plan", "requestedBy"]);

function inputValue(name: string, { type, items }: InputField, value: unknown): unknown {
  if (type === "boolean") return value === true || value === "true";
  if ((type === "integer" || type === "number") && typeof value === "string") return Number(value);
  const isJson = type === "object" || (type === "array" && items?.type !== "string");
  return isJson && typeof value === "string" ? parseJson(`--${name}`, textOf(value)) : value;
}

/** `@file` stands for what is in the file. */
function textOf(value: string): string {
  return value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value;
}

function parseJson(flag: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${flag} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import type { AnyOperation } from "../shared/core/operation.ts";
import { type InputField, schemaOf } from "./inputTable.ts";

/** An operation's example as somebody would write it down: without what is so by default. */
export function exampleInput({ example, input }: AnyOperation): Record<string, unknown> {
  return withoutDefaults(example, schemaOf(input)) as Record<string, unknown>;
}

/** The command that does it. */
export function commandOf(operation: string, input: Record<string, unknown>): string {
  const flags = Object.entries(input).map(([name, value]) => `${flagOf(name)} ${argumentOf(value)}`);
  return [`albflow ${operation}`, ...flags].join(" ");
}

function withoutDefaults(value: unknown, field: InputField | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDefaults(item, field?.items));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, part]) => [key, withoutDefaults(part, field?.properties?.[key])] as const)
    .filter(([key, part]) => JSON.stringify(part) !== JSON.stringify(field?.properties?.[key]?.default));
  return Object.fromEntries(kept);
}

function flagOf(name: string): string {
  if (name === "listenerId") return "--listener";
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function argumentOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const isPlainList = Array.isArray(value) && value.every((item) => typeof item === "string");
  return isPlainList ? value.join(" ") : `'${JSON.stringify(value)}'`;
}

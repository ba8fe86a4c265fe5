import type { Json, JsonObject } from "../json.ts";
import type { Position } from "./finding.ts";

/** A value of a definition that still knows where it was written. */
export type Located =
  | { kind: "scalar"; value: null | boolean | number | string; at: Position; text: TextPosition }
  | { kind: "list"; items: Located[]; at: Position }
  | { kind: "map"; entries: Map<string, Entry>; at: Position };

export interface Entry {
  keyAt: Position;
  value: Located;
}

/** Finds the place of a character of a scalar's text in the file, as far as its quoting lets it be told. */
export type TextPosition = (column: number) => Position;

/** The plain value, without its places. */
export function plain(located: Located): Json {
  if (located.kind === "scalar") return located.value;
  if (located.kind === "list") return located.items.map(plain);
  const object: JsonObject = {};
  for (const [key, { value }] of located.entries) object[key] = plain(value);
  return object;
}

/** A value that was found, as short JSON in no language: `{…}`, `[…] (51)`, `"text"`. */
export function show(located: Located): string {
  if (located.kind === "map") return located.entries.size === 0 ? "{}" : "{…}";
  if (located.kind === "list") return located.items.length === 0 ? "[]" : `[…] (${located.items.length})`;
  const text = JSON.stringify(located.value);
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text;
}

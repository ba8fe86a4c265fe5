import type { Position } from "./finding.ts";
import type { FindingCode, FindingParams } from "./findingCodes.ts";
import type { FindingSink } from "./findingSink.ts";
import { type Entry, type Located, show } from "./located.ts";

/** The fields that an object may have, and whether it must. */
export type FieldTable = Record<string, "required" | "optional">;

/** Reads the fields of one object; what does not fit becomes a finding, and the value undefined. */
export interface Fields {
  at: Position;
  sink: FindingSink;
  /** The path of a field from its state, as findings tell it: `Retry[0].Errors`. */
  pathOf(name: string): string;
  entry(name: string): Entry | undefined;
  text(name: string): string | undefined;
  /** A text that must be one of these. */
  choice<T extends string>(name: string, allowed: readonly T[]): T | undefined;
  flag(name: string): boolean | undefined;
  number(name: string, range: Range): number | undefined;
  integer(name: string, range: Range): number | undefined;
  list(name: string, range?: { least?: number; most?: number }): Located[] | undefined;
  texts(name: string): string[] | undefined;
}

/** Inclusive at both ends. */
export interface Range {
  least: number;
  most: number;
}

/**
 * Checks an object against its table of fields; undefined when it is no object at all. `path` is where it stands in its state:
 * `Retry[0]`, empty for a state or the flow itself.
 */
export function readFields(source: Located, path: string, table: FieldTable, sink: FindingSink): Fields | undefined {
  if (source.kind !== "map") {
    sink.add("flow-object-expected", source.at, { field: path, found: show(source), fields: Object.keys(table) });
    return undefined;
  }
  const { entries, at } = source;
  for (const [name, { keyAt }] of entries) {
    if (!Object.hasOwn(table, name)) reportUnknown(sink, keyAt, { path, name, table });
  }
  for (const [name, need] of Object.entries(table)) {
    if (need === "required" && !entries.has(name)) sink.add("flow-field-missing", at, { field: inside(path, name) });
  }
  return fieldsOf(at, entries, path, sink);
}

/** The path of a field of what stands at `path`. */
function inside(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The codes of values that are not what their field takes. */
type ValueCode = {
  [Code in FindingCode]: FindingParams[Code] extends { field: string; found: string } ? Code : never;
}[FindingCode];

function fieldsOf(at: Position, entries: Map<string, Entry>, path: string, sink: FindingSink): Fields {
  const read = <T, Code extends ValueCode>(
    name: string,
    [code, expected]: [Code, Omit<FindingParams[Code], "field" | "found">],
    accept: (value: Located) => T | undefined,
  ): T | undefined => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    const value = accept(entry.value);
    if (value === undefined) {
      const params = { field: inside(path, name), found: show(entry.value), ...expected };
      sink.add(code, entry.value.at, params as unknown as FindingParams[Code]);
    }
    return value;
  };
  const text = (value: Located) =>
    value.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;
  const number = (value: Located, { least, most }: Range) =>
    value.kind === "scalar" && typeof value.value === "number" && value.value >= least && value.value <= most
      ? value.value
      : undefined;
  const integer = (value: Located, range: Range) => {
    const found = number(value, range);
    return Number.isInteger(found) ? found : undefined;
  };
  return {
    at,
    sink,
    pathOf: (name) => inside(path, name),
    entry: (name) => entries.get(name),
    text: (name) => read(name, ["flow-text-expected", {}], text),
    choice: (name, allowed) =>
      read(name, ["flow-value-not-offered", { offered: [...allowed] }], (value) =>
        allowed.find((candidate) => candidate === text(value)),
      ),
    flag: (name) =>
      read(name, ["flow-flag-expected", {}], (value) =>
        value.kind === "scalar" && typeof value.value === "boolean" ? value.value : undefined,
      ),
    number: (name, range) => read(name, ["flow-number-expected", limitsOf(range)], (value) => number(value, range)),
    integer: (name, range) => read(name, ["flow-integer-expected", limitsOf(range)], (value) => integer(value, range)),
    list(name, { least = 0, most = Number.POSITIVE_INFINITY } = {}) {
      return read(name, ["flow-list-expected", limitsOf({ least, most })], (value) =>
        value.kind === "list" && value.items.length >= least && value.items.length <= most ? value.items : undefined,
      );
    },
    texts: (name) =>
      read(name, ["flow-texts-expected", {}], (value) => {
        if (value.kind !== "list" || value.items.length === 0) return undefined;
        const texts = value.items.map(text).filter((item) => item !== undefined);
        return texts.length === value.items.length ? texts : undefined;
      }),
  };
}

function limitsOf({ least, most }: Range): { least: number; most: number | null } {
  return { least, most: most === Number.POSITIVE_INFINITY ? null : most };
}

/** Fields of earlier grammars, and what stands in their place (cloudflow.md §6). */
const OBSOLETE: Record<string, string[]> = { OnErrors: ["Retry", "Catch"] };

function reportUnknown(
  sink: FindingSink,
  at: Position,
  { path, name, table }: { path: string; name: string; table: FieldTable },
) {
  const field = inside(path, name);
  const instead = Object.hasOwn(OBSOLETE, name) ? OBSOLETE[name] : undefined;
  if (instead !== undefined) return sink.add("flow-field-obsolete", at, { field, instead });
  const known = Object.keys(table);
  const near = known.find((other) => distance(other.toLowerCase(), name.toLowerCase()) <= 2) ?? null;
  sink.add("flow-field-unknown", at, { field, near, known });
}

/** How many single letters must change to make one word of the other; only small answers matter. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

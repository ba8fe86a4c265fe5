import type { Position } from "./finding.ts";
import type { FindingSink } from "./findingSink.ts";
import { type Entry, type Located, show } from "./located.ts";

/** The fields that an object may have, and whether it must. */
export type FieldTable = Record<string, "required" | "optional">;

/** Reads the fields of one object; what does not fit becomes a finding, and the value undefined. */
export interface Fields {
  at: Position;
  sink: FindingSink;
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

/** Checks an object against its table of fields; undefined when it is no object at all. */
export function readFields(source: Located, what: string, table: FieldTable, sink: FindingSink): Fields | undefined {
  if (source.kind !== "map") {
    sink.add("wrongValue", source.at, `${what}: ${show(source)}`, `an object with ${Object.keys(table).join(", ")}`);
    return undefined;
  }
  const { entries, at } = source;
  for (const [name, { keyAt }] of entries) {
    if (!Object.hasOwn(table, name)) sink.add("unknownField", keyAt, ...unknownField(what, name, table));
  }
  for (const [name, need] of Object.entries(table)) {
    if (need === "required" && !entries.has(name)) sink.add("missingField", at, `${what} without ${name}`, name);
  }
  return fieldsOf(at, entries, what, sink);
}

function fieldsOf(at: Position, entries: Map<string, Entry>, what: string, sink: FindingSink): Fields {
  const read = <T>(name: string, expected: string, accept: (value: Located) => T | undefined): T | undefined => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    const value = accept(entry.value);
    if (value === undefined) sink.add("wrongValue", entry.value.at, `${what}.${name}: ${show(entry.value)}`, expected);
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
    entry: (name) => entries.get(name),
    text: (name) => read(name, "a text", text),
    choice: (name, allowed) =>
      read(name, `one of ${allowed.join(", ")}`, (value) => allowed.find((candidate) => candidate === text(value))),
    flag: (name) =>
      read(name, "true or false", (value) =>
        value.kind === "scalar" && typeof value.value === "boolean" ? value.value : undefined,
      ),
    number: (name, range) => read(name, `a number ${describe(range)}`, (value) => number(value, range)),
    integer: (name, range) => read(name, `an integer ${describe(range)}`, (value) => integer(value, range)),
    list(name, { least = 0, most = Number.POSITIVE_INFINITY } = {}) {
      const size = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `${least} to ${most}`;
      return read(name, `a list of ${size}`, (value) =>
        value.kind === "list" && value.items.length >= least && value.items.length <= most ? value.items : undefined,
      );
    },
    texts: (name) =>
      read(name, "a list of at least one text", (value) => {
        if (value.kind !== "list" || value.items.length === 0) return undefined;
        const texts = value.items.map(text).filter((item) => item !== undefined);
        return texts.length === value.items.length ? texts : undefined;
      }),
  };
}

function describe({ least, most }: Range): string {
  return most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
}

/** Fields of earlier grammars, and what stands in their place (cloudflow.md §6). */
const OBSOLETE: Record<string, string> = { OnErrors: "Retry and Catch beside each other" };

function unknownField(what: string, name: string, table: FieldTable): [found: string, expected: string] {
  const successor = Object.hasOwn(OBSOLETE, name) ? OBSOLETE[name] : undefined;
  if (successor !== undefined) return [`the obsolete field "${name}" of ${what}`, successor];
  const near = Object.keys(table).find((field) => distance(field.toLowerCase(), name.toLowerCase()) <= 2);
  return [`the unknown field "${name}" of ${what}`, near ?? `one of ${Object.keys(table).join(", ")}`];
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

import type { Restore } from "../snapshot.ts";
import { createTable, overlay, type Table, type TableDefinition } from "./table.ts";

/** The whole state of a service: named tables, and how to look at them other than as they are. */
export interface Store<Rows> {
  readonly tables: Tables<Rows>;
  /** The same tables, but what is written to them is forgotten: for dry runs. */
  fork(): Tables<Rows>;
  /** The tables as if these edits had been made. */
  withEdits(edits: Edit<Rows>[]): Tables<Rows>;
  /** The tables as they were at a time, as far back as the journal goes (the last 10,000 writes). */
  asOf(at: number): Tables<Rows>;
  /** Makes one edit. */
  apply(edit: Edit<Rows>): void;
  /** Every row of every table, as plain data; by default of the tables as they are. */
  exportRows(tables?: Tables<Rows>): { [Name in keyof Rows]: Rows[Name][] };
  /** Replaces everything, without writing a journal. */
  importRows(rows: { [Name in keyof Rows]?: Rows[Name][] }): void;
  /** Remembers every row, and the journal. */
  snapshot(): Restore;
}

export type Tables<Rows> = { readonly [Name in keyof Rows]: Table<Rows[Name]> };

export type Schema<Rows> = { readonly [Name in keyof Rows]: TableDefinition<Rows[Name]> };

/** One row as it shall be; null: gone. Plain data. */
export type Edit<Rows> = {
  [Name in keyof Rows]: { table: Name; id: string; row: Rows[Name] | null };
}[keyof Rows];

const JOURNAL_LENGTH = 10_000;

/**
 * An empty store. `now` dates its journal; `onWrite` is told of every row that is written, in the order of writing, and so does
 * `keep`, which is also told what an import leaves out.
 */
export function createStore<Rows extends object>(
  schema: Schema<Rows>,
  now: () => number,
  onWrite: (table: keyof Rows, before: Rows[keyof Rows] | undefined, after: Rows[keyof Rows] | undefined) => void,
  keep: (table: string & keyof Rows, id: string, row: Rows[keyof Rows] | null) => void = () => {},
): Store<Rows> {
  const names = Object.keys(schema) as (string & keyof Rows)[];
  let journal: { at: number; undo: Edit<Rows> }[] = [];

  const each = <Name extends keyof Rows>(make: (name: string & keyof Rows) => Table<Rows[Name]>) =>
    Object.fromEntries(names.map((name) => [name, make(name)])) as unknown as Tables<Rows>;

  const emptyTables = () =>
    each((name) =>
      createTable(schema[name], (id, before, after) => {
        if (journal.length >= 2 * JOURNAL_LENGTH) journal = journal.slice(-JOURNAL_LENGTH);
        journal.push({ at: now(), undo: { table: name, id, row: before ?? null } as Edit<Rows> });
        onWrite(name, before, after);
        keep(name, id, after ?? null);
      }),
    );

  let tables = emptyTables();

  const store: Store<Rows> = {
    get tables() {
      return tables;
    },
    fork: () => store.withEdits([]),
    withEdits(edits) {
      const byTable = new Map<keyof Rows, [string, unknown][]>(names.map((name) => [name, []]));
      for (const { table, id, row } of edits) byTable.get(table)?.push([id, row]);
      return each((name) => overlay(tables[name], schema[name], byTable.get(name) as never));
    },
    asOf: (at) =>
      store.withEdits(
        journal
          .slice(firstAfter(journal, at))
          .reverse()
          .map(({ undo }) => undo),
      ),
    apply({ table, id, row }) {
      if (row === null) tables[table].delete(id);
      else tables[table].put(row);
    },
    exportRows: (shown = tables) =>
      Object.fromEntries(names.map((name) => [name, [...shown[name].all()]])) as ReturnType<typeof store.exportRows>,
    importRows(rows) {
      for (const name of names) for (const row of tables[name].all()) keep(name, schema[name].id(row), null);
      tables = emptyTables();
      // What an older version kept lacks the tables that came later.
      for (const name of names) for (const row of rows[name] ?? []) tables[name].put(row);
      journal = [];
    },
    snapshot() {
      const rows = store.exportRows();
      const kept = [...journal];
      return () => {
        store.importRows(rows);
        journal = [...kept];
      };
    },
  };
  return store;
}

/** Where in the journal, which is in order of time, the writes after `at` begin. */
function firstAfter(journal: { at: number }[], at: number): number {
  let low = 0;
  let high = journal.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((journal[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

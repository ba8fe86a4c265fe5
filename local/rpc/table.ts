/**
 * Rows of plain data by id, in the order of their creation, with indexes, so that no call reads everything.
 * Rows are replaced, never changed in place: that is what makes forks and views of the past cheap.
 */
export interface Table<Row> {
  readonly size: number;
  /** Grows with every write. */
  readonly writes: number;
  idOf(row: Row): string;
  get(id: string): Row | undefined;
  all(): Iterable<Row>;
  /** The rows which the index files under `value`, in the order of creation. Throws for an index that there is not. */
  by(index: string, value: string): Row[];
  /** A number that grows with each new id and stays with it; 0 for an unknown id. */
  position(id: string): number;
  put(row: Row): void;
  delete(id: string): void;
}

/** How a table finds the id of a row, and under which values each index files it. */
export interface TableDefinition<Row> {
  id: (row: Row) => string;
  indexes?: Record<string, (row: Row) => string[]>;
}

/** The rows with these ids, or filed by an index under these values: each once, in the order of creation. */
export function pick<Row>(table: Table<Row>, values: string[], index?: string): Row[] {
  const rows = [...new Set(values)].flatMap((value) =>
    index === undefined ? (table.get(value) ?? []) : table.by(index, value),
  );
  return inOrder(table, [...new Set(rows)]);
}

/** An empty table; `onWrite` is told of every row that is replaced, created (no `before`) or deleted (no `after`). */
export function createTable<Row>(
  definition: TableDefinition<Row>,
  onWrite: (id: string, before: Row | undefined, after: Row | undefined) => void = () => {},
): Table<Row> {
  const rows = new Map<string, Row>();
  const positions = new Map<string, number>();
  const indexes = new Map(Object.keys(definition.indexes ?? {}).map((name) => [name, new Map<string, Set<string>>()]));
  let created = 0;
  let writes = 0;

  const table: Table<Row> = {
    get size() {
      return rows.size;
    },
    get writes() {
      return writes;
    },
    idOf: definition.id,
    get: (id) => rows.get(id),
    all: () => rows.values(),
    by: (name, value) => inOrder(table, rowsOf(rows, requireIndex(indexes, name).get(value))),
    position: (id) => positions.get(id) ?? 0,
    put: (row) => write(definition.id(row), row),
    delete: (id) => write(id, undefined),
  };

  function write(id: string, after: Row | undefined) {
    const before = rows.get(id);
    if (before === undefined && after === undefined) return;
    writes += 1;
    for (const [name, index] of indexes) {
      const valuesOf = definition.indexes?.[name] ?? (() => []);
      refile(index, id, before === undefined ? [] : valuesOf(before), after === undefined ? [] : valuesOf(after));
    }
    if (after === undefined) {
      rows.delete(id);
      positions.delete(id);
    } else {
      rows.set(id, after);
      if (before === undefined) positions.set(id, ++created);
    }
    onWrite(id, before, after);
  }
  return table;
}

/** A table that shows `base` with the given rows replaced (null: gone); writes stay in it and never reach `base`. */
export function overlay<Row>(
  base: Table<Row>,
  definition: TableDefinition<Row>,
  edits: Iterable<[id: string, row: Row | null]> = [],
): Table<Row> {
  const edited = new Map(edits);
  const isNew = (id: string) => base.position(id) === 0;
  let writes = 0;
  const ownRows = () => [...edited.values()].filter((row) => row !== null);
  const table: Table<Row> = {
    get size() {
      let size = base.size;
      for (const [id, row] of edited) size += row === null ? (isNew(id) ? 0 : -1) : isNew(id) ? 1 : 0;
      return size;
    },
    get writes() {
      return base.writes + writes;
    },
    idOf: definition.id,
    get: (id) => (edited.has(id) ? (edited.get(id) ?? undefined) : base.get(id)),
    *all() {
      for (const row of base.all()) {
        const id = definition.id(row);
        const shown = edited.has(id) ? edited.get(id) : row;
        if (shown !== null && shown !== undefined) yield shown;
      }
      for (const [id, row] of edited) if (row !== null && isNew(id)) yield row;
    },
    by(name, value) {
      const untouched = base.by(name, value).filter((row) => !edited.has(definition.id(row)));
      const valuesOf = definition.indexes?.[name] ?? (() => []);
      return inOrder(table, [...untouched, ...ownRows().filter((row) => valuesOf(row).includes(value))]);
    },
    position: (id) => (isNew(id) && edited.has(id) ? Number.MAX_SAFE_INTEGER : base.position(id)),
    put: (row) => write(definition.id(row), row),
    delete: (id) => write(id, null),
  };
  function write(id: string, row: Row | null) {
    writes += 1;
    edited.set(id, row);
  }
  return table;
}

function rowsOf<Row>(rows: Map<string, Row>, ids: Set<string> = new Set()): Row[] {
  return [...ids].flatMap((id) => rows.get(id) ?? []);
}

function inOrder<Row>(table: Table<Row>, rows: Row[]): Row[] {
  return rows.sort((one, other) => table.position(table.idOf(one)) - table.position(table.idOf(other)));
}

function refile(index: Map<string, Set<string>>, id: string, before: string[], after: string[]) {
  for (const value of before) {
    if (after.includes(value)) continue;
    const ids = index.get(value);
    ids?.delete(id);
    if (ids?.size === 0) index.delete(value);
  }
  for (const value of after) {
    const ids = index.get(value);
    if (ids === undefined) index.set(value, new Set([id]));
    else ids.add(id);
  }
}

function requireIndex<Index>(indexes: Map<string, Index>, name: string): Index {
  const index = indexes.get(name);
  if (index === undefined) throw new Error(`There is no index ${name}.`);
  return index;
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { createStore } from "./store.ts";
import { createTable, overlay, pick, type Table, type TableDefinition } from "./table.ts";

interface Row {
  id: string;
  colours: string[];
}

const definition: TableDefinition<Row> = { id: (row) => row.id, indexes: { colour: (row) => row.colours } };

const edit = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  colours: fc.option(fc.uniqueArray(fc.constantFrom("red", "blue")), { nil: undefined }),
});

/** What a table must be: a plain list of rows in the order of their creation. */
function apply(table: Table<Row>, list: Row[], { id, colours }: { id: string; colours: string[] | undefined }) {
  const place = list.findIndex((row) => row.id === id);
  if (colours === undefined) {
    table.delete(id);
    if (place >= 0) list.splice(place, 1);
  } else {
    table.put({ id, colours });
    if (place >= 0) list[place] = { id, colours };
    else list.push({ id, colours });
  }
}

function same(table: Table<Row>, list: Row[]) {
  expect([...table.all()]).toEqual(list);
  expect(table.size).toBe(list.length);
  for (const id of ["a", "b", "c", "d"]) expect(table.get(id)).toEqual(list.find((row) => row.id === id));
  for (const colour of ["red", "blue"]) {
    expect(table.by("colour", colour)).toEqual(list.filter((row) => row.colours.includes(colour)));
  }
}

test("a table is a list in the order of creation, whatever is put and deleted", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const table = createTable(definition);
      const list: Row[] = [];
      for (const one of edits) apply(table, list, one);
      same(table, list);
    }),
  );
});

test("an overlay is such a list too, and leaves what lies beneath it alone", () => {
  const once = fc.uniqueArray(edit, { selector: ({ id }) => id });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 10 }), once, (below, above) => {
      const table = createTable(definition);
      const list: Row[] = [];
      for (const one of below) apply(table, list, one);
      const beneath = [...list];
      const top = overlay(table, definition);
      for (const one of above) apply(top, list, one);
      same(top, list);
      same(table, beneath);
    }),
  );
});

test("rows are picked by id or index, each once, in the order of creation", () => {
  const table = createTable(definition);
  for (const id of ["a", "b", "c"]) table.put({ id, colours: id === "b" ? ["blue"] : ["red"] });
  expect(pick(table, ["c", "a", "c", "x"]).map((row) => row.id)).toEqual(["a", "c"]);
  expect(pick(table, ["blue", "red"], "colour").map((row) => row.id)).toEqual(["a", "b", "c"]);
});

test("an index that there is not is a mistake that is named", () => {
  expect(() => createTable(definition).by("size", "big")).toThrow("There is no index size.");
});

test("a store shows itself as it was at any time", () => {
  const edits = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), edit), { maxLength: 20 });
  fc.assert(
    fc.property(edits, fc.integer({ min: 0, max: 400 }), (history, at) => {
      let now = 0;
      const store = createStore<{ rows: Row }>(
        { rows: definition },
        () => now,
        () => {},
      );
      const then: Row[] = [];
      for (const [later, one] of history) {
        now += later;
        apply(store.tables.rows, [], one);
        if (now <= at) apply(createTable(definition), then, one);
      }
      expect([...store.asOf(at).rows.all()].sort(byId)).toEqual([...then].sort(byId));
    }),
  );
});

function byId(one: Row, other: Row): number {
  return one.id < other.id ? -1 : 1;
}

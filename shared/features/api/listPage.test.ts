import { describe, expect, test } from "vitest";
import { listPage, placeOfNumber } from "./listPage.ts";

const numbers = [10, 2, 33, 4, 5];
const page = (rows: number[], query: object) =>
  listPage({ operationId: "listNumbers", query: { ...query } }, rows, placeOfNumber);

describe("a page of a list", () => {
  test("is all of it, in the order of its places, where nobody asks for less", () => {
    expect(page(numbers, {})).toEqual({ rows: [2, 4, 5, 10, 33], nextCursor: null });
    expect(page([], { limit: 5 })).toEqual({ rows: [], nextCursor: null });
  });

  test("goes on behind the row before, though rows have come and gone meanwhile", () => {
    const first = page(numbers, { limit: 2 });
    expect(first.rows).toEqual([2, 4]);
    const second = page([33, 10, 5, 3, 2, 11], { limit: 2, cursor: first.nextCursor });
    expect(second.rows).toEqual([5, 10]);
    const third = page([33, 10, 5, 3, 2, 11], { limit: 2, cursor: second.nextCursor });
    expect(third).toEqual({ rows: [11, 33], nextCursor: null });
  });

  test("is refused for a cursor that another list has given, or none", () => {
    const other = listPage({ operationId: "listOthers", query: { limit: 1 } }, numbers, placeOfNumber).nextCursor;
    for (const cursor of [other, "", "abc"]) expect(() => page(numbers, { cursor })).toThrow("cursor-invalid");
  });
});

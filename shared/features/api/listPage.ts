import { reason } from "../../platform/reasons/reason.ts";
import type { ApiCall } from "./apiCall.ts";
import { RequestError } from "./problem.ts";

/** A page of a list, and where the next one begins: null on the last one. */
interface Page<Row> {
  rows: Row[];
  nextCursor: string | null;
}

/**
 * The page that a request asks for by `limit` and `cursor`, of rows in the order of their places. Behind which row a page goes on
 * is told by where that row stands, so that rows that come and go between two pages are neither lost nor told twice. Throws
 * 400 for a cursor that this list has not given.
 */
export function listPage<Row>(
  { operationId, query }: Pick<ApiCall, "operationId" | "query">,
  rows: Row[],
  placeOf: (row: Row) => string,
  otherwise = Number.POSITIVE_INFINITY,
): Page<Row> {
  const { limit = otherwise, cursor } = query as { limit?: number; cursor?: string };
  const start = `${operationId} `;
  const after = cursor === undefined ? "" : Buffer.from(cursor, "base64url").toString("utf8");
  if (cursor !== undefined && !after.startsWith(start)) throw new RequestError(400, reason("cursor-invalid"));
  const rest = rows
    .map((row) => ({ row, place: start + placeOf(row) }))
    .filter(({ place }) => place > after)
    .sort((one, other) => (one.place < other.place ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const isLast = last === undefined || page.length === rest.length;
  return {
    rows: page.map(({ row }) => row),
    nextCursor: isLast ? null : Buffer.from(last.place).toString("base64url"),
  };
}

/** A number as a part of a place: texts of the same length stand in the order of their numbers. */
export function placeOfNumber(number: number): string {
  return String(number).padStart(16, "0");
}

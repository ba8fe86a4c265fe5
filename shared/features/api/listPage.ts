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
  call: Pick<ApiCall, "operationId" | "query">,
  rows: Row[],
  placeOf: (row: Row) => string,
  otherwise = Number.POSITIVE_INFINITY,
): Page<Row> {
  const { limit = otherwise } = call.query as { limit?: number };
  const after = afterIn(call);
  const rest = rows
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => after === undefined || place > after)
    .sort((one, other) => (one.place < other.place ? -1 : 1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const isLast = last === undefined || page.length === rest.length;
  return {
    rows: page.map(({ row }) => row),
    nextCursor: isLast ? null : cursorBehind(call, last.place),
  };
}

/** The place behind which the page begins that a request asks for; undefined for the first one. */
export function afterIn({ operationId, query }: Pick<ApiCall, "operationId" | "query">): string | undefined {
  const { cursor } = query as { cursor?: string };
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  if (!text.startsWith(`${operationId} `)) throw new RequestError(400, reason("cursor-invalid"));
  return text.slice(operationId.length + 1);
}

/** The cursor of the page that begins behind a place. */
export function cursorBehind({ operationId }: Pick<ApiCall, "operationId">, place: string): string {
  return Buffer.from(`${operationId} ${place}`).toString("base64url");
}

/** A number as a part of a place: texts of the same length stand in the order of their numbers. */
export function placeOfNumber(number: number): string {
  return String(number).padStart(16, "0");
}

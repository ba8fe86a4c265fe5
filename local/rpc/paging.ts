import { CloudError } from "../wire/cloudError.ts";
import type { Table } from "./table.ts";

/** One page of a list, as ALB answers it: no `NextToken` on the last page (alb.md §2.4). */
interface Page<Row> {
  rows: Row[];
  MaxResults: number;
  TotalCount: number;
  NextToken?: string;
}

/**
 * Cuts a page out of rows that are in the order of creation. The token says after which row to go on, so rows that
 * vanish meanwhile do not shift the next page. Throws `CloudError` 400 for a token that this cloud never gave.
 */
export function pageOfRows<Row>(table: Pick<Table<Row>, "position" | "idOf">, rows: Row[], paging: Paging): Page<Row> {
  return cut(rows, (row) => table.position(table.idOf(row)), paging);
}

/** The same for a list that belongs to one resource and has no order but its own. */
export function pageOfList<Row>(rows: Row[], paging: Paging): Page<Row> {
  const positions = new Map(rows.map((row, index) => [row, index + 1]));
  return cut(rows, (row) => positions.get(row) ?? 0, paging);
}

/** Which page a caller asks for. */
export interface Paging {
  NextToken?: string;
  MaxResults?: number;
}

function cut<Row>(rows: Row[], positionOf: (row: Row) => number, { NextToken, MaxResults = 20 }: Paging): Page<Row> {
  const after = NextToken === undefined ? 0 : positionIn(NextToken);
  const start = after === 0 ? 0 : firstBehind(rows, positionOf, after);
  const shown = rows.slice(start, start + MaxResults);
  const last = shown.at(-1);
  const more = last !== undefined && start + shown.length < rows.length;
  return {
    rows: shown,
    MaxResults,
    TotalCount: rows.length,
    ...(more ? { NextToken: tokenOf(positionOf(last)) } : {}),
  };
}

function tokenOf(position: number): string {
  return Buffer.from(`after:${position}`).toString("base64url");
}

function positionIn(token: string): number {
  const position = /^after:(\d{1,15})$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (position !== undefined) return Number(position);
  throw new CloudError(400, "InvalidParameter", "Invalid parameter, please check the parameter input.", {
    Explanation: "NextToken is not one that a former answer gave.",
  });
}

function firstBehind<Row>(rows: Row[], positionOf: (row: Row) => number, after: number): number {
  const index = rows.findIndex((row) => positionOf(row) > after);
  return index < 0 ? rows.length : index;
}

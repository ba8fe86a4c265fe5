import { textIn, type Verdict } from "../../core/verdict.ts";
import type { ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { hashFraction } from "../../platform/hashFraction.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { RequestError } from "./problem.ts";
import { objectIn } from "./views.ts";

/** How executions stand or have ended, as people tell them apart. */
export const OUTCOMES = ["running", "done", "unchanged", "refused", "takenBack", "left", "stopped", "failed"] as const;

type Outcome = (typeof OUTCOMES)[number];

/** An execution as CloudFlow lists it, and the operation whose it is. */
export interface ListedExecutionRow {
  operation: string;
  row: ExecutionRow;
}

/** Between these times executions were started, both included; RFC 3339. */
export interface StartedWithin {
  since?: string | undefined;
  until?: string | undefined;
}

interface ExecutionFilter extends StartedWithin {
  limit: number;
  outcome?: Outcome | undefined;
  /** Whether it is one of those that are asked for, as far as a list tells. */
  isMeant: (one: ListedExecutionRow) => boolean;
}

/** What `GET /executions` is asked for. Throws `RequestError` 400 for a cursor that is none of its own. */
export function executionFilter(query: Record<string, unknown>): ExecutionFilter {
  const asked = query as Record<"listenerId" | "status" | "requestedBy" | "resource" | "since" | "cursor", string>;
  const { listenerId, status, requestedBy, resource, since } = asked;
  const after = asked.cursor === undefined ? undefined : placeIn(asked.cursor);
  const until = [query.until as string | undefined, after?.at]
    .filter((time) => time !== undefined)
    .sort((one, other) => Date.parse(one) - Date.parse(other))[0];
  return {
    limit: Number(query.limit ?? 20),
    outcome: query.outcome as Outcome | undefined,
    since,
    until,
    isMeant(one) {
      const { row } = one;
      const input = objectIn(row.Input);
      return (
        (after === undefined || isAfter(one, after)) &&
        (status === undefined || row.Status === status) &&
        (requestedBy === undefined || textIn(input, "requestedBy") === requestedBy) &&
        (listenerId === undefined || hasListener(row, listenerId)) &&
        (resource === undefined || idsIn(row).has(resource))
      );
    },
  };
}

/** Whether only the latest are asked for, of which a short list is enough. */
export function isPlain(query: Record<string, unknown>): boolean {
  return Object.keys(query).every((name) => name === "limit" || name === "operation");
}

/** What an execution has come to. */
export function outcomeIn({ status, state }: { status: string; state?: string }): Outcome {
  if (status === "Running" || status === "Starting") return "running";
  if (status === "Stopped") return "stopped";
  if (state === "refused" || state === "unchanged" || state === "left") return state;
  if (state === "rolledBack") return "takenBack";
  return status === "Succeeded" ? "done" : "failed";
}

/**
 * The lists of several operations as one, the latest first, as far back as all of them reach: what is older may be missing in
 * one that is as long as it was asked to be (`most`). `horizon` is where that ends; none when all is known.
 */
export function wholeUntil(
  rows: ListedExecutionRow[],
  most: number,
): { known: ListedExecutionRow[]; horizon?: ListedExecutionRow } {
  const sorted = rows.toSorted((one, other) => (isAfter(one, placeOf(other)) ? 1 : -1));
  const counts = new Map<string, number>();
  for (const { operation } of rows) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const full = new Set([...counts].filter(([, count]) => count >= most).map(([operation]) => operation));
  // Of each full list the last row; the latest of these is as far as all lists are whole.
  const ends = new Map<string, number>();
  sorted.forEach(({ operation }, position) => {
    if (full.has(operation)) ends.set(operation, position);
  });
  if (ends.size === 0) return { known: sorted };
  const end = Math.min(...ends.values());
  const horizon = sorted[end];
  return { known: sorted.slice(0, end + 1), ...(horizon === undefined ? {} : { horizon }) };
}

/** Where the page after this row begins. It names no execution: the row may be one that the caller may not see. */
export function cursorAt(one: ListedExecutionRow): string {
  const { at, rank } = placeOf(one);
  return Buffer.from(`${at} ${rank}`, "utf8").toString("base64url");
}

/** A row's place in a list whose latest come first; of those that started at one time the higher rank does. */
interface Place {
  at: string;
  rank: number;
}

function placeIn(cursor: string): Place {
  const [, at = "", rank] =
    /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d[\d.e-]*)$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!Number.isFinite(Date.parse(at)) || !Number.isFinite(Number(rank))) {
    throw new RequestError(400, reason("cursor-invalid"));
  }
  return { at, rank: Number(rank) };
}

function placeOf({ operation, row }: ListedExecutionRow): Place {
  return { at: row.StartedTime, rank: hashFraction(`${operation}/${row.Name}`) };
}

/** Whether it stands below that place. */
function isAfter(one: ListedExecutionRow, { at, rank }: Place): boolean {
  const own = placeOf(one);
  return Date.parse(own.at) === Date.parse(at) ? own.rank < rank : Date.parse(own.at) < Date.parse(at);
}

function hasListener({ Input, Output }: ExecutionRow, listenerId: string): boolean {
  const verdict = objectIn(Output).verdict as Verdict | undefined;
  const own = textIn(objectIn(Input), "listenerId") || textIn(verdict?.input ?? {}, "listenerId");
  return own === listenerId;
}

/** Every word of what it was given, and the ids of what it has touched, written and made. */
function idsIn({ Input, Output }: ExecutionRow): Set<string> {
  const { touches = [], writes = [] } = (objectIn(Output).verdict ?? {}) as Partial<Verdict>;
  const made = writes.flatMap((write) => [write.resource, write.made?.id ?? ""]);
  return new Set([Input, ...touches, ...made].flatMap((text) => (text ?? "").split(/[^\w.:-]+/)));
}

import { type Certificate, numericId } from "../certificate.ts";
import type { ExecutionRow } from "../clients/cloudFlow.ts";
import { isShortLived } from "./timing.ts";

/**
 * What renewal has tried before, read from the names of executions: CloudFlow is the only store
 * (docs/decisions/a-fleet-is-renewed-without-a-list.md).
 */
export interface Attempt {
  name: string;
  kind: "rotate" | "order";
  certificate: number;
  /** 0 for an order: nobody knows the successor's number yet. */
  successor: number;
  /** Empty for an order. */
  listenerId: string;
  status: "running" | "succeeded" | "failed";
  /** Milliseconds since 1970; 0 while it runs. */
  stoppedAt: number;
}

/** How the names of all of renewal's rotations and orders begin. */
export const ATTEMPT_PREFIX = { rotate: "renew-", order: "order-" } as const;

/**
 * The name of one attempt to rotate: the same certificate on the same listener within the same slot gives the same name,
 * so that it is started once. At most 128 characters (cloudflow.md §8.1).
 */
export function rotationName(listenerId: string, certificateId: string, successorId: string, slot: number): string {
  return `${ATTEMPT_PREFIX.rotate}${listenerId}-${numericId(certificateId)}-${numericId(successorId)}-${hourOf(slot)}`;
}

/** The name of one attempt to order a successor. */
export function orderName(certificateId: string, slot: number): string {
  return `${ATTEMPT_PREFIX.order}${numericId(certificateId)}-${hourOf(slot)}`;
}

/** A time in which one attempt is made, milliseconds since 1970. */
export interface Slot {
  start: number;
  end: number;
}

/**
 * When the slot began in which one attempt is made: a day, six hours for what lives less than a month, an hour when it is
 * urgent. What has failed is tried again in the next one.
 */
export function slotOf(certificate: Pick<Certificate, "notBefore" | "notAfter">, now: number, isUrgent: boolean): Slot {
  const length = isUrgent ? HOUR_MS : isShortLived(certificate) ? 6 * HOUR_MS : DAY_MS;
  const start = now - (now % length);
  return { start, end: start + length };
}

/** Reads executions as attempts. Those that somebody has named otherwise are not renewal's. */
export function readAttempts(rows: Pick<ExecutionRow, "Name" | "Status" | "StoppedTime">[]): Attempt[] {
  return rows.flatMap(({ Name: name, Status, StoppedTime }): Attempt[] => {
    const status = Status === "Succeeded" ? "succeeded" : RUNNING.has(Status) ? "running" : "failed";
    const stoppedAt = status === "running" ? 0 : Date.parse(StoppedTime);
    const [, listenerId = "", certificate, successor] = ROTATION.exec(name) ?? [];
    if (listenerId !== "") {
      const numbers = { certificate: Number(certificate), successor: Number(successor) };
      return [{ name, kind: "rotate", ...numbers, listenerId, status, stoppedAt }];
    }
    const [, ordered] = ORDER.exec(name) ?? [];
    if (ordered === undefined) return [];
    return [{ name, kind: "order", certificate: Number(ordered), successor: 0, listenerId: "", status, stoppedAt }];
  });
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RUNNING = new Set(["Running", "Starting", ""]);
const ROTATION = /^renew-(.+)-(\d{1,15})-(\d{1,15})-\d{10}$/;
const ORDER = /^order-(\d{1,15})-\d{10}$/;

/** `2026112222`. A round asks for many names of few hours. */
function hourOf(at: number): string {
  if (at !== latest.at) latest = { at, text: new Date(at).toISOString().slice(0, 13).replace(/\D/g, "") };
  return latest.text;
}

let latest = { at: Number.NaN, text: "" };

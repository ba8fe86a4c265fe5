import { createHash } from "node:crypto";
import { AlbflowError } from "../../../platform/errors.ts";
import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { redact, redactAll } from "../../../platform/redact.ts";
import type { NormalizedEvent } from "./normalizedEvent.ts";
import { readAccessLog } from "./readAccessLog.ts";
import { readActionTrail } from "./readActionTrail.ts";
import { readAlarm } from "./readAlarm.ts";
import { readCloudEvent } from "./readCloudEvent.ts";

/** A record that says nothing that we understand, kept so that a person can look at it. */
export interface Refused {
  reason: Reason;
  /** The first part of it, without secrets. */
  payload: string;
  /** SHA-256 of the whole payload: the same record is refused under the same name. */
  digest: string;
}

/**
 * Reads a batch of events of any kind: CloudEvents of EventBridge, alarms of CloudMonitor, ActionTrail's events and ALB's
 * access log records as Simple Log Service keeps them. Each record becomes one fact or is refused; one that is poisoned keeps none of the others
 * from being read. Never throws.
 */
export function readEvents(records: readonly unknown[]): { events: NormalizedEvent[]; refused: Refused[] } {
  const events: NormalizedEvent[] = [];
  const refused: Refused[] = [];
  for (const record of records) {
    try {
      events.push(readEvent(record));
    } catch (error) {
      refused.push(refusalOf(record, error));
    }
  }
  return { events, refused };
}

/** Reads one event. Throws `AlbflowError` InvalidInput, which says what is not understood. */
export function readEvent(record: unknown): NormalizedEvent {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    const type = record === null ? "null" : Array.isArray(record) ? "array" : typeof record;
    throw new AlbflowError("InvalidInput", reason("event-not-object", { type }));
  }
  const reader = SHAPES.find(({ marks }) => marks.every((mark) => Object.hasOwn(record, mark)));
  if (reader !== undefined) return reader.read(record as Record<string, unknown>);
  const members = Object.keys(record).slice(0, 8);
  throw new AlbflowError("InvalidInput", reason("event-unknown-shape", { members }));
}

/** By what each shape is known. The first that fits reads it. */
const SHAPES: { marks: string[]; read: (record: Record<string, unknown>) => NormalizedEvent }[] = [
  { marks: ["specversion", "type"], read: readCloudEvent },
  { marks: ["eventName", "eventSource"], read: readActionTrail },
  // ActionTrail delivers to Simple Log Service with the whole event as text in one field.
  { marks: ["event", "__time__"], read: (record) => readActionTrail(jsonIn(record.event)) },
  { marks: ["app_lb_id", "status"], read: readAccessLog },
  { marks: ["alertName", "metricName"], read: readAlarm },
];

function jsonIn(text: unknown): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(String(text));
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new AlbflowError("InvalidInput", reason("log-entry-without-event", { field: "event" }));
}

function textOf(record: unknown): string {
  try {
    return JSON.stringify(record) ?? String(record);
  } catch {
    return "(it cannot be written as JSON)";
  }
}

const LONGEST_PAYLOAD = 4_096;

function refusalOf(record: unknown, error: unknown): Refused {
  const text = textOf(record);
  return {
    reason: error instanceof AlbflowError ? redactAll(error.reason) : reason("event-unreadable"),
    payload: redact(text.slice(0, LONGEST_PAYLOAD)),
    digest: createHash("sha256").update(text).digest("hex"),
  };
}

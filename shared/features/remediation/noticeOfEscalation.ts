import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Notice } from "../notify/notice.ts";
import type { Remedy } from "./remedy.ts";

/** What a person is told who has to look at something. */
export function noticeOfEscalation(
  { rule, resource, reason: why, eventId }: Remedy,
  execution: string,
  at: number,
): Notice {
  return {
    key: `escalation/${rule}/${resource}/${eventId}`.slice(0, 300),
    kind: "escalation",
    title: reason("remediation-needs-person", { resource }),
    sentences: [
      why,
      reason("remediation-paused", { rule, resource, hours: 24 }),
      reason("remediation-history", { resource, execution }),
    ],
    changes: [],
    at,
  };
}

/** What people are told of events that nobody understood, once an hour. */
export function noticeOfDeadLetters(source: string, last: Reason, count: number, at: number): Notice {
  return {
    key: `deadLetters/${source}`.slice(0, 300),
    kind: "failure",
    title: reason("events-not-understood", { count, source }),
    sentences: [reason("last-event", { reason: last }), reason("dead-letters-kept", { topic: "albflow_dead_letter" })],
    changes: [],
    at,
  };
}

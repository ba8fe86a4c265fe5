import { type Reason, reason } from "../../../platform/reasons/reason.ts";
import { escalationName, kindOfName, type NamedTarget, remedyName } from "./remedyName.ts";
import type { Remediation } from "./switches.ts";

/** What keeps a rule from becoming the incident. */
export interface Guard {
  /** A fault that comes back sooner after its remedy is not remedied again: the remedy does not hold. */
  coolDownMs: number;
  /** Remedies of one target in any 24 hours. */
  attemptsPerDay: number;
}

/** A fault as an event tells of it. */
export interface ReportedFault extends NamedTarget {
  /** The same each time that the event is delivered. */
  eventId: string;
  /** When it happened, milliseconds since 1970. */
  at: number;
}

/** An execution as CloudFlow lists it. */
export interface PastExecution {
  name: string;
  status: "Starting" | "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut";
  startedAt: number;
  /** Undefined while it runs. */
  stoppedAt?: number;
}

/** What to do about a fault, and why. */
export type Decision =
  /** Start the remedy under this name. */
  | { act: "remedy"; name: string; reason: Reason }
  /** Ask a person, under this name. */
  | { act: "escalate"; name: string; reason: Reason }
  /** Say what would have been done. */
  | { act: "observe"; would: "remedy" | "escalate"; reason: Reason }
  | { act: "ignore"; reason: Reason };

/**
 * Decides what to do about a fault, by what CloudFlow lists of the rule and the resource: remedies and escalations of at
 * least the last 24 hours (others are skipped). Pure. In any 24 hours one target gets at most `attemptsPerDay` remedies
 * and one escalation, whatever comes how often in which order.
 */
export function decide(
  fault: ReportedFault,
  guard: Guard,
  history: PastExecution[],
  { now, remediation }: { now: number; remediation: Remediation },
): Decision {
  if (remediation === "off") return ignore(SWITCHED_OFF);
  const name = remedyName(fault, fault.eventId);
  if (history.some((one) => one.name === name)) return ignore(reason("event-answered-before"));
  if (wasAsked(fault, history, now)) return ignore(askedAbout(fault));

  const recent = history.filter(({ startedAt }) => startedAt > now - DAY_MS);
  const remedies = recent.filter((one) => kindOfName(fault, one.name) === "remedy");
  const last = remedies.sort((one, other) => one.startedAt - other.startedAt).at(-1);
  const problem = last === undefined ? undefined : heldBack(fault, guard, last, now);
  if (problem !== undefined && !problem.escalate) return ignore(problem.reason);

  const escalates = problem !== undefined || remedies.length >= guard.attemptsPerDay;
  const { rule, resource } = fault;
  const why =
    problem?.reason ??
    (escalates
      ? reason("remedied-too-often", { rule, resource, count: remedies.length })
      : reason("rule-applies", { rule, resource }));
  if (remediation === "observe") return { act: "observe", would: escalates ? "escalate" : "remedy", reason: why };
  return escalates
    ? { act: "escalate", name: escalationName(fault, now), reason: why }
    : { act: "remedy", name, reason: why };
}

/** Decides about a fault that only a person can do something about: one is asked, once in 24 hours. Pure. */
export function decideToAsk(
  fault: ReportedFault,
  why: Reason,
  history: PastExecution[],
  { now, remediation }: { now: number; remediation: Remediation },
): Decision {
  if (remediation === "off") return ignore(SWITCHED_OFF);
  if (wasAsked(fault, history, now)) return ignore(askedAbout(fault));
  if (remediation === "observe") return { act: "observe", would: "escalate", reason: why };
  return { act: "escalate", name: escalationName(fault, now), reason: why };
}

const DAY_MS = 86_400_000;
const SWITCHED_OFF = reason("remediation-off", { setting: "ALBFLOW_REMEDIATION" });
const askedAbout = ({ resource }: ReportedFault) => reason("person-asked-before", { resource, hours: 24 });

function wasAsked(fault: ReportedFault, history: PastExecution[], now: number): boolean {
  return history.some(({ name, startedAt }) => startedAt > now - DAY_MS && kindOfName(fault, name) === "escalation");
}

/** What the last remedy has to say about another one now; undefined: nothing. */
function heldBack(
  fault: ReportedFault,
  { coolDownMs }: Guard,
  last: PastExecution,
  now: number,
): { escalate: boolean; reason: Reason } | undefined {
  const { resource } = fault;
  const { stoppedAt, name: remedy } = last;
  if (stoppedAt === undefined) return { escalate: false, reason: reason("remedy-under-way", { resource, remedy }) };
  // Delivered late, or noticed while the remedy was at work: the remedy was the answer.
  if (fault.at <= stoppedAt) return { escalate: false, reason: reason("remedied-since", { resource, remedy }) };
  if (now - stoppedAt >= coolDownMs) return undefined;
  const minutes = Math.ceil((now - stoppedAt) / 60_000);
  return last.status === "Succeeded"
    ? { escalate: true, reason: reason("fault-came-back", { minutes, remedy }) }
    : { escalate: true, reason: reason("remedy-has-failed", { remedy }) };
}

function ignore(cause: Reason): Decision {
  return { act: "ignore", reason: reason("nothing-done", { cause }) };
}

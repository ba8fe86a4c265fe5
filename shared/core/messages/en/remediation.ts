import type { remediationReasons } from "../../../platform/reasons/topics/remediation.ts";
import type { Messages } from "../message.ts";

/** What has a shape that is checked. */
const SHAPES: Readonly<Record<string, string>> = {
  "actiontrail-event": "the ActionTrail event",
  "access-log-record": "the access log record",
  alarm: "the alarm",
  event: "the event",
  remedy: "the remedy",
};
const LOOK = "Look at the resource; the history of remediation has what was done";
const LETTER = "Read the dead letter in the logstore, under the topic albflow_dead_letter";
/** Names keep their small letters. */
const begun = (message: string) =>
  /^[a-z]+ /.test(message) ? `${message.charAt(0).toUpperCase()}${message.slice(1)}` : message;

export const remediation: Messages<typeof remediationReasons> = {
  "event-listener-stopped": ({ listenerId, caller }) => `${listenerId} was stopped by ${caller}`,
  "event-listener-deleted": ({ listenerId, caller }) => `${listenerId} was deleted by ${caller}`,
  "event-tls-policy-set": ({ listenerId, policyId, caller }) =>
    `${listenerId} was given the TLS policy ${policyId} by ${caller}`,
  "event-log-project-deleted": ({ project, caller }) => `the log project ${project} was deleted by ${caller}`,
  "event-logstore-deleted": ({ logstore, caller }) => `the logstore ${logstore} was deleted by ${caller}`,
  "event-certificate-expiring": ({ daysLeft }, f) => `a certificate expires in ${f.count(daysLeft, "day", "days")}`,
  "event-handshakes-failing": ({ place, alarm, metric, value }) =>
    `TLS handshakes fail at ${place} (${alarm}: ${metric} is ${value})`,
  "event-errors": ({ place, percent, requests, seconds }) =>
    `${percent} % of ${requests} answers at ${place} were 5xx within ${seconds} s`,
  "event-of-kind": ({ kind }) => kind,
  "snapshot-of": ({ at }, f) => `it was last seen at ${f.time(at)}`,
  "listener-traces-there": ({ listenerId }) => `${listenerId} traces into it`,
  "certificate-valid-until": ({ certificateId, listenerId, notAfter }, f) =>
    `${certificateId} on ${listenerId} is valid until ${f.time(notAfter)}`,

  "rule-asks-person": ({ words }) => words.replace(/\.$/, ""),
  "no-snapshot-kept": {
    message: ({ listenerId }) => `no snapshot of ${listenerId} was kept`,
    next: "Create the listener by hand",
  },
  "certificates-all-valid": {
    message: "every certificate there is valid",
    next: "Look at its TLS policy, at client certificates and at its clients",
  },
  "forwards-to-fallback": {
    message: ({ listenerId, serverGroupId }) => `${listenerId} forwards to the fallback ${serverGroupId} already`,
    next: "Look at the servers of the fallback",
  },

  "remediation-answer": ({ event, decision }, f) =>
    `${f.sentence(begun(f.messageOf(event)))} ${begun(f.messageOf(decision))}`,
  "rule-applies": ({ rule, resource }) => `the rule ${rule} applies to ${resource}`,
  "remedied-too-often": {
    message: ({ rule, resource, count }, f) =>
      `${resource} was remedied ${f.count(count, "time", "times")} in 24 hours, which is all that the rule ${rule} may`,
    next: LOOK,
  },
  "fault-came-back": {
    message: ({ minutes, remedy }) => `the fault came back ${minutes} min after ${remedy} had remedied it`,
    next: LOOK,
  },
  "remedy-has-failed": {
    message: ({ remedy }) => `${remedy} has failed to remedy it, and the fault is still there`,
    next: LOOK,
  },
  "remedy-did-not-help": {
    message: ({ answer, operation, outcome }, f) =>
      `${f.sentence(f.messageOf(answer))} ${operation} did not help: ${f.messageOf(outcome)}`,
    next: ({ outcome }, { next }) => next(outcome) || LOOK,
  },
  "nothing-done": ({ cause }, { messageOf }) => `nothing is done: ${messageOf(cause)}`,
  "rule-name-twice": {
    message: ({ rule }) => `there is another rule ${rule}`,
    next: "Give it a name of its own in flows/remediation.yaml",
  },
  "remediation-off": ({ setting }) => `remediation is switched off (${setting})`,
  "event-answered-before": "this event was answered already",
  "person-asked-before": ({ resource, hours }) =>
    `a person was asked to look at ${resource} in the last ${hours} hours`,
  "remedy-under-way": ({ resource, remedy }) => `${resource} is being remedied by ${remedy}`,
  "remedied-since": ({ resource, remedy }) => `${resource} was remedied since by ${remedy}`,

  "person-asked": "A person was asked",
  "remediation-switched-off": {
    message: "Remediation was switched off before it began",
    next: "Switch it on with ALBFLOW_REMEDIATION, or fix the fault by hand",
  },
  "remedy-name-taken": {
    message: ({ execution, operation }) => `somebody else has started ${execution} of ${operation}`,
    next: "Find out who may start executions of the flow",
  },
  "remedy-not-ended": { message: ({ execution }) => `${execution} has not ended`, next: "Look at the execution" },
  "remedy-running": ({ execution, operation }) => `${execution} of ${operation} is running`,
  "remedy-ended": {
    message: ({ execution, status }) => `${execution} has ended as ${status}`,
    next: "Look at the execution",
  },
  "agreed-beforehand": ({ approver, rule }) => `${approver} has approved it beforehand, in the rule ${rule}`,

  "call-failed": ({ cloudCode }) => `the call failed: ${cloudCode}`,
  "no-rule-for": ({ what }) => `no rule is about ${what}`,
  "call-changed-nothing": ({ action }) => `${action} changed nothing that a rule is about`,
  "scheme-unknown": ({ scheme }) => `its scheme is ${scheme}, which no listener speaks`,
  "alarm-over": ({ alarm }) => `${alarm} is over`,
  "alarm-without-data": ({ alarm }) => `${alarm} has no data`,

  "shape-invalid": {
    message: ({ what, field, problem }, { messageOf }) =>
      `${SHAPES[what] ?? what} is not valid: ${field === null ? "" : `${field}: `}${messageOf(problem)}`,
    next: LETTER,
  },
  "event-not-object": { message: ({ type }) => `an event is a JSON object, and this is of type ${type}`, next: LETTER },
  "event-unknown-shape": {
    message: ({ members }, f) => `an event with the members ${f.list(members)} is of no known shape`,
    next: LETTER,
  },
  "event-unknown-type": { message: ({ type }) => `the event is of the unknown type ${type}`, next: LETTER },
  "log-entry-without-event": {
    message: ({ field }) => `the field ${field} of a log entry is not the JSON of an event`,
    next: LETTER,
  },
  "alarm-without-instance": {
    message: ({ alarm }) => `the alarm ${alarm} names no load balancer in its dimensions`,
    next: "Add the dimension instanceId to the alarm",
  },
  "event-unreadable": { message: "the event cannot be read", next: LETTER },
  "entries-unreadable": { message: "the bytes of a group of log entries cannot be read", next: LETTER },
  "range-unreadable": {
    message: ({ cause }, { messageOf }) => `the rest of a range of log entries cannot be read: ${messageOf(cause)}`,
    next: LETTER,
  },
  "events-refused": {
    message: ({ first }, { messageOf }) =>
      `${first === null ? "no event" : messageOf(first)}; nothing was done about it`,
    next: LETTER,
  },
  "log-trigger-at-itself": {
    message: ({ source }) =>
      `a log trigger points at ${source}, which remediation itself writes to: it would answer itself`,
    next: "Point the trigger at another logstore",
  },
};

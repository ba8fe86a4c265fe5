import { defineReasons, orNull } from "../define.ts";

const listenerId = "lsn-1";
const resource = "lsn-1";
const rule = "restart";
const caller = "olga";
const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const event = { code: "event-listener-stopped", params: { listenerId, caller } };
const received = { en: "An event that a rule of remediation is about.", zh: "自动修复规则所关注的事件。" };
const person = { en: "Only a person can fix it.", zh: "只能由人员处理。" };
const decided = { en: "What the guards of a rule decided.", zh: "规则的防护机制所做的决定。" };
const outcome = { en: "Where a remedy stands.", zh: "修复操作的进展。" };
const refused = {
  en: "An event is not understood, and is kept as a dead letter.",
  zh: "事件无法识别，已作为死信保存。",
};
const unrelated = { en: "An event that no rule is about.", zh: "没有规则关注的事件。" };

/** What remediation has received, decided and done. */
export const remediationReasons = defineReasons({
  "event-listener-stopped": { kind: "notice", params: { listenerId, caller }, cause: received },
  "event-listener-deleted": { kind: "notice", params: { listenerId, caller }, cause: received },
  "event-tls-policy-set": { kind: "notice", params: { listenerId, policyId: "spy-1", caller }, cause: received },
  "event-log-project-deleted": { kind: "notice", params: { project: "logs", caller }, cause: received },
  "event-logstore-deleted": { kind: "notice", params: { logstore: "logs/access", caller }, cause: received },
  "event-certificate-expiring": { kind: "notice", params: { daysLeft: 7 }, cause: received },
  "event-handshakes-failing": {
    kind: "notice",
    params: { place: "alb-1/443", alarm: "tls", metric: "ListenerClientTLSNegotiationError", value: "12.5" },
    cause: received,
  },
  "event-errors": {
    kind: "notice",
    params: { place: "alb-1/443", percent: 50, requests: 100, seconds: 60 },
    cause: received,
  },
  "event-of-kind": { kind: "notice", params: { kind: "requestServed" }, cause: received },
  "snapshot-of": { kind: "detail", params: { at: "2026-11-28T21:18:00Z" }, cause: received },
  "listener-traces-there": { kind: "detail", params: { listenerId }, cause: received },
  "certificate-valid-until": {
    kind: "detail",
    params: { certificateId: "1-cn-hangzhou", listenerId, notAfter: 1_795_867_552_000 },
    cause: received,
  },

  "rule-asks-person": { kind: "notice", params: { words: "The server group is not declared." }, cause: person },
  "no-snapshot-kept": { kind: "failure", params: { listenerId }, cause: person },
  "certificates-all-valid": { kind: "failure", params: {}, cause: person },
  "forwards-to-fallback": { kind: "failure", params: { listenerId, serverGroupId: "sgp-1" }, cause: person },

  "remediation-answer": {
    kind: "notice",
    params: { event, decision: { code: "rule-applies", params: { rule, resource } } },
    cause: decided,
  },
  "rule-applies": { kind: "notice", params: { rule, resource }, cause: decided },
  "remedied-too-often": { kind: "failure", params: { rule, resource, count: 3 }, cause: decided },
  "fault-came-back": { kind: "failure", params: { minutes: 12, remedy: "remedy-restart-lsn-1" }, cause: decided },
  "remedy-has-failed": { kind: "failure", params: { remedy: "remedy-restart-lsn-1" }, cause: decided },
  "remedy-did-not-help": {
    kind: "failure",
    params: { answer: event, operation: "startListener", outcome: text },
    cause: decided,
  },
  "nothing-done": {
    kind: "skip",
    params: { cause: { code: "event-answered-before", params: {} } },
    cause: decided,
  },
  "rule-name-twice": { kind: "invalid", params: { rule }, cause: decided },
  "remediation-off": { kind: "skip", params: { setting: "ALBFLOW_REMEDIATION" }, cause: decided },
  "event-answered-before": { kind: "skip", params: {}, cause: decided },
  "person-asked-before": { kind: "skip", params: { resource, hours: 24 }, cause: decided },
  "remedy-under-way": { kind: "skip", params: { resource, remedy: "remedy-restart-lsn-1" }, cause: decided },
  "remedied-since": { kind: "skip", params: { resource, remedy: "remedy-restart-lsn-1" }, cause: decided },

  "person-asked": { kind: "result", params: {}, cause: outcome },
  "remediation-switched-off": { kind: "failure", params: {}, cause: outcome },
  "remedy-name-taken": {
    kind: "failure",
    params: { execution: "remedy-restart-lsn-1", operation: "startListener" },
    cause: outcome,
  },
  "remedy-not-ended": { kind: "failure", params: { execution: "remedy-restart-lsn-1" }, cause: outcome },
  "remedy-running": {
    kind: "progress",
    params: { execution: "remedy-restart-lsn-1", operation: "startListener" },
    cause: outcome,
  },
  "remedy-ended": { kind: "failure", params: { execution: "remedy-restart-lsn-1", status: "Failed" }, cause: outcome },
  "agreed-beforehand": { kind: "progress", params: { approver: "peter", rule }, cause: outcome },

  "call-failed": { kind: "skip", params: { cloudCode: "IncorrectStatus.Listener" }, cause: unrelated },
  "no-rule-for": { kind: "skip", params: { what: "Alb ListListeners" }, cause: unrelated },
  "call-changed-nothing": { kind: "skip", params: { action: "UpdateListenerAttribute" }, cause: unrelated },
  "scheme-unknown": { kind: "skip", params: { scheme: "gopher" }, cause: unrelated },
  "alarm-over": { kind: "skip", params: { alarm: "tls" }, cause: unrelated },
  "alarm-without-data": { kind: "skip", params: { alarm: "tls" }, cause: unrelated },

  "shape-invalid": {
    kind: "invalid",
    params: { what: "actiontrail-event", field: orNull("eventTime"), problem: { code: "value-missing", params: {} } },
    cause: refused,
  },
  "event-not-object": { kind: "invalid", params: { type: "string" }, cause: refused },
  "event-unknown-shape": { kind: "invalid", params: { members: ["hello"] }, cause: refused },
  "event-unknown-type": { kind: "invalid", params: { type: "ecs:Instance:StateChange" }, cause: refused },
  "log-entry-without-event": { kind: "invalid", params: { field: "event" }, cause: refused },
  "alarm-without-instance": { kind: "invalid", params: { alarm: "tls" }, cause: refused },
  "event-unreadable": { kind: "invalid", params: {}, cause: refused },
  "entries-unreadable": { kind: "invalid", params: {}, cause: refused },
  "range-unreadable": { kind: "invalid", params: { cause: text }, cause: refused },
  "events-refused": { kind: "invalid", params: { first: orNull(text) }, cause: refused },
  "log-trigger-at-itself": {
    kind: "invalid",
    params: { source: "albflow-reports/albflow" },
    cause: {
      en: "A log trigger points at the logstore that remediation writes to.",
      zh: "日志触发器指向自动修复自身写入的日志库。",
    },
  },
});

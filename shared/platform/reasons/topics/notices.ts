import { defineReasons, orNull } from "../define.ts";

const text = { code: "text", params: { text: "The ledger is whole" } };
const title = { en: "Title of a notice.", zh: "通知标题。" };
const line = { en: "A line of a notice.", zh: "通知中的一行。" };
const execution = "stop-1";

/** What people are told on their channels. */
export const noticeReasons = defineReasons({
  "channel-unusable": {
    kind: "failure",
    params: { channel: "Lark" },
    cause: { en: "A channel failed in a way that is albflow's fault.", zh: "通知渠道因 albflow 自身原因失败。" },
  },
  "channel-takes-no-more": {
    kind: "failure",
    params: { channel: "DingTalk" },
    cause: {
      en: "A channel turned notices away as too many; it is left alone for a minute.",
      zh: "通知渠道因消息过多而拒收，一分钟内不再发送。",
    },
  },
  "notices-missed": {
    kind: "notice",
    params: { count: 7, titles: ["stopListener on lsn-1 was refused"], more: 2 },
    cause: { en: "A channel had turned notices away as too many.", zh: "通知渠道曾因消息过多而拒收通知。" },
  },
  "channel-no-answer": {
    kind: "failure",
    params: { channel: "Lark", error: "ECONNREFUSED" },
    cause: { en: "The address of a channel does not answer.", zh: "通知渠道的地址没有响应。" },
  },
  "channel-status": {
    kind: "failure",
    params: { channel: "Lark", status: 403 },
    cause: { en: "A channel answered with an error.", zh: "通知渠道返回错误状态。" },
  },
  "channel-refused": {
    kind: "failure",
    params: { channel: "DingTalk", errorCode: "310000", message: "sign not match" },
    cause: { en: "A chat refused the message.", zh: "聊天工具拒绝了消息。" },
  },
  "mail-refused": {
    kind: "failure",
    params: { status: orNull(550), error: "EENVELOPE" },
    cause: { en: "The mail server refused the mail.", zh: "邮件服务器拒绝了邮件。" },
  },
  "notices-invalid": {
    kind: "invalid",
    params: { problems: [{ pointer: "/notices/0/key", problem: { code: "value-missing", params: {} } }] },
    cause: { en: "The function notify was given something else than notices.", zh: "函数 notify 收到的内容不是通知。" },
  },
  "notices-undelivered": {
    kind: "failure",
    params: { titles: [text] },
    cause: { en: "No channel took a notice; it is tried again.", zh: "没有渠道接收通知，将重试。" },
  },
  "bulk-ended": {
    kind: "notice",
    params: { operation: "stopListener", done: 3, count: 5, failed: ["lsn-4"], left: ["lsn-5"] },
    cause: title,
  },
  "change-verified": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "change-refused": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "change-unanswered": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "change-rolled-back": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "change-needs-person": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "change-stopped": {
    kind: "notice",
    params: { operation: "stopListener", resource: "lsn-1", by: orNull("olga"), outcome: "undone" },
    cause: title,
  },
  "approval-requested": { kind: "notice", params: { operation: "stopListener", resource: "lsn-1" }, cause: title },
  "approval-requested-again": {
    kind: "notice",
    params: { operation: "stopListener", resource: "lsn-1" },
    cause: title,
  },
  "plan-step": { kind: "notice", params: { number: 1, step: text }, cause: line },
  "notice-of-execution": { kind: "notice", params: { execution: "stop-1" }, cause: line },
  "requested-by": { kind: "notice", params: { requester: "olga" }, cause: line },
  "requested-for": { kind: "notice", params: { why: "the shop moves", ticket: "OPS-7" }, cause: line },
  "request-listener": {
    kind: "notice",
    params: { listenerId: "lsn-1", listenerName: "shop", listens: "HTTPS:443", loadBalancerId: "alb-1" },
    cause: line,
  },
  "request-place": {
    kind: "notice",
    params: { account: "1234567890123456", region: "cn-hangzhou", environment: "production" },
    cause: line,
  },
  "approval-reminder": { kind: "notice", params: { until: 1_795_867_552_000 }, cause: line },
  "button-agree": { kind: "notice", params: {}, cause: line },
  "button-deny": { kind: "notice", params: {}, cause: line },
  "approved-by": { kind: "notice", params: { approvers: ["peter"] }, cause: line },
  "approval-open-until": { kind: "notice", params: { until: 1_795_867_552_000 }, cause: line },
  "approval-command": { kind: "notice", params: { execution }, cause: line },
  "see-execution": { kind: "notice", params: {}, cause: line },
  "see-bulk-run": { kind: "notice", params: {}, cause: line },
  "see-plan": { kind: "notice", params: {}, cause: line },
  "see-round": { kind: "notice", params: {}, cause: line },
  "see-albflow": { kind: "notice", params: {}, cause: line },
  "next-step": {
    kind: "notice",
    params: { of: { code: "listener-not-found", params: { listenerId: "lsn-1" } } },
    cause: line,
  },
  "notice-repeated": { kind: "notice", params: { count: 3 }, cause: line },
  "invocation-lost": { kind: "notice", params: { name: "albflow-keepLedger", attempts: 4 }, cause: title },
  "invocation-caller": { kind: "notice", params: { requestId: "1-2-3" }, cause: line },
  "notices-grouped": { kind: "notice", params: { count: 5, kind: "failure" }, cause: title },
  "notice-line": {
    kind: "notice",
    params: { title: { code: "renewal-paused", params: {} }, why: orNull(text) },
    cause: line,
  },
  "certificate-renewed": { kind: "notice", params: { name: "shop.example.com", listenerId: "lsn-1" }, cause: title },
  "certificate-replaced": {
    kind: "notice",
    params: { successorId: "2-cn-hangzhou", certificateId: "1-cn-hangzhou", remark: orNull(text) },
    cause: line,
  },
  "certificate-not-renewed": {
    kind: "notice",
    params: { name: "shop.example.com", daysLeft: orNull(6) },
    cause: title,
  },
  "certificate-place": {
    kind: "notice",
    params: { certificateId: "1-cn-hangzhou", listenerId: "lsn-1", region: "cn-hangzhou" },
    cause: line,
  },
  "certificate-unreadable-twice": {
    kind: "notice",
    params: { name: orNull("shop.example.com"), listenerId: "lsn-1" },
    cause: title,
  },
  "region-unreadable-twice": { kind: "notice", params: { region: "cn-hangzhou" }, cause: title },
  "account-unreadable-twice": { kind: "notice", params: { accountId: "2222222222222222" }, cause: title },
  "nothing-renewed-there": { kind: "notice", params: { region: "cn-hangzhou" }, cause: line },
  "renewal-paused": { kind: "notice", params: {}, cause: title },
  "renewal-stopped": { kind: "notice", params: {}, cause: title },
  "order-refused": { kind: "notice", params: { certificateId: "1-cn-hangzhou" }, cause: title },
  "remediation-needs-person": { kind: "notice", params: { resource: "lsn-1" }, cause: title },
  "remediation-paused": { kind: "notice", params: { rule: "restart", resource: "lsn-1", hours: 24 }, cause: line },
  "remediation-history": { kind: "notice", params: { resource: "lsn-1", execution: "escalate-1" }, cause: line },
  "events-not-understood": { kind: "notice", params: { count: 2, source: "acs.slb" }, cause: title },
  "last-event": { kind: "notice", params: { reason: text }, cause: line },
  "dead-letters-kept": { kind: "notice", params: { topic: "albflow_dead_letter" }, cause: line },
  "ledger-bound": { kind: "notice", params: { until: "2026-11-27", executions: 12 }, cause: title },
  "ledger-head-told": { kind: "notice", params: { head: "9f2c" }, cause: line },
  "ledger-closed-chains": { kind: "notice", params: { chains: ["albflow-stopListener/stop-1"] }, cause: line },
  "execution-cut-off": { kind: "notice", params: { chain: "albflow-stopListener/stop-1" }, cause: title },
  "execution-cut-off-after": {
    kind: "failure",
    params: { status: "TimedOut", writes: ["alb:StopListener lsn-1"] },
    cause: { en: "CloudFlow ended an execution before it could report.", zh: "云工作流在执行上报之前终止了它。" },
  },
  "foreign-audit-records": { kind: "notice", params: { count: 2 }, cause: title },
  "foreign-audit-records-are": { kind: "notice", params: { names: ["ledger/4"] }, cause: line },
  "ledger-began-anew": { kind: "notice", params: {}, cause: title },
  "ledger-began-anew-since": { kind: "notice", params: { since: "2026-11-20" }, cause: line },
});

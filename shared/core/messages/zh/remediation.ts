import type { remediationReasons } from "../../../platform/reasons/topics/remediation.ts";
import type { Messages } from "../message.ts";

/** 会检查格式的内容。 */
const SHAPES: Readonly<Record<string, string>> = {
  "actiontrail-event": "操作审计事件",
  "access-log-record": "访问日志记录",
  alarm: "告警",
  event: "事件",
  remedy: "修复操作",
};
const LOOK = "请检查该资源；自动修复的历史记录了已执行的操作";
const LETTER = "请在日志库的主题 albflow_dead_letter 下查看死信";

export const remediation: Messages<typeof remediationReasons> = {
  "event-listener-stopped": ({ listenerId, caller }) => `${caller} 停止了 ${listenerId}`,
  "event-listener-deleted": ({ listenerId, caller }) => `${caller} 删除了 ${listenerId}`,
  "event-tls-policy-set": ({ listenerId, policyId, caller }) =>
    `${caller} 将 ${listenerId} 的 TLS 安全策略设为 ${policyId}`,
  "event-log-project-deleted": ({ project, caller }) => `${caller} 删除了日志项目 ${project}`,
  "event-logstore-deleted": ({ logstore, caller }) => `${caller} 删除了日志库 ${logstore}`,
  "event-certificate-expiring": ({ daysLeft }) => `有证书将在 ${daysLeft} 天后到期`,
  "event-handshakes-failing": ({ place, alarm, metric, value }) =>
    `${place} 的 TLS 握手失败（${alarm}：${metric} 为 ${value}）`,
  "event-errors": ({ place, percent, requests, seconds }) =>
    `${place} 在 ${seconds} 秒内的 ${requests} 个响应中有 ${percent}% 为 5xx`,
  "event-of-kind": ({ kind }) => `事件 ${kind}`,
  "snapshot-of": ({ at }, f) => `最近一次快照为 ${f.time(at)}`,
  "listener-traces-there": ({ listenerId }) => `${listenerId} 的链路追踪写入其中`,
  "certificate-valid-until": ({ certificateId, listenerId, notAfter }, f) =>
    `${listenerId} 上的 ${certificateId} 有效期至 ${f.time(notAfter)}`,

  "rule-asks-person": ({ words }) => `规则说明：${words.replace(/[.。]$/, "")}`,
  "no-snapshot-kept": {
    message: ({ listenerId }) => `没有保存 ${listenerId} 的快照`,
    next: "请手动创建监听",
  },
  "certificates-all-valid": {
    message: "该处的证书全部有效",
    next: "请检查 TLS 安全策略、客户端证书以及客户端",
  },
  "forwards-to-fallback": {
    message: ({ listenerId, serverGroupId }) => `${listenerId} 已转发到备用服务器组 ${serverGroupId}`,
    next: "请检查备用服务器组的服务器",
  },

  "remediation-answer": ({ event, decision }, f) => `${f.sentence(f.messageOf(event))}${f.messageOf(decision)}`,
  "rule-applies": ({ rule, resource }) => `规则 ${rule} 适用于 ${resource}`,
  "remedied-too-often": {
    message: ({ rule, resource, count }) => `${resource} 在 24 小时内已修复 ${count} 次，达到规则 ${rule} 的上限`,
    next: LOOK,
  },
  "fault-came-back": {
    message: ({ minutes, remedy }) => `${remedy} 修复后 ${minutes} 分钟故障再次出现`,
    next: LOOK,
  },
  "remedy-has-failed": {
    message: ({ remedy }) => `${remedy} 修复失败，故障仍然存在`,
    next: LOOK,
  },
  "remedy-did-not-help": {
    message: ({ answer, operation, outcome }, f) =>
      `${f.sentence(f.messageOf(answer))}${operation} 未能解决：${f.messageOf(outcome)}`,
    next: ({ outcome }, { next }) => next(outcome) || LOOK,
  },
  "nothing-done": ({ cause }, { messageOf }) => `未做任何操作：${messageOf(cause)}`,
  "rule-name-twice": {
    message: ({ rule }) => `存在另一条名为 ${rule} 的规则`,
    next: "请在 flows/remediation.yaml 中为其取不同的名称",
  },
  "remediation-off": ({ setting }) => `自动修复已关闭（${setting}）`,
  "event-answered-before": "该事件已处理过",
  "person-asked-before": ({ resource, hours }) => `最近 ${hours} 小时内已请人检查 ${resource}`,
  "remedy-under-way": ({ resource, remedy }) => `${remedy} 正在修复 ${resource}`,
  "remedied-since": ({ resource, remedy }) => `${remedy} 此后已修复 ${resource}`,

  "person-asked": "已请人处理",
  "remediation-switched-off": {
    message: "自动修复在开始之前已关闭",
    next: "请通过 ALBFLOW_REMEDIATION 开启，或手动处理故障",
  },
  "remedy-name-taken": {
    message: ({ execution, operation }) => `他人已启动 ${operation} 的执行 ${execution}`,
    next: "请查明谁可以启动该流程的执行",
  },
  "remedy-not-ended": { message: ({ execution }) => `${execution} 尚未结束`, next: "请查看该执行" },
  "remedy-running": ({ execution, operation }) => `${operation} 的执行 ${execution} 正在运行`,
  "remedy-ended": {
    message: ({ execution, status }) => `${execution} 已结束，状态为 ${status}`,
    next: "请查看该执行",
  },
  "agreed-beforehand": ({ approver, rule }) => `${approver} 已在规则 ${rule} 中预先审批`,

  "call-failed": ({ cloudCode }) => `调用失败：${cloudCode}`,
  "no-rule-for": ({ what }) => `没有规则关注 ${what}`,
  "call-changed-nothing": ({ action }) => `${action} 没有变更规则所关注的内容`,
  "scheme-unknown": ({ scheme }) => `其协议方案为 ${scheme}，监听不支持该方案`,
  "alarm-over": ({ alarm }) => `告警 ${alarm} 已恢复`,
  "alarm-without-data": ({ alarm }) => `告警 ${alarm} 没有数据`,

  "shape-invalid": {
    message: ({ what, field, problem }, { messageOf }) =>
      `${SHAPES[what] ?? what} 无效：${field === null ? "" : `${field}：`}${messageOf(problem)}`,
    next: LETTER,
  },
  "event-not-object": { message: ({ type }) => `事件必须是 JSON 对象，而不是 ${type}`, next: LETTER },
  "event-unknown-shape": {
    message: ({ members }, f) => `包含成员 ${f.list(members)} 的事件格式未知`,
    next: LETTER,
  },
  "event-unknown-type": { message: ({ type }) => `事件类型 ${type} 未知`, next: LETTER },
  "log-entry-without-event": {
    message: ({ field }) => `日志的字段 ${field} 不是事件的 JSON`,
    next: LETTER,
  },
  "alarm-without-instance": {
    message: ({ alarm }) => `告警 ${alarm} 的维度中没有负载均衡实例`,
    next: "请在告警中添加维度 instanceId",
  },
  "event-unreadable": { message: "事件无法读取", next: LETTER },
  "entries-unreadable": { message: "一组日志的字节无法读取", next: LETTER },
  "range-unreadable": {
    message: ({ cause }, { messageOf }) => `日志区间的剩余部分无法读取：${messageOf(cause)}`,
    next: LETTER,
  },
  "events-refused": {
    message: ({ first }, { messageOf }) => `${first === null ? "没有事件" : messageOf(first)}；未做任何处理`,
    next: LETTER,
  },
  "log-trigger-at-itself": {
    message: ({ source }) => `日志触发器指向自动修复自身写入的 ${source}，会处理自己的记录`,
    next: "请将触发器指向其他日志库",
  },
};

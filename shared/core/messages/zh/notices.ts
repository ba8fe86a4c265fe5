import type { noticeReasons } from "../../../platform/reasons/topics/notices.ts";
import type { Messages } from "../message.ts";

const KINDS: Record<string, string> = {
  change: "变更",
  failure: "失败",
  recovery: "恢复",
  approval: "待审批",
  notRenewable: "无法续期",
  escalation: "需要人工处理",
  audit: "审计记录",
};

const STOPPED: Record<string, string> = {
  refused: "未做任何变更",
  rolledBack: "已恢复到之前的状态",
  left: "已做的变更保留，且没有人观察",
  failed: "撤销失败，需要人工处理",
};

export const notices: Messages<typeof noticeReasons> = {
  "channel-unusable": { message: ({ channel }) => `无法使用 ${channel}`, next: "请反馈此问题" },
  "channel-takes-no-more": {
    message: ({ channel }) => `${channel} 一分钟内不再接收通知`,
    next: "无需处理：下一条通知会列出此通知",
  },
  "notices-missed": ({ count, titles, more }, { list }) =>
    `有 ${count} 条通知因过多而未发送到此处：${list(titles)}${more > 0 ? `，另有 ${more} 条` : ""}`,
  "channel-no-answer": {
    message: ({ channel, error }) => `${channel} 没有响应：${error}`,
    next: "请检查渠道地址和函数的网络",
  },
  "channel-status": {
    message: ({ channel, status }) => `${channel} 返回状态 ${status}`,
    next: "请检查渠道的地址和密钥",
  },
  "channel-refused": {
    message: ({ channel, errorCode, message }) => `${channel} 拒绝了消息：${message}（${errorCode}）`,
    next: "请检查机器人的密钥和安全设置",
  },
  "mail-refused": {
    message: ({ status, error }) => `邮件服务器拒绝了邮件${status === null ? "" : `，状态 ${status}`}（${error}）`,
    next: "请检查 albflow.yaml 的 `notifications.mail`",
  },
  "notices-invalid": {
    message: ({ problems }, { messageOf }) =>
      `内容不是通知：${problems.map(({ pointer, problem }) => `${pointer} ${messageOf(problem)}`).join("；")}`,
    next: "请部署相同版本的函数",
  },
  "notices-undelivered": {
    message: ({ titles }, f) => `没有渠道接收：${titles.map(f.messageOf).join("；")}`,
    next: "请检查通知渠道；notify 的日志中有各渠道的响应",
  },
  "bulk-ended": ({ operation, done, count, failed, left }, { list }) =>
    [
      `${operation} 已在 ${count} 个监听中的 ${done} 个上完成`,
      failed.length === 0 ? "" : `未完成：${list(failed)}`,
      left.length === 0 ? "" : `未开始：${list(left)}`,
    ]
      .filter((part) => part !== "")
      .join("；"),
  "change-verified": ({ operation, resource }) => `${resource} 的 ${operation} 已完成并通过验证`,
  "change-refused": ({ operation, resource }) => `${resource} 的 ${operation} 被拒绝，未做任何变更`,
  "change-unanswered": ({ operation, resource }) => `${resource} 的 ${operation} 未在期限内获得审批，未做任何变更`,
  "change-rolled-back": ({ operation, resource }) => `${resource} 的 ${operation} 失败，已回滚`,
  "change-needs-person": ({ operation, resource }) => `${resource} 的 ${operation} 失败，需要人工处理`,
  "change-stopped": ({ operation, resource, by, outcome }) =>
    `${resource} 的 ${operation} 已被${by === null ? "albflow 以外的人" : ` ${by} `}停止；${STOPPED[outcome] ?? STOPPED.failed}`,
  "approval-requested-again": ({ operation, resource }) => `提醒：是否批准对 ${resource} 执行 ${operation}？`,
  "approval-requested": ({ operation, resource }) => `是否批准对 ${resource} 执行 ${operation}？`,
  "plan-step": ({ number, step }, { messageOf }) => `步骤 ${number}：${messageOf(step)}`,
  "notice-of-execution": ({ execution }) => `执行：${execution}`,
  "requested-by": ({ requester }) => `申请人：${requester}`,
  "requested-for": ({ why, ticket }) =>
    `申请原因：${[why, ticket === "" ? "" : `工单 ${ticket}`].filter((part) => part !== "").join("；")}`,
  "request-listener": ({ listenerId, listenerName, listens, loadBalancerId }) =>
    `监听：${[listenerId, listenerName, listens].filter((part) => part !== "").join("，")}${loadBalancerId === "" ? "" : `，所属实例 ${loadBalancerId}`}`,
  "request-place": ({ account, region, environment }) =>
    `位置：${[environment, region, `账号 ${account}`].filter((part) => part !== "").join("，")}`,
  "approval-reminder": ({ until }, f) => `申请仍在等待审批，将于 ${f.time(until)} 过期`,
  "button-agree": "同意…",
  "button-deny": "拒绝…",
  "approved-by": ({ approvers }, f) => `审批人：${f.list(approvers)}`,
  "approval-open-until": ({ until }, f) => `审批截止时间：${f.time(until)}`,
  "approval-command": ({ execution }) => `审批命令：albflow approve ${execution}`,
  "see-execution": "查看执行",
  "see-bulk-run": "查看批量运行",
  "see-plan": "查看方案",
  "see-round": "查看本轮续期",
  "see-albflow": "打开 albflow",
  "next-step": ({ of }, { next }) => next(of),
  "notice-repeated": ({ count }) => `该通知共出现 ${count} 次`,
  "invocation-lost": ({ name, attempts }) => `${name} 已失败 ${attempts} 次，不再重试`,
  "invocation-caller": ({ requestId }) => `触发该函数的定时器或事件已丢失。详情请查看请求 ${requestId} 的日志`,
  "notices-grouped": ({ count, kind }) => `${KINDS[kind] ?? kind}：${count} 条`,
  "notice-line": ({ title, why }, { messageOf }) =>
    why === null ? messageOf(title) : `${messageOf(title)}：${messageOf(why)}`,
  "certificate-renewed": ({ name, listenerId }) => `${listenerId} 上的 ${name} 已续期`,
  "certificate-replaced": ({ successorId, certificateId, remark }, { messageOf }) =>
    `已使用 ${successorId} 替换 ${certificateId}${remark === null ? "" : `（${messageOf(remark)}）`}`,
  "certificate-not-renewed": ({ name, daysLeft }) =>
    daysLeft === null
      ? `${name} 未能续期`
      : daysLeft < 0
        ? `${name} 已过期 ${-daysLeft} 天，未能续期`
        : `${name} 将在 ${daysLeft} 天后到期，未能续期`,
  "certificate-place": ({ certificateId, listenerId, region }) =>
    `位于 ${region} 的 ${listenerId}，证书 ${certificateId}`,
  "certificate-unreadable-twice": ({ name, listenerId }) =>
    name === null ? `连续两轮无法读取 ${listenerId} 的证书` : `连续两轮无法读取 ${listenerId} 上的 ${name}`,
  "region-unreadable-twice": ({ region }) => `连续两轮无法读取 ${region} 的证书`,
  "account-unreadable-twice": ({ accountId }) => `连续两轮无法读取账号 ${accountId}`,
  "nothing-renewed-there": ({ region }) => `在可以读取之前，不会在那里续期任何证书（${region}）`,
  "renewal-paused": "续期已暂停：仅继续紧急轮换",
  "renewal-stopped": "续期已停止：配置项无效",
  "order-refused": ({ certificateId }) => `无法为 ${certificateId} 申请替换证书`,
  "remediation-needs-person": ({ resource }) => `需要人工处理：${resource}`,
  "remediation-paused": ({ rule, resource, hours }) => `规则 ${rule} 在 ${hours} 小时内不再处理 ${resource}`,
  "remediation-history": ({ resource, execution }) =>
    `此前的修复：albflow executions | grep ${resource.split("/")[0]}；本次：albflow execution ${execution}`,
  "events-not-understood": ({ count, source }) => `来自 ${source} 的 ${count} 个事件无法识别`,
  "last-event": ({ reason }, { messageOf }) => `最近一个：${messageOf(reason)}`,
  "dead-letters-kept": ({ topic }) => `它们保存在部署 Logstore 的主题 ${topic} 下，未做任何处理`,
  "ledger-bound": ({ until, executions }) => `截至 ${until} 的审计记录：${executions} 个执行`,
  "ledger-head-told": ({ head }) =>
    `账本的最新哈希为 ${head}。请保留此消息：\`albflow audit verify --head ${head}\` 可发现此后被删除的记录`,
  "ledger-closed-chains": ({ chains }, f) => `因被外部终止而关闭：${f.list(chains)}`,
  "execution-cut-off": ({ chain }) => `${chain} 在上报之前被中断`,
  "execution-cut-off-after": {
    message: ({ status, writes }, f) =>
      `云工作流以 ${status} 终止了它。${writes.length === 0 ? "尚未写入任何内容，未做任何变更" : `已写入 ${f.list(writes)}；另一个执行已尽可能回滚`}`,
    next: "请检查监听，如仍需要请重新发起",
  },
  "foreign-audit-records": ({ count }) => `有 ${count} 条审计记录不是 albflow 写入的`,
  "foreign-audit-records-are": ({ names }, f) =>
    `它们是 ${f.list(names)}，不计入审计。请查明谁有权写入该 Logstore；\`albflow audit verify\` 会列出每一条`,
  "ledger-began-anew": "审计账本重新开始",
  "ledger-began-anew-since": ({ since }) =>
    `${since} 起有审计记录，但没有账本。如果 keepLedger 曾运行过，说明其记录被删除：请与上次收到的最新哈希比对`,
};

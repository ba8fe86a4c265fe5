import type { AnyReason } from "../../../platform/reasons/define.ts";
import type { executionReasons } from "../../../platform/reasons/topics/execution.ts";
import { isQuota } from "../isQuota.ts";
import type { Format, Messages } from "../message.ts";
import { byHand, doubts, verification } from "./verification.ts";

type Difference = { field: string; expected: unknown; found: unknown };

const differ = (differences: readonly Difference[], f: Format) =>
  differences.length === 0
    ? "albflow 未展示的字段发生了变化"
    : differences
        .map(({ field, expected, found }) => `${field} 由 ${f.value(expected)} 变为 ${f.value(found)}`)
        .join("，");
const remain = (differences: readonly Difference[], f: Format) =>
  differences.length === 0
    ? ""
    : `。与之前不一致：${differences.map(({ field, expected, found }) => `${field} 为 ${f.value(found)}，应为 ${f.value(expected)}`).join("，")}`;
const listed = (steps: readonly AnyReason[], { messageOf }: Format) => steps.map(messageOf).join("，然后");
const held = (holder: { flow: string; execution: string } | null) =>
  holder === null ? "另一个执行" : `${holder.flow} 的执行 ${holder.execution}`;
const left = (resources: readonly AnyReason[], f: Format) =>
  resources.length === 0 ? "" : `。已创建 ${resources.map(f.messageOf).join("、")}，但无法移除`;
/** 多个原因的后续步骤，各列一次。 */
const nextOf = (reasons: readonly AnyReason[], f: Format) =>
  [...new Set(reasons.map(f.next))].filter((step) => step !== "").join("；");
const LESS =
  "请在监听所在的账号与地域移除不再需要的资源（证书可用 removeCertificates），或在 https://quotas.console.aliyun.com 提升该配额";
const REPLAN = "请查看并审批新的方案";

export const execution: Messages<typeof executionReasons> = {
  ...verification,
  "input-invalid": {
    message: ({ problems }, { messageOf }) =>
      `输入无效：${problems.map(({ field, problem }) => `${field} ${messageOf(problem)}`.trim()).join("；")}`,
    next: "请更正输入；docs/operations 有说明",
  },
  "operation-refused": {
    message: ({ operation, resource, reasons }, { messageOf }) =>
      `不能对 ${resource} 执行 ${operation}：${reasons.map(messageOf).join("；")}。未做任何变更`,
    next: ({ reasons }, f) => nextOf(reasons, f) || "请排除障碍后重新生成方案",
  },
  "planning-failed": {
    message: ({ operation, cause }, { messageOf }) => `无法为 ${operation} 生成方案：${messageOf(cause)}。未做任何变更`,
    next: ({ cause }, f) => nextOf([cause], f) || "请修复原因后重新生成方案",
  },
  "preflight-gave-up": {
    message: "预检重试后仍然失败：监听无法读取，或一直处于变更中。未做任何变更",
    next: "请修复原因后重新生成方案",
  },
  "account-not-operated": {
    message: ({ accountId }) => `该部署不管理账号 ${accountId}`,
    next: "请在 albflow.yaml 的 targets 中写入该账号，用 `albflow target add` 授权，然后部署",
  },
  "account-read-only": {
    message: ({ accountId }) => `该部署对账号 ${accountId} 只读，不会在其中做任何变更`,
    next: "请由该账号的管理者变更；或在 albflow.yaml 的 targets 中去掉该账号的 readOnly，用 `albflow target add` 授权，然后部署",
  },
  "account-closed": {
    message: ({ accountId, role, cause }, { messageOf }) =>
      `账号 ${accountId} 的角色 ${role} 不允许 albflow 扮演：${messageOf(cause)}`,
    next: ({ accountId }) => `\`albflow target add ${accountId}\` 会输出该角色应有的权限策略和信任策略`,
  },
  "region-not-operated": {
    message: ({ region, regions }, { list }) => `该部署管理 ${list(regions)}，不包括 ${region}`,
    next: "请在 albflow.yaml 的 regions 中加入该地域，然后部署",
  },
  "region-not-operated-there": {
    message: ({ accountId, region, regions }, { list }) =>
      `在账号 ${accountId} 中，该部署管理 ${list(regions)}，不包括 ${region}`,
    next: "请在 albflow.yaml 的 targets 中为该账号加入该地域，然后部署",
  },
  "listener-not-found": {
    message: ({ listenerId }) => `该地域中没有监听 ${listenerId}`,
    next: "请检查 ID 和地域；`albflow listeners` 会列出所有监听",
  },
  "nothing-to-change": ({ resource }) => `无需变更：${resource} 已处于目标状态`,
  "nothing-to-undo": ({ resource, execution }) => `无需变更：${resource} 已与 ${execution} 之前的状态一致`,
  "nothing-left-behind": ({ execution }) => `${execution} 没有留下需要回滚的内容`,
  "plan-ready": ({ operation, steps }, f) => `${operation} 共 ${steps.length} 个步骤：${listed(steps, f)}`,
  "approval-required": ({ operation, steps, impacts }, f) =>
    `${operation} 共 ${steps.length} 个步骤：${listed(steps, f)}。需要他人审批（${f.list(impacts.map((impact) => IMPACTS[impact] ?? impact))}）`,
  "plan-outdated": {
    message: ({ resource, differences }, f) => `方案已过期：${resource} 的 ${differ(differences, f)}。未做任何变更`,
    next: REPLAN,
  },
  "plan-outdated-too-often": {
    message: ({ resource, differences, times }, f) =>
      `方案已第 ${times} 次过期：${resource} 的 ${differ(differences, f)}。未做任何变更`,
    next: "请在没有其他人操作该资源时重新发起",
  },
  "plan-outdated-late": {
    message: ({ resource, differences }, f) =>
      `方案已过期：${resource} 的 ${differ(differences, f)}。剩余时间不足以重新生成方案，未做任何变更`,
    next: "请重新发起",
  },
  "plan-stale": {
    message: ({ resource }) => `已审批的方案已过期：${resource} 与生成方案时不同。未做任何变更`,
    next: REPLAN,
  },
  replanned: ({ resource, differences, now }, f) =>
    `已重新生成方案，因为 ${resource} 的 ${differ(differences, f)}。${f.messageOf(now)}`,
  "resource-not-settled": ({ resource, status }) => `${resource} 的状态为 ${status}`,
  "waiting-to-settle": {
    message: ({ step, cause }, { messageOf }) =>
      step === null ? `${messageOf(cause)}，尚未做任何变更` : `${messageOf(cause)}，等待其稳定后${messageOf(step)}`,
    next: "执行会自动重试；方案需要重新生成",
  },
  "settle-timed-out": {
    message: ({ cause }, { messageOf }) => `${messageOf(cause)}，在截止时间前没有进入稳定状态。未做任何变更`,
    next: "请在资源稳定后重新发起",
  },
  "dry-run-objection": {
    message: ({ action, cause }, { messageOf }) => `ALB 对 ${action} 的预检提出异议：${messageOf(cause)}`,
    next: ({ otherwise, cause }) =>
      `${isQuota(cause) ? LESS : "请处理 ALB 提示的问题"}${otherwise === null ? "" : `，或设置 ${otherwise} 以跳过此写操作`}，然后重新生成方案`,
  },
  "dry-run-unrecognised": {
    message: "ALB 未识别预检请求",
    next: "请反馈此问题：albflow 依赖预检功能",
  },
  "not-verifiable": {
    message: ({ cause }, { messageOf }) => `无法从函数验证监听提供的内容：${messageOf(cause)}`,
    next: "请让函数能够访问该监听，或用 verification.acceptUnreachable 接受",
  },
  "stays-unverified": ({ vpcId }) =>
    `无法验证客户端得到的内容：实例位于 ${vpcId} 的私网，而 albflow.yaml 的 network 未包含该 VPC`,
  "changed-while-planning": {
    message: ({ resource }) => `生成方案期间 ${resource} 发生了变更`,
    next: "执行会自动重试；方案需要重新生成",
  },
  "lock-timed-out": {
    message: ({ resource, holder }) => `等待 ${resource} 的锁超时，锁由${held(holder)}持有。未做任何变更`,
    next: "请在对方执行结束后重新发起",
  },
  "lock-waiting": ({ resource, holder }) => `正在等待 ${resource} 的锁，锁由${held(holder)}持有`,
  "step-already-made": ({ step }, { messageOf }) => `已完成：${messageOf(step)}`,
  "step-accepted": ({ step, requestId, jobId }, { messageOf }) =>
    `云端已接受：${messageOf(step)}${requestId === "" ? "" : `（请求 ID ${requestId}${jobId === "" ? "" : `，任务 ${jobId}`}）`}`,
  "step-refused": {
    message: ({ step, cause }, { messageOf }) => `云端拒绝${messageOf(step)}：${messageOf(cause)}`,
    next: ({ cause }) => (isQuota(cause) ? `${LESS}，然后重新发起` : "请处理云端提示的问题后重新发起"),
  },
  "more-writes": ({ count }) => `此后还有 ${count} 次写操作，未逐一列出`,
  "step-done": ({ step }, { messageOf }) => `已生效：${messageOf(step)}`,
  "step-waiting": ({ step, cause }, { messageOf }) => `等待生效：${messageOf(step)}（${messageOf(cause)}）`,
  "step-timed-out": {
    message: ({ step, cause }, { messageOf }) => `等待生效超时：${messageOf(step)}（${messageOf(cause)}）`,
    next: "请重新发起；如果云端较慢，请增大 deadlineSeconds",
  },
  "step-gave-up": {
    message: ({ step, error, cause }, { messageOf }) => `步骤 ${step} 重试后仍然失败：${error}：${messageOf(cause)}`,
    next: "请修复原因后重新发起",
  },
  "job-processing": ({ jobId }) => `任务 ${jobId} 仍在处理中`,
  "job-failed": {
    message: ({ jobId, cloudCode, message }) => `ALB 任务 ${jobId} 失败：${cloudCode}：${message}`,
    next: "请处理 ALB 提示的问题后重新发起",
  },
  "change-not-visible": ({ resource }) => `${resource} 尚未显示变更`,
  "changed-meanwhile": {
    message: ({ resource, differences }, f) => `${resource} 在操作期间被他人变更：${differ(differences, f)}`,
    next: "请在没有其他人操作该资源时重新发起",
  },
  "execution-ended": {
    message: ({ execution }) => `${execution} 已经结束。未做任何变更`,
    next: "请使用其他名称重新发起",
  },
  "phase-failed": {
    message: ({ cause }, { messageOf }) => `操作失败：${messageOf(cause)}`,
    next: "请修复原因后重新发起",
  },
  "execution-says-no-more": { message: "执行没有记录更多信息", next: "请在云工作流控制台查看其历史" },
  "history-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取其历史：${messageOf(cause)}`,
    next: "请稍后重试",
  },
  "ended-unseen": "在读取任何内容之前就被终止",
  "cut-off": {
    message: ({ execution, cloudCode, message, last }, { messageOf }) =>
      `云工作流在 ${execution} 完成前终止了它：${cloudCode}：${message}。此前：${messageOf(last)}`,
    next: "请查看该执行的历史；其变更会被回滚",
  },
  "ended-with-error": {
    message: ({ reason, error, cause }, { messageOf }) => `${messageOf(reason)}（出错 ${error}：${messageOf(cause)}）`,
    next: "请修复原因后重新发起",
  },

  "carrying-out": ({ operation, effect }, { messageOf }) => `执行 ${operation}：${effect.map(messageOf).join("；")}`,
  "rolling-back": ({ operation, cause }, { messageOf }) => `${operation} 正在回滚：${messageOf(cause)}`,
  "undoes-execution": ({ execution }) => `撤销 ${execution}`,
  "name-stays": "撤销时保留新名称：监听原先没有名称，或原名称只能在创建监听时使用",
  "rollback-waiting": ({ cause }, { messageOf }) => `回滚：等待中，因为${messageOf(cause)}`,
  "rollback-step-accepted": ({ step }, { messageOf }) => `回滚：云端已接受：${messageOf(step)}`,
  "rollback-retrying": ({ step }, { messageOf }) => `回滚：正在重试“${messageOf(step)}”，上一次的结果未能保持`,
  "rolled-back": ({ resource, newId, keptName, kept }, f) =>
    `${resource} 已恢复到之前的状态${keptName === null ? "" : `，但名称仍为“${keptName}”，因为原名称无法通过接口恢复`}${newId === null ? "" : `，新 ID 为 ${newId}`}${kept.length === 0 ? "" : `；${f.list(kept)} 为新建资源，可能已有日志记录，因此保留`}`,
  "rolled-back-unverified": ({ result, causes, more }, f) => `${f.messageOf(result)}${doubts(causes, more, f)}`,
  "rollback-impossible": {
    message: ({ obstacles }, { messageOf }) => `无法回滚：${obstacles.map(messageOf).join("；")}`,
    next: "需要人工处理：请确定监听应有的配置并进行设置",
  },
  "rollback-blocked": {
    message: ({ cause }, { messageOf }) => `未能回滚：${messageOf(cause)}`,
    next: (params) => byHand(params),
  },
  "rollback-timed-out": {
    message: ({ step, left: resources, differences }, f) =>
      `回滚超时，剩余步骤：${f.messageOf(step)}${left(resources, f)}${remain(differences, f)}`,
    next: (params) => byHand(params),
  },
  "rollback-step-refused": {
    message: ({ step, cause, left: resources, differences }, f) =>
      `回滚失败，云端拒绝${f.messageOf(step)}：${f.messageOf(cause)}${left(resources, f)}${remain(differences, f)}`,
    next: (params) => byHand(params),
  },
  "rollback-mismatch": {
    message: ({ problem, resource }, { messageOf }) => `回滚后 ${resource} 仍与配置不一致：${messageOf(problem)}`,
    next: (params) => byHand(params),
  },
  "not-made-by-execution": ({ found, made }, { messageOf }) =>
    `${messageOf(found)} 不是由它创建的：它创建的是 ${made}，已不存在`,
  "stands-in-its-place": ({ found, gone }, { messageOf }) =>
    `${messageOf(found)} 占用了 ${gone} 原来的位置，且不是由它创建的`,
  "changed-since": ({ found, differences, made }, f) => {
    const how = made === null ? differ(differences, f) : `它创建的是 ${f.messageOf(made)}`;
    return `${f.messageOf(found)} 此后被他人变更：${how}`;
  },
  "not-as-planned": ({ found }, { messageOf }) => `${messageOf(found)} 与它计划创建的不一致`,
  "deleted-meanwhile": ({ resource }) => `${resource} 在此期间被他人删除`,
  "found-listener": ({ id, protocol, port, loadBalancerId, status }) =>
    `${id}（${loadBalancerId} 的 ${protocol} ${port} 端口，${status}）`,
  "found-resource": ({ id, name, copyOf }) => {
    const what = copyOf === "" ? name : `${copyOf} 的副本`;
    return id === "" ? what || "该资源" : what === "" ? id : `${id}（${what}）`;
  },
  "found-access-log": ({ logstore }) => `写入 ${logstore} 的访问日志`,
  "undo-not-found": {
    message: ({ execution, operation }) => `${operation} 没有名为 ${execution} 的执行`,
    next: "`albflow executions` 会列出所有执行",
  },
  "undo-still-running": {
    message: ({ execution }) => `${execution} 仍在运行`,
    next: "请停止它，或等待其结束",
  },
  "undo-changed-nothing": {
    message: ({ execution }) => `${execution} 没有做过可以撤销的变更`,
    next: "无需处理",
  },
  "undo-not-its-own": {
    message: ({ execution, obstacles }, { messageOf }) =>
      `${execution} 只能撤销它自己创建且未被修改的内容：${obstacles.map(messageOf).join("；")}`,
    next: "请确定监听应有的配置，并通过相应操作进行变更",
  },
  "undo-refused": {
    message: ({ reasons }, { messageOf }) => `不能撤销：${reasons.map(messageOf).join("；")}`,
    next: "请先替换已过期的证书",
  },

  "unknown-phase": {
    message: ({ function: name, phase, known }) =>
      `${name} 收到未知阶段 ${JSON.stringify(phase)}；它支持 ${known.join("、")}`,
    next: "请部署相同版本的工作流和函数",
  },
  "verdict-missing": {
    message: "事件中没有结论；流程应传递 preflight 返回的结论",
    next: "请启动工作流，而不是直接调用函数",
  },
  "plan-missing": {
    message: ({ execution }) => `${execution} 的结论中没有方案`,
    next: "请从头启动工作流",
  },
  "step-missing": {
    message: ({ execution, step }) => `${execution} 的方案没有步骤 ${step}`,
    next: "请部署相同版本的工作流和函数",
  },
};

const IMPACTS: Record<string, string> = {
  "no interruption": "不中断",
  "restores traffic": "恢复流量",
  "interrupts traffic": "会中断流量",
  "may interrupt": "可能中断流量",
  "lowers security": "降低安全性",
};

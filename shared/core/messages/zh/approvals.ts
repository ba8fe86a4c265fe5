import type { approvalReasons } from "../../../platform/reasons/topics/approvals.ts";
import type { Messages } from "../message.ts";

const AGAIN = "请重新生成方案并再次请求审批";
const VOTE = "请打开待审批的方案进行投票";

export const approvals: Messages<typeof approvalReasons> = {
  "approval-time-over": {
    message: ({ execution }) => `${execution} 的审批时限已过`,
    next: "请重新申请变更",
  },
  "approval-not-found": {
    message: ({ execution }) => `${execution} 的历史和保存的内容都没有审批的应答位置`,
    next: ({ execution }) => `请以 \`albflow stop ${execution}\` 停止，并重新申请变更`,
  },
  approved: ({ approvers }, f) => `${f.list(approvers)} 已审批通过`,
  "approvals-missing": ({ missing, needed, isRequesterKnown }) =>
    `需要 ${needed} 人审批，还差 ${missing} 人${isRequesterKnown ? "" : "（申请人身份未知，因此比通常多一人）"}`,
  "approval-denied": {
    message: ({ approver, comment }, f) =>
      `${f.sentence(`${approver} 拒绝了方案：${comment === "" ? "未填写理由" : comment}`)}未做任何变更`,
    next: "请处理反对意见后重新生成方案",
  },
  "approval-expired": {
    message: ({ agreed, needed, until }, f) => `审批已于 ${f.time(until)} 过期（${agreed}/${needed}）。未做任何变更`,
    next: AGAIN,
  },
  "approval-exhausted": {
    message: ({ rounds, cause }, f) => `请求已被回应 ${rounds} 次但没有结果：${f.messageOf(cause)}。未做任何变更`,
    next: AGAIN,
  },
  "approval-not-requested": {
    message: ({ error, cause }, { messageOf }) =>
      `请求审批的函数没有运行，无法请求审批（${error}：${messageOf(cause)}）。未做任何变更`,
    next: "请修复函数 approval 后重新生成方案",
  },
  "approval-misconfigured": {
    message: ({ cause }, { messageOf }) => `无法统计投票：${messageOf(cause)}。未做任何变更`,
    next: "请更正配置后重新生成方案",
  },
  "vote-refused": ({ vote, now }, { messageOf }) => `${messageOf(vote)}。${messageOf(now)}`,
  "vote-not-signed": { message: ({ round }) => `第 ${round} 轮的投票不是由 albflow 签名的`, next: VOTE },
  "vote-name-unfit": {
    message: ({ round, problem }, { messageOf }) => `第 ${round} 轮投票使用的名称${messageOf(problem)}`,
    next: VOTE,
  },
  "vote-other-execution": {
    message: ({ approver, round, execution }) => `${approver} 在第 ${round} 轮的投票针对的是另一个执行 ${execution}`,
    next: VOTE,
  },
  "vote-other-plan": {
    message: ({ approver, round }) => `${approver} 在第 ${round} 轮的投票针对的是另一个方案`,
    next: VOTE,
  },
  "vote-repeated": {
    message: ({ approver, round, given }) => `${approver} 在第 ${round} 轮的投票已在第 ${given} 轮使用，不能重复使用`,
    next: VOTE,
  },
  "vote-too-late": {
    message: ({ approver, round }) => `${approver} 在第 ${round} 轮的投票晚于审批截止时间`,
    next: AGAIN,
  },
  "vote-of-requester": {
    message: ({ approver, round }) => `${approver} 是此变更的申请人，不能审批（第 ${round} 轮）`,
    next: "请由其他人审批",
  },
  "vote-of-same-person": {
    message: ({ approver, round }) => `${approver} 已经审批过（第 ${round} 轮）`,
    next: "请由其他人审批",
  },
  "denial-without-comment": { message: "拒绝时必须填写理由", next: "请填写理由" },
  "person-name-unfit": {
    message: ({ name, problem }, { messageOf }) =>
      name === null ? `名称${messageOf(problem)}` : `名称 ${JSON.stringify(name)} ${messageOf(problem)}`,
    next: "请使用其他名称；命令行可用 --as 指定",
  },
  "name-not-text": "不是文本",
  "name-blank": "为空白",
  "name-too-long": ({ most }) => `超过 ${most} 个字符`,
  "name-invisible": "包含不可见字符",
  "name-mixed-scripts": "混用了外观相似的不同文字",
};

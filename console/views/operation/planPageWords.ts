/** What stands around a plan. */
export const planPageWords = {
  planned: ["This can be done. Nothing has been changed yet.", "可以执行。目前尚未做任何变更。"],
  awaitingApproval: [
    "This can be done when somebody else agrees. Nothing has been changed yet.",
    "需他人同意后才能执行。目前尚未做任何变更。",
  ],
  unchanged: ["There is nothing to do.", "无需任何操作。"],
  refused: ["This is refused. Nothing was changed.", "已拒绝，未做任何变更。"],
  askHow: [
    "Once started it shows this plan to an approver of this listener, who is not you, and waits a day at most:",
    "启动后会将此方案交给该监听的审批人（不能是您本人），最多等待一天：",
  ],
  approvals: ["Approvals", "审批"],
  plan: ["Plan", "方案"],
  run: ["Run", "执行"],
  runAndAsk: ["Run, and ask for approval", "执行并申请审批"],
  why: ["Why (approvers and the record have it)", "原因（审批人可见，并记入记录）"],
  ticket: ["Ticket", "工单"],
  runHint: [
    "Carries out this plan and no other: when something has changed since, nothing is done. If anything fails, everything goes back.",
    "仅执行此方案：若此后情况有变，则不做任何操作。任何环节失败都会恢复原状。",
  ],
  starting: ["Starting…", "正在启动…"],
  mayNotRun: [
    "Your role may look, not run this. Ask an operator of this listener.",
    "您的角色只能查看，不能执行。请联系该监听的操作人。",
  ],
} as const;

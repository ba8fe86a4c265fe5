/** What goes wrong, each in its own words and with its next step. `status` of the API's problem decides which. */
export const errorWords = {
  unreachableTitle: ["The cloud cannot be reached", "无法连接到云服务"],
  unreachable: [
    "Alibaba Cloud did not answer, or is too busy. Listeners go on serving as they were; only this page cannot see them. Wait a moment and try again.",
    "阿里云没有应答或过于繁忙。监听仍按原样提供服务，只是本页面暂时看不到。请稍候重试。",
  ],
  deploymentTitle: ["albflow lacks a permission", "albflow 缺少权限"],
  deployment: [
    "The role of one of albflow's functions may not do this in your account. Ask those who deploy albflow to run `albflow doctor`: it names the role and the permission.",
    "albflow 某个函数的角色在您的账号中无权执行此操作。请让部署 albflow 的人运行 `albflow doctor`，它会指出是哪个角色、缺哪个权限。",
  ],
  forbiddenTitle: ["You may not do this", "您无权执行此操作"],
  forbidden: [
    "Your token does not grant it. Ask for a role that does, or ask somebody who has it.",
    "您的令牌没有授予此权限。请申请相应的角色，或请有权限的人操作。",
  ],
  missingTitle: ["There is nothing here", "这里什么都没有"],
  missing: [
    "It may have been deleted, belong to another region, or be something that you may not see. Go back to the list and look for it there.",
    "它可能已被删除、属于其他地域，或者您无权查看。请回到列表中查找。",
  ],
  tooManyTitle: ["Too many requests", "请求过多"],
  tooMany: ["Wait some seconds, then try again.", "请等待几秒后重试。"],
  signedOutTitle: ["Your session has ended", "会话已结束"],
  signedOut: [
    "Your token has expired. Sign in again; you will come back here.",
    "您的令牌已过期。请重新登录，之后会回到此页。",
  ],
  invalidTitle: ["This cannot be asked like that", "请求内容有误"],
  invalid: ["Correct what is named below and send it again.", "请按下面的提示更正后重新提交。"],
  refusedTitle: ["It was refused", "已被拒绝"],
  refused: ["Remove what is in the way, or ask for something else.", "请先消除下述障碍，或改用其他操作。"],
  conflictTitle: ["Somebody else was faster", "与他人的操作冲突"],
  conflict: [
    "Wait until the other change has ended, look again, then decide.",
    "请等待另一项变更结束，重新查看后再决定。",
  ],
  failedTitle: ["The cloud has refused", "云服务返回了错误"],
  failed: ["What it says stands below. Trying again alone will not help.", "具体信息见下方。仅仅重试不会有帮助。"],
  oursTitle: ["albflow has failed", "albflow 出错了"],
  ours: [
    "This is a fault of albflow's own. Nothing was changed by this page. Tell those who run it; its log has more under the id below.",
    "这是 albflow 自身的故障，本页面没有变更任何内容。请告知维护人员，可用下面的编号在日志中查到详情。",
  ],
  again: ["Try again", "重试"],
  signIn: ["Sign in", "登录"],
  toListeners: ["To the listeners", "返回监听列表"],
  details: ["Details", "详情"],
  requestId: ["Request id", "请求 ID"],
} as const;

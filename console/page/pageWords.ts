/** What stands around every page. */
export const pageWords = {
  now: ["Now", "概览"],
  listeners: ["Listeners", "监听"],
  certificates: ["Certificates", "证书"],
  executions: ["Executions", "执行记录"],
  approvals: ["Approvals", "审批"],
  skip: ["Skip to content", "跳到正文"],
  navigation: ["Main", "主导航"],
  language: ["中文", "English"],
  signedInAs: ["Signed in as", "已登录："],
  signOut: ["Sign out", "退出登录"],
  viewer: ["viewer", "只读"],
  operator: ["operator", "操作人"],
  approver: ["approver", "审批人"],
  noRole: ["no role", "无角色"],
  reading: ["Reading…", "正在读取…"],
  lost: [
    "The connection to albflow is lost. What stands here may be old.",
    "与 albflow 的连接已断开，此处内容可能已过时。",
  ],
  again: ["Try again", "重试"],
  home: ["albflow, to the overview", "albflow，返回概览"],
} as const;

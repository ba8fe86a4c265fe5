/** How people sign in. */
export const signInWords = {
  title: ["Sign in", "登录"],
  lead: [
    "albflow knows you by a token of your organisation's, the same that its API takes. It stays in this browser, out of reach of scripts, until it expires.",
    "albflow 通过您所在组织签发的令牌识别您，与其 API 使用的令牌相同。令牌保存在本浏览器中，脚本无法读取，到期即失效。",
  ],
  token: ["Token", "令牌"],
  tokenHint: [
    "Starts with eyJ. How to get one stands in your organisation's guide; a local cloud prints a link when it starts.",
    "以 eyJ 开头。获取方法见贵组织的说明；本地云启动时会打印登录链接。",
  ],
  atLead: ["albflow knows you by your organisation's sign-in service.", "albflow 通过您所在组织的登录服务识别您。"],
  at: [(host: string) => `Sign in at ${host}`, (host: string) => `前往 ${host} 登录`],
  tokenInstead: ["Use a token instead", "改用令牌登录"],
  unfinished: [
    "The sign-in was not finished, or was begun in another window. Begin it again.",
    "登录未完成，或是在其他窗口中发起的。请重新登录。",
  ],
  notKnown: [
    "You are signed in there, and what it says of you is not for albflow. Whoever deploys it can compare audience and claims.",
    "登录已完成，但登录服务签发的令牌不适用于 albflow。请联系部署人员核对受众和声明。",
  ],
  submit: ["Sign in", "登录"],
  ended: [
    "Your session has ended: the token has expired. Sign in again, and you will come back to where you were.",
    "会话已结束：令牌已过期。请重新登录，之后会回到原来的页面。",
  ],
  refused: [
    "This token is not accepted: it has expired, was made for something else, or is incomplete. Get a new one.",
    "令牌未被接受：可能已过期、用途不符或不完整。请获取新的令牌。",
  ],
  unreachable: [
    "The keys of your organisation's sign-in service cannot be fetched just now. Try again in a moment.",
    "暂时无法获取贵组织登录服务的密钥，请稍后重试。",
  ],
  tooLong: [
    "This token is longer than a browser keeps. Ask for one with fewer claims.",
    "令牌过长，浏览器无法保存。请申请声明较少的令牌。",
  ],
  signedOut: ["You are signed out.", "您已退出登录。"],
  foreign: ["This form was not sent by a page of albflow.", "该表单并非由 albflow 的页面提交。"],
} as const;

/** Commands that look, answer, stop and undo. */
export const look: Record<string, string> = {
  "List listeners with state, days left and warnings.": "列出监听及其状态、证书剩余天数和警告。",
  "regions; the one of the deployment unless given": "地域；未给出时为部署所在地域",
  "accounts, each in these regions; the deployment's own unless given":
    "账号，均在上述地域中查找；未给出时为部署所在账号",
  "only those that serve this domain, one below it or a wildcard for it: in all accounts and regions unless some are given":
    "只列出服务于该域名、其子域名或对应泛域名的监听：未给出账号或地域时查找全部账号和地域",
  "Tell everything about one listener, what clients are really served included.":
    "显示一个监听的全部信息，包括客户端实际收到的证书。",
  "region where albflow is deployed; that of the environment or profile unless given":
    "albflow 部署所在地域；未给出时取环境变量或凭证配置中的地域",
  "region of the listener; the one where albflow is deployed unless given":
    "监听所在地域；未给出时为 albflow 部署所在地域",
  "account of the listener, if it is another that lets albflow in":
    "监听所属账号，仅当是已授权 albflow 的其他账号时给出",
  "Compare what clients of a listener are served with what is configured; 1 if it differs.":
    "比较监听的客户端实际收到的内容与配置；不一致时以 1 结束。",
  "List server groups with protocol, servers and VPC.": "列出服务器组及其协议、服务器和 VPC。",
  "what is chosen for: what fits it comes first, and of the others it is said why not":
    "为该监听选择：适用的排在前面，其余说明不适用的原因",
  "only those whose id or names hold these words": "只列出 ID 或名称包含这些文字的条目",
  "tell what ALB's health check says, too, which takes a call for each listener in front of them":
    "同时显示 ALB 健康检查的结果，需为其每个监听调用一次接口",
  "List the certificates of the certificate service that have not expired.": "列出证书服务中未过期的证书。",
  "only those that listeners hold, that none holds, or that end within 30 days":
    "只列出监听正在使用的、没有监听使用的，或 30 天内到期的证书",
  "List the CA certificates whose clients a listener can let in.": "列出可用于双向认证的 CA 证书。",
  "List TLS policies, of the system and your own, with what they offer.":
    "列出系统和自定义的 TLS 安全策略及其支持的版本和加密套件。",
  "List the VPCs that instances are in.": "列出实例所在的 VPC。",
  "List the projects of Simple Log Service.": "列出日志服务的 Project。",
  "List the logstores of a project of Simple Log Service.": "列出日志服务某个 Project 的 Logstore。",
  "only those whose names hold these words": "只列出名称包含这些文字的条目",
  "List the newest executions of a flow, or of all.": "列出某个流程或全部流程最近的执行。",
  "only those of this status": "只列出该状态的执行",
  "only those that were started then or later: 2026-11-28T12:00:00Z":
    "只列出此时刻及之后开始的执行：2026-11-28T12:00:00Z",
  "only those that this person has asked for": "只列出此人申请的执行",
  "only those that were given this id, or have touched it": "只列出输入中有该 ID 或涉及该资源的执行",
  "how many": "数量",
  "Follow an execution to its end; without a name, the latest that runs.":
    "跟踪一个执行直到结束；未给出名称时跟踪最近开始且正在运行的执行。",
  "Tell what an execution did and does; follow it until it ends.": "显示执行已做和正在做的事，并跟踪到结束。",
  "do not follow it": "不跟踪",
  "every state with its time and errors, and input and output, instead of the ten lines":
    "显示每个状态的时间、错误、输入和输出，而不是十行摘要",
  "List the certificates that listeners hold, what follows each and when, or why nothing does.":
    "列出监听持有的证书，及其后续证书和轮换时间，或没有后续证书的原因。",
  "Start a round of renewal now, as the timer does every hour.": "立即开始一轮续期，如同定时触发器每小时所做。",
  "Order the successor of a certificate from the ACME server, and wait for it.":
    "向 ACME 服务器申请后续证书，并等待签发。",
  "id of the certificate whose successor is wanted: it gets the same names":
    "需要后续证书的证书 ID：后续证书的域名与其相同",
  "Tell where commands go, account, region, names, address and language, and what has said each of them.":
    "显示命令连接何处：账号、地域、名称、地址和语言，以及各项的来源。",
  "Take back what an execution has done; what others changed since stays.":
    "撤销一个执行的变更；他人之后的变更保持不变。",
  "Cancel an execution and take back what it has changed; or leave that as it is, unwatched.":
    "取消一个执行并撤销其变更；或保留变更，不再验证。",
  "why; required, and asked for on a terminal": "原因；必填，在终端中会询问",
  "leave what it has changed as it is: not verified, and watched by nobody": "保留其变更：未经验证，也不再观察",
  "do not follow what takes it back": "不跟踪撤销过程",
  "who stops it; else the user of this machine": "停止人；未给出时为本机用户",
  "List what waits for approval: who asks, for which listener, why, and until when.":
    "列出等待审批的变更：申请人、监听、原因和截止时间。",
  "Agree to the plan that an execution waits with, or deny it.": "同意或拒绝一个执行等待审批的计划。",
  "say no": "拒绝",
  why: "原因",
  "whose word it is; else the user of this machine": "审批人；未给出时为本机用户",
  "Print ids for a shell, each with what it is.": "为 Shell 输出 ID 及其说明。",
  "of what": "种类",
};

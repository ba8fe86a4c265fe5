/** Commands that look, answer, stop and undo. */
export const look: Record<string, string> = {
  "List listeners with status, days until certificates expire, and warnings.": "列出监听及其状态、证书剩余天数和警告。",
  "regions to read (default: the region of the deployment)": "地域；未给出时为部署所在地域",
  "accounts to read, each in these regions (default: the account of the deployment)":
    "账号，均在上述地域中查找；未给出时为部署所在账号",
  "only listeners that serve this domain, a subdomain or a matching wildcard, in all accounts and regions unless some are given":
    "只列出服务于该域名、其子域名或对应泛域名的监听：未给出账号或地域时查找全部账号和地域",
  "Show everything about one listener, including what clients are served.":
    "显示一个监听的全部信息，包括客户端实际收到的证书。",
  "the same as the ID alone": "与直接给出 ID 相同",
  "region where albflow is deployed (default: from the environment or profile)":
    "albflow 部署所在地域；未给出时取环境变量或凭证配置中的地域",
  "region of the listener (default: where albflow is deployed)": "监听所在地域；未给出时为 albflow 部署所在地域",
  "account of the listener, if it is another one that albflow has access to":
    "监听所属账号，仅当是已授权 albflow 的其他账号时给出",
  "Compare what clients of a listener are served with its configuration; exits with 1 if they differ.":
    "比较监听的客户端实际收到的内容与配置；不一致时退出码为 1。",
  "List server groups with protocol, servers and VPC.": "列出服务器组及其协议、服务器和 VPC。",
  "listener to choose for: candidates that fit come first, the others with the reason why not":
    "为该监听选择：适用的排在前面，其余说明不适用的原因",
  "only those whose ID or names contain these words": "只列出 ID 或名称包含这些文字的条目",
  "show the result of ALB's health checks, at the cost of one API call per listener":
    "同时显示 ALB 健康检查的结果，需为其每个监听调用一次接口",
  "List the unexpired certificates in the certificate service.": "列出证书服务中未过期的证书。",
  "only certificates that listeners use, that none uses, or that expire within 30 days":
    "只列出监听正在使用的、没有监听使用的，或 30 天内到期的证书",
  "List the CA certificates for mutual authentication.": "列出可用于双向认证的 CA 证书。",
  "List system and custom TLS policies with their versions and ciphers.":
    "列出系统和自定义的 TLS 安全策略及其支持的版本和加密套件。",
  "List the VPCs of instances.": "列出实例所在的 VPC。",
  "List the projects of Simple Log Service.": "列出日志服务的 Project。",
  "List the logstores of a project of Simple Log Service.": "列出日志服务某个 Project 的 Logstore。",
  "only those whose names contain these words": "只列出名称包含这些文字的条目",
  "List the latest executions of one flow, or of all flows.": "列出某个流程或全部流程最近的执行。",
  "only executions with this status": "只列出该状态的执行",
  "only executions started at or after this time, for example 2026-11-28T12:00:00Z":
    "只列出此时刻及之后开始的执行，例如 2026-11-28T12:00:00Z",
  "only executions that this person requested": "只列出此人申请的执行",
  "only executions that involve the resource with this ID": "只列出涉及该 ID 所指资源的执行",
  "how many to list": "列出的数量",
  "Follow an execution until it ends; without a name, the latest running one.":
    "跟踪一个执行直到结束；未给出名称时跟踪最近开始且正在运行的执行。",
  "Show what an execution has done, and follow it until it ends.": "显示执行已做和正在做的事，并跟踪到结束。",
  "do not follow the execution": "不跟踪执行",
  "show every state with times, errors, input and output instead of a summary":
    "显示每个状态的时间、错误、输入和输出，而不是十行摘要",
  "List the certificates that listeners use, with the successor and rotation time of each, or why there is none.":
    "列出监听持有的证书，及其替换证书和轮换时间，或没有替换证书的原因。",
  "Start a renewal round now, as the timer does every hour.": "立即开始一轮续期，如同定时触发器每小时所做。",
  "Order the successor of a certificate from the ACME server, and wait until it is issued.":
    "向 ACME 服务器申请替换证书，并等待签发。",
  "ID of the certificate to replace; the successor gets the same names":
    "需要替换证书的证书 ID：替换证书的域名与其相同",
  "Show which account, region, names, address and language commands use, and where each value comes from.":
    "显示命令连接何处：账号、地域、名称、地址和语言，以及各项的来源。",
  "Undo what an execution changed. What others have changed since then stays.":
    "撤销一个执行的变更；他人之后的变更保持不变。",
  "Cancel an execution and roll back what it has changed, or leave the changes as they are, unverified.":
    "取消一个执行并回滚其变更；或保留变更，不再验证。",
  "reason; required, and asked for on a terminal": "原因；必填，在终端中会询问",
  "leave its changes as they are: unverified, and no longer observed": "保留其变更：未经验证，也不再观察",
  "do not follow the rollback": "不跟踪回滚",
  "who cancels it (default: the user of this machine)": "停止人；未给出时为本机用户",
  "List pending approvals: requester, listener, reason and deadline.":
    "列出等待审批的变更：申请人、监听、原因和截止时间。",
  "Approve or deny the plan that an execution waits with.": "同意或拒绝一个执行等待审批的方案。",
  "deny the plan": "拒绝该方案",
  "reason for the decision": "审批理由",
  "approver (default: the user of this machine)": "审批人；未给出时为本机用户",
  "Print IDs with descriptions, for shell completion.": "为 Shell 输出 ID 及其说明。",
  "kind of resource": "资源类型",
};

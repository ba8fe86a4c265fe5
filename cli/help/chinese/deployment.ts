/** Commands about a deployment, and those that run on this machine. */
export const deployment: Record<string, string> = {
  "Look at the account, ask at most ten questions, and write albflow.yaml.":
    "查看账号，最多问十个问题，然后写入 albflow.yaml。",
  "take every answer that is proposed": "采用所有建议的答案",
  "an answer, so that nobody is asked: region=cn-hangzhou": "直接给出答案，不再询问：region=cn-hangzhou",
  "Make what must be there before a deployment, and name what only a person can do.":
    "创建部署所需的前提资源，并列出只能由人完成的事项。",
  "only look; nothing is changed": "只检查，不做变更",
  "Check albflow.yaml, say what would be new, changed and gone, deploy it, and examine the result.":
    "检查 albflow.yaml，显示将新增、变更和删除的内容，部署并检查结果。",
  "only check, every stage unless one is named; nothing is sent": "只检查，未指定阶段时检查全部；不发送任何内容",
  "Take a deployment away: what calls by itself first, then flows, functions and roles.":
    "移除部署：先移除会自动触发的部分，再移除流程、函数和角色。",
  "Have other accounts let a deployment in, and list them.": "让其他账号授权部署，并列出这些账号。",
  "List the other accounts that albflow.yaml names, with their regions.": "列出 albflow.yaml 中的其他账号及其地域。",
  "Print the role by which an account lets albflow in, its trust and its policy; or make it there.":
    "显示账号授权 albflow 所用的角色、信任策略和权限策略；或在该账号中创建。",
  "the account's number": "账号 ID",
  "the account where albflow is deployed": "albflow 部署所在账号",
  "only what is needed to look at listeners": "只包含查看监听所需的权限",
  "make it, with the keys of that account (--profile)": "使用该账号的密钥（--profile）创建",
  "Examine what is deployed: credentials, roles, functions, flows, triggers, logs. Names each fault and its fix.":
    "检查已部署的内容：凭证、角色、函数、流程、触发器和日志。指出每个问题及其解决方法。",
  "Say what a function's role may do, and the flows' role: the policies that a deployment makes.":
    "显示函数角色和流程角色的权限：部署所创建的策略。",
  "a function, `flows`, or `deployer`, which is whoever deploys; all roles when left out":
    "函数名、`flows` 或 `deployer`（部署者）；省略时为全部角色",
  "the account's number in resource names": "资源名称中的账号 ID",
  "the stage of albflow.yaml, for the deployer": "albflow.yaml 中的阶段，用于部署者",
  "another file than albflow.yaml, for the deployer": "albflow.yaml 以外的文件，用于部署者",
  "before there is albflow.yaml": "尚无 albflow.yaml 时使用的地域",
  "for the deployer: without what `albflow tryout` needs": "用于部署者：不包括 `albflow tryout` 所需的权限",
  "as RAM takes them: one JSON object, role by role": "RAM 所用的格式：一个 JSON 对象，按角色列出",
  "Measure what one run of an operation costs: state transitions, invocations, GB-seconds.":
    "测量一次操作的用量：状态转换次数、函数调用次数和 GB-秒。",
  "one that has ended, instead of a run of the operation's example on a local cloud of its own":
    "已结束的执行，代替在专用本地云上运行该操作的示例",
  "The records of every write, chained so that none can be changed unseen.":
    "每次写操作的审计记录，依次链接，任何改动都会被发现。",
  "Find records that were changed, removed, put in or reordered. With ALBFLOW_SECRET also forged ones.":
    "查找被修改、删除、插入或调换顺序的记录；设置 ALBFLOW_SECRET 时还能查出伪造的记录。",
  "how far back": "追溯的天数",
  "RFC 3339, instead of --days": "RFC 3339 时间，代替 --days",
  "RFC 3339; now unless given": "RFC 3339 时间；未给出时为当前时间",
  "hash of the ledger's last record, as a report has told it": "报告中给出的账本最后一条记录的哈希",
  "log project": "日志 Project",
  logstore: "Logstore",
  "Rotate a certificate on an instance that is made for it and taken away again; says the price first.":
    "创建一个实例，在其上轮换证书，然后删除；事先告知费用。",
  "the VPC of the instance; that of an instance of the account unless given":
    "实例所在的 VPC；未给出时取账号中某个实例的 VPC",
  "two or more zones with a vSwitch of that VPC": "该 VPC 中两个或更多可用区及其交换机",
  "only take away what a run that was killed has left": "只删除被终止的运行遗留的资源",
  "end with one JSON object": "最后输出一个 JSON 对象",
  "Ask a real account what no document says, and hold it against what albflow assumes. Reads only, unless --write.":
    "在真实账号中验证文档没有说明的事项，并与 albflow 的假设比较。除非给出 --write，否则只读。",
  "make instances of its own, and remove them: says what they cost first, and asks":
    "创建自己的实例并在之后删除：事先告知费用并询问",
  "the VPC of its instances; that of an instance of the account unless given":
    "这些实例所在的 VPC；未给出时取账号中某个实例的 VPC",
  "remove what a run that was killed has left": "删除被终止的运行遗留的资源",
  "let the local cloud do from now on as it was found": "让本地云今后的行为与测得的结果一致",
  "where the findings are": "结果文件",
  "end with one JSON object: how many were asked, answered, and are not as assumed":
    "最后输出一个 JSON 对象：提问数、已回答数和与假设不符数",
  "Serve the pages of a deployment on this machine alone, signed in as whoever the keys belong to.":
    "仅在本机提供控制台页面，以密钥所属身份登录。",
  "the port on 127.0.0.1; any that is free unless given": "127.0.0.1 上的端口；未给出时使用任一空闲端口",
  "Rotate a certificate under load, on a local cloud that is started for it and ends with it.":
    "在专用的本地云上，于有流量时轮换证书；本地云随演示结束。",
  "make it go wrong, and be taken back": "使其失败并回滚",
  "as one JSON object": "输出一个 JSON 对象",
  "Check and draw flow definitions.": "检查和绘制流程定义。",
  "Say where definitions are wrong or doubtful: file, line, column, and what would be right.":
    "指出流程定义的错误和可疑之处：文件、行、列和正确写法。",
  "flow definitions, YAML or JSON": "流程定义，YAML 或 JSON",
  "check them as flows in Express mode": "按快速（Express）模式检查",
  "Draw a flow.": "绘制流程。",
  "a flow definition, YAML or JSON": "流程定义，YAML 或 JSON",
  "Print a script that completes commands, options, values and ids: source <(albflow completion bash)":
    "输出用于补全命令、选项、值和 ID 的脚本：source <(albflow completion bash)",
  "for which shell": "Shell 的种类",
};

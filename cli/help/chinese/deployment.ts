/** Commands about a deployment, and those that run on this machine. */
export const deployment: Record<string, string> = {
  "Inspect the account, ask at most ten questions, and write albflow.yaml.":
    "查看账号，最多问十个问题，然后写入 albflow.yaml。",
  "accept every proposed answer": "采用所有建议的答案",
  "answer a question in advance, for example region=cn-hangzhou": "直接给出答案，不再询问，例如 region=cn-hangzhou",
  "Create what a deployment needs, and list what only a person can do.":
    "创建部署所需的前提资源，并列出只能由人完成的事项。",
  "check only, and change nothing": "只检查，不做变更",
  "Check albflow.yaml, show what would be created, changed and removed, deploy it, and check the result.":
    "检查 albflow.yaml，显示将新增、变更和删除的内容，部署并检查结果。",
  "check only, every stage unless one is given; call nothing": "只检查，未指定阶段时检查全部；不调用任何接口",
  "Remove a deployment: triggers first, then flows, functions and roles.":
    "移除部署：先移除触发器，再移除流程、函数和角色。",
  "Give a deployment access to other accounts, and list them.": "让部署可访问其他账号，并列出这些账号。",
  "List the other accounts in albflow.yaml, with their regions.": "列出 albflow.yaml 中的其他账号及其地域。",
  "Print the role that gives albflow access to an account, with its trust and policy; or create it there.":
    "显示账号授权 albflow 所用的角色、信任策略和权限策略；或在该账号中创建。",
  "account ID": "账号 ID",
  "account where albflow is deployed": "albflow 部署所在账号",
  "only the permissions to read listeners": "只包含查看监听所需的权限",
  "create the role, with the keys of that account (--profile)": "使用该账号的密钥（--profile）创建该角色",
  "Check what is deployed: credentials, roles, functions, flows, triggers, logs. Shows each problem and its fix.":
    "检查已部署的内容：凭证、角色、函数、流程、触发器和日志。指出每个问题及其解决方法。",
  "Show the policies of the roles that a deployment creates, for functions and for flows.":
    "显示函数角色和流程角色的权限：部署所创建的策略。",
  "a function, `flows`, or `deployer` for whoever deploys (default: all roles)":
    "函数名、`flows` 或 `deployer`（部署者）；省略时为全部角色",
  "account ID in resource names": "资源名称中的账号 ID",
  "for the deployer: stage of albflow.yaml": "用于部署者：albflow.yaml 中的阶段",
  "for the deployer: configuration file (default albflow.yaml)": "用于部署者：配置文件（默认 albflow.yaml）",
  "region, when there is no albflow.yaml yet": "尚无 albflow.yaml 时使用的地域",
  "for the deployer: leave out the permissions of `albflow tryout`": "用于部署者：不包括 `albflow tryout` 所需的权限",
  "in RAM's format: one JSON object, role by role": "RAM 所用的格式：一个 JSON 对象，按角色列出",
  "Measure what one run of an operation costs: state transitions, invocations, GB-seconds.":
    "测量一次操作的用量：状态转换次数、函数调用次数和 GB-秒。",
  "an execution that has ended, instead of a run of the operation's example on a local cloud":
    "已结束的执行，代替在专用本地云上运行该操作的示例",
  "Audit records of every write, chained so that every change to them is detected.":
    "每次写操作的审计记录，依次链接，任何改动都会被发现。",
  "Find audit records that were changed, removed, inserted or reordered; with ALBFLOW_SECRET also forged ones.":
    "查找被修改、删除、插入或调换顺序的记录；设置 ALBFLOW_SECRET 时还能查出伪造的记录。",
  "days to check": "追溯的天数",
  "start as an RFC 3339 time, instead of --days": "起始时间（RFC 3339），代替 --days",
  "end as an RFC 3339 time (default: now)": "结束时间（RFC 3339）；未给出时为当前时间",
  "hash of the last ledger record, from an earlier report": "报告中给出的账本最后一条记录的哈希",
  "log project": "日志 Project",
  logstore: "Logstore",
  "Create an instance, rotate a certificate on it, and remove it again; shows the price first.":
    "创建一个实例，在其上轮换证书，然后删除；事先告知费用。",
  "VPC of the instance (default: the VPC of an instance in the account)":
    "实例所在的 VPC；未给出时取账号中某个实例的 VPC",
  "two or more zones, each with a vSwitch of that VPC": "该 VPC 中两个或更多可用区及其交换机",
  "only remove what a killed run has left behind": "只删除被终止的运行遗留的资源",
  "print one JSON object at the end": "最后输出一个 JSON 对象",
  "Test albflow's assumptions about the cloud against a real account. Read-only, unless --write is given.":
    "在真实账号中验证文档没有说明的事项，并与 albflow 的假设比较。除非给出 --write，否则只读。",
  "create test instances and remove them; shows the cost first, and asks":
    "创建自己的实例并在之后删除：事先告知费用并询问",
  "VPC of the test instances (default: the VPC of an instance in the account)":
    "这些实例所在的 VPC；未给出时取账号中某个实例的 VPC",
  "remove what a killed run has left behind": "删除被终止的运行遗留的资源",
  "make the local cloud behave as was found": "让本地云今后的行为与测得的结果一致",
  "file of the findings": "结果文件",
  "print one JSON object at the end: assumptions tested, answered and contradicted":
    "最后输出一个 JSON 对象：提问数、已回答数和与假设不符数",
  "Serve the console of a deployment on this machine only, signed in with the identity of the keys.":
    "仅在本机提供控制台页面，以密钥所属身份登录。",
  "port on 127.0.0.1 (default: any free port)": "127.0.0.1 上的端口；未给出时使用任一空闲端口",
  "Rotate a certificate under load on a temporary local cloud.":
    "在专用的本地云上，于有流量时轮换证书；本地云随演示结束。",
  "make the rotation fail and roll back": "使其失败并回滚",
  "print one JSON object": "输出一个 JSON 对象",
  "Check and draw flow definitions.": "检查和绘制流程定义。",
  "Check definitions: file, line, column and cause of each error and warning, with its fix.":
    "指出流程定义的错误和可疑之处：文件、行、列和正确写法。",
  "flow definitions, YAML or JSON": "流程定义，YAML 或 JSON",
  "check them as Express mode flows": "按快速（Express）模式检查",
  "Draw a flow.": "绘制流程。",
  "a flow definition, YAML or JSON": "流程定义，YAML 或 JSON",
  "Print a script that completes commands, options, values and IDs: source <(albflow completion bash)":
    "输出用于补全命令、选项、值和 ID 的脚本：source <(albflow completion bash)",
  "shell to print the script for": "Shell 类型",
};

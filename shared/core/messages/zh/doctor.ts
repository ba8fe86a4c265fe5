import type { doctorReasons } from "../../../platform/reasons/topics/doctor.ts";
import type { Messages } from "../message.ts";

const DEPLOY = "请部署当前版本：`npm run deploy -- --stage <stage>`";

const TYPES: Record<string, string> = {
  role: "角色",
  policy: "权限策略",
  flow: "流程",
  function: "函数",
  triggers: "触发器",
  timer: "定时器",
  "timer trigger": "定时触发器",
  "http trigger": "HTTP 触发器",
  "log trigger": "日志触发器",
  "eventbridge trigger": "事件触发器",
  logstore: "Logstore",
  ledger: "审计账本",
  endpoint: "接入点",
  clock: "时钟（对照）",
  accessKey: "访问密钥",
  account: "账号",
  "dry run": "试运行",
  settings: "配置",
  "ACME server": "ACME 服务器",
  allRoles: "全部角色",
  allFlows: "全部流程",
};

export const doctor: Messages<typeof doctorReasons> = {
  "deployed-resource": ({ type, name, of }) =>
    [of === "" ? "" : `${of} 的`, TYPES[type] ?? type, name].filter((part) => part !== "").join(" "),
  "check-endpoints": "接入点和时钟",
  "check-credentials": "凭证",
  "check-preparation": "部署所需的内容",
  "check-roles": "角色和权限策略",
  "check-functions": "函数",
  "check-dry-runs": "试运行",
  "check-triggers": "触发器",
  "check-flows": "流程",
  "check-timers": "定时器",
  "check-settings": "配置",
  "check-reports": "报告",
  "check-audit-trail": "审计记录",
  "check-channels": "事件通道",
  "check-passed": ({ check, count }, { messageOf }) => `${messageOf(check)}：${count} 项检查全部通过`,
  "check-empty": ({ check }, { messageOf }) => `${messageOf(check)}：暂无可检查的对象`,
  "doctor-healthy": "未发现问题",
  "doctor-problems": ({ count }) => `发现 ${count} 个问题`,
  "endpoint-host-unknown": {
    message: ({ cause }, { messageOf }) => `域名无法解析：${messageOf(cause)}`,
    next: "请检查地域 ID（--region）以及本机的域名解析",
  },
  "endpoint-refuses-connections": {
    message: ({ cause }, { messageOf }) => `接入点拒绝连接：${messageOf(cause)}`,
    next: "请检查 --port：该端口没有本地云在监听。用 `albflow local start` 启动一个",
  },
  "endpoint-certificate-untrusted": {
    message: ({ cause }, { messageOf }) => `接入点的证书不受信任：${messageOf(cause)}`,
    next: "本机与云之间的代理出示了自己的证书：请信任该证书，或绕过该代理",
  },
  "endpoint-unreachable": {
    message: ({ cause }, { messageOf }) => `无法访问接入点：${messageOf(cause)}`,
    next: "请检查本机与云之间的网络、代理和防火墙",
  },
  "endpoint-certificate-ending": {
    message: ({ days }) => `接入点的证书将在 ${days} 天后到期`,
    next: "请联系该接入点或代理的维护者；阿里云自己的证书有效期更长",
  },
  "clock-skewed": {
    message: ({ seconds, most }) =>
      `本机时钟${seconds < 0 ? "慢" : "快"} ${Math.abs(seconds)} 秒；偏差达到 ${most} 秒时签名会被拒绝`,
    next: "请校准时钟，例如执行 `timedatectl set-ntp true`",
  },
  "access-key-refused": {
    message: ({ cause }, { messageOf }) => `云端不接受当前凭证：${messageOf(cause)}`,
    next: "请检查 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET，或执行 `aliyun configure`；STS Token 几小时后会过期",
  },
  "keys-of-another-account": {
    message: ({ accountId, keys }) => `这些密钥属于账号 ${keys}，而不是 ${accountId}`,
    next: ({ accountId }) => `请用 --profile 指定 ${accountId} 的配置`,
  },
  "confirm-target": ({ accountId, home }) => `是否允许账号 ${home} 的 albflow 进入账号 ${accountId}？`,
  "account-id-invalid": {
    message: ({ accountId }) => `账号 ID ${accountId === "" ? "未设置" : `为“${accountId}”`}`,
    next: "请将 ALIBABA_CLOUD_ACCOUNT_ID 设置为控制台显示的 16 位数字",
  },
  "role-missing": { message: "不存在", next: "请部署角色：`npm run deploy -- --stage <stage>`" },
  "role-differs": {
    message: ({ diff }, f) => `与当前版本不一致：${f.list(diff, 3)}`,
    next: "请部署角色：`npm run deploy -- --stage <stage>` 会还原所有手工修改",
  },
  "roles-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取角色：${messageOf(cause)}`,
    next: "请为当前凭证授予 ram:Get* 和 ram:List* 权限",
  },
  "preparation-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取部署所需的内容：${messageOf(cause)}`,
    next: "请为当前凭证授予 `albflow policy deployer` 输出的权限",
  },
  "flow-missing": { message: "不存在", next: `${DEPLOY}；运行中的执行保持旧的定义` },
  "flow-differs": {
    message: ({ diff }, f) => `与当前版本不一致：${f.list(diff, 3)}`,
    next: `${DEPLOY}；运行中的执行保持旧的定义`,
  },
  "flows-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取流程：${messageOf(cause)}`,
    next: "请为当前凭证授予 fnf:DescribeFlow 权限",
  },
  "function-missing": { message: "不存在", next: DEPLOY },
  "function-differs": {
    message: ({ settings }) =>
      settings
        .map(({ name, found, expected }) =>
          expected === ""
            ? `${name} 不一致`
            : found === ""
              ? `${name} 应为 ${expected}`
              : `${name} 为 ${found}，应为 ${expected}`,
        )
        .join("；"),
    next: DEPLOY,
  },
  "functions-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取函数：${messageOf(cause)}`,
    next: "请为当前凭证授予 fc:GetFunction 和 fc:ListTriggers 权限",
  },
  "trigger-missing": { message: "不存在", next: DEPLOY },
  "trigger-disabled": { message: "已停用", next: "请在控制台启用，或重新部署" },
  "trigger-role-missing": { message: ({ role }) => `永远不会触发：角色 ${role} 不存在`, next: DEPLOY },
  "triggers-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取触发器：${messageOf(cause)}`,
    next: "请为当前凭证授予 fc:ListTriggers 和 ram:GetRole 权限，或部署该函数",
  },
  "timer-not-fired": {
    message: ({ flow, last }, f) =>
      last === null ? `从未启动过 ${flow} 的执行` : `自 ${f.time(last)} 起没有启动过 ${flow} 的执行`,
    next: "请在控制台查看该时段的函数日志；然后停用并重新启用触发器，或重新部署",
  },
  "timers-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取定时器的执行：${messageOf(cause)}`,
    next: "请为当前凭证授予 fc:ListTriggers 和 fnf:ListExecutions 权限",
  },
  "settings-invalid": {
    message: ({ cause }, { messageOf }) => `配置有误：${messageOf(cause)}`,
    next: "请在部署环境中更正该变量并重新部署；docs/deploy.md 列出了所有变量",
  },
  "pages-are-saved": {
    message: ({ url }) => `浏览器会把 ${url} 的页面下载为文件：这是函数计算的内置域名`,
    next: "请在 albflow.yaml 中设置 `domain` 并重新部署；方法见 docs/deploy.md",
  },
  "acme-server-unusable": {
    message: ({ cause }, { messageOf }) => `ACME 服务器不可用：${messageOf(cause)}`,
    next: "请在 albflow.yaml 中更正 `acme.directory` 并重新部署",
  },
  "logstore-missing": {
    message: ({ cause }, { messageOf }) => `不存在：${messageOf(cause)}`,
    next: ({ project, logstore }) =>
      `请在该地域创建 Project ${project}，并在其中创建带索引的 Logstore ${logstore}；或在 albflow.yaml 的 logs 中指定其他名称`,
  },
  "logstore-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取：${messageOf(cause)}`,
    next: "请为当前凭证授予 log:GetLogStoreLogs 权限，并检查 Logstore 的索引",
  },
  "dry-run-without-role": {
    message: ({ cause }, { messageOf }) => `函数没有角色：${messageOf(cause)}`,
    next: "请部署该函数，部署时会设置角色",
  },
  "dry-run-role-untrusted": {
    message: ({ cause }, { messageOf }) => `函数无法扮演其角色：${messageOf(cause)}`,
    next: "角色必须信任 fc.aliyuncs.com：请部署角色",
  },
  "dry-run-denied": {
    message: ({ cause }, { messageOf }) => `函数的角色缺少权限：${messageOf(cause)}`,
    next: "请部署角色；`albflow policy` 会打印角色应有的权限",
  },
  "dry-run-function-missing": {
    message: ({ cause }, { messageOf }) => `函数不存在：${messageOf(cause)}`,
    next: "请部署该函数",
  },
  "dry-run-failed": {
    message: ({ cause }, { messageOf }) => `试运行失败：${messageOf(cause)}`,
    next: "请部署当前版本，并在控制台查看函数日志",
  },
  "ledger-head": ({ hash, until }, f) => `账本的最新哈希为 ${hash}，截至 ${f.time(until)}`,
  "ledger-missing": {
    message: "已有执行结束，但没有账本",
    next: "请查看函数 keepLedger 的日志。如果它运行过，说明记录被删除：请执行 `albflow audit verify`",
  },
  "ledger-stopped": {
    message: "账本此后没有继续记录",
    next: "请查看函数 keepLedger 的日志。如果它运行过，说明记录被删除：请执行 `albflow audit verify`",
  },
  "ledger-foreign-records": {
    message: ({ count }) => `有 ${count} 条记录不是 albflow 写入的`,
    next: "请查明谁有权写入该 Logstore；`albflow audit verify` 会列出每条记录",
  },
  "ledger-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取审计记录：${messageOf(cause)}`,
    next: "请为当前凭证授予 log:GetLogStoreLogs 权限",
  },
  "channel-delivered": ({ channel, at, hours }, f) =>
    `通道 ${channel} 投递过事件，最近一次在 ${hours} 小时内，不早于 ${f.time(at)}`,
  "channel-silent": {
    message: ({ channel }) => `通道 ${channel} 一周内没有投递任何事件`,
    next: "如果确有事件发生，请对照 docs/remediation.md 检查其配置",
  },
  "log-delivery-not-set-up": {
    message: "角色 AliyunServiceRoleForAlbLogDelivery 不存在，ALB 从未在该账号投递过访问日志",
    next: "请在 ALB 控制台为任一实例开启一次访问日志，即会创建该角色",
  },
  "channels-unreadable": {
    message: ({ cause }, { messageOf }) => `无法读取通道的投递情况：${messageOf(cause)}`,
    next: "请为当前凭证授予 fnf:ListExecutions 和 ram:GetRole 权限",
  },
};

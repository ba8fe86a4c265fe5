import { defineReasons, orNull } from "../define.ts";
import { doctorCheckReasons } from "./doctorChecks.ts";

const cause = { code: "text", params: { text: "connect ECONNREFUSED 127.0.0.1:7700" } };

/** What `albflow doctor` finds. */
export const doctorReasons = defineReasons({
  ...doctorCheckReasons,
  "endpoint-host-unknown": {
    kind: "finding",
    params: { cause },
    cause: {
      en: "The name of the endpoint cannot be resolved: the region's id is wrong, or this machine has no DNS.",
      zh: "无法解析接入点域名：地域 ID 有误，或本机 DNS 不可用。",
    },
  },
  "endpoint-refuses-connections": {
    kind: "finding",
    params: { cause },
    cause: { en: "Nothing listens at the endpoint.", zh: "接入点没有服务在监听。" },
  },
  "endpoint-certificate-untrusted": {
    kind: "finding",
    params: { cause },
    cause: {
      en: "A proxy between this machine and the cloud presents a certificate that this machine does not trust.",
      zh: "本机与云之间的代理出示了本机不信任的证书。",
    },
  },
  "endpoint-unreachable": {
    kind: "finding",
    params: { cause },
    cause: { en: "The endpoint does not answer.", zh: "接入点没有响应。" },
  },
  "endpoint-certificate-ending": {
    kind: "finding",
    params: { days: 3 },
    cause: { en: "The certificate of the endpoint expires within 14 days.", zh: "接入点的证书将在 14 天内到期。" },
  },
  "clock-skewed": {
    kind: "finding",
    params: { seconds: -600, most: 900 },
    cause: {
      en: "The clock of this machine differs from the cloud's; requests signed with it may be refused.",
      zh: "本机时钟与云端不一致，签名请求可能被拒绝。",
    },
  },
  "access-key-refused": {
    kind: "finding",
    params: { cause },
    cause: { en: "The cloud does not accept the credentials.", zh: "云端不接受当前凭证。" },
  },
  "keys-of-another-account": {
    kind: "refusal",
    params: { accountId: "2222222222222222", keys: "1234567890123456" },
    cause: { en: "The keys are of another account than the one that is named.", zh: "密钥不属于所指定的账号。" },
  },
  "confirm-target": {
    kind: "progress",
    params: { accountId: "2222222222222222", home: "1234567890123456" },
    cause: { en: "It is asked whether an account shall let albflow in.", zh: "询问是否允许 albflow 进入某账号。" },
  },
  "account-id-invalid": {
    kind: "finding",
    params: { accountId: "" },
    cause: {
      en: "The account id is not set or is not 16 digits; names of roles and functions need it.",
      zh: "未设置阿里云账号 ID 或不是 16 位数字；角色和函数的名称需要它。",
    },
  },
  "role-missing": {
    kind: "finding",
    params: {},
    cause: { en: "A role or policy of the deployment does not exist.", zh: "部署所需的角色或权限策略不存在。" },
  },
  "role-differs": {
    kind: "finding",
    params: { diff: ['+ "Action": "alb:*"'] },
    cause: {
      en: "Somebody changed a role or policy, or an older version is deployed.",
      zh: "角色或权限策略被修改，或部署的是旧版本。",
    },
  },
  "roles-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read roles.", zh: "当前凭证无权读取角色。" },
  },
  "preparation-unreadable": {
    kind: "finding",
    params: { cause },
    cause: {
      en: "These credentials may not look at what must be there before a deployment.",
      zh: "当前凭证无权查看部署前所需的内容。",
    },
  },
  "flow-missing": {
    kind: "finding",
    params: {},
    cause: { en: "A flow of the deployment does not exist.", zh: "部署所需的工作流不存在。" },
  },
  "flow-differs": {
    kind: "finding",
    params: { diff: ["- Timeout: 3600"] },
    cause: { en: "Somebody changed a flow, or an older version is deployed.", zh: "工作流被修改，或部署的是旧版本。" },
  },
  "flows-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read flows.", zh: "当前凭证无权读取工作流。" },
  },
  "function-missing": {
    kind: "finding",
    params: {},
    cause: { en: "A function of the deployment does not exist.", zh: "部署所需的函数不存在。" },
  },
  "function-differs": {
    kind: "finding",
    params: { settings: [{ name: "timeout", found: "3", expected: "60" }] },
    cause: {
      en: "Settings of a function differ from this version. Values of secrets are not told.",
      zh: "函数配置与当前版本不一致。机密配置不显示取值。",
    },
  },
  "functions-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read functions.", zh: "当前凭证无权读取函数。" },
  },
  "trigger-missing": {
    kind: "finding",
    params: {},
    cause: { en: "A trigger of the deployment does not exist.", zh: "部署所需的触发器不存在。" },
  },
  "trigger-disabled": {
    kind: "finding",
    params: {},
    cause: { en: "Somebody disabled a trigger.", zh: "触发器被停用。" },
  },
  "trigger-role-missing": {
    kind: "finding",
    params: { role: "acs:ram::1234567890123456:role/gone" },
    cause: {
      en: "The role that fires a trigger does not exist. Such a trigger never fires.",
      zh: "触发器使用的角色不存在，触发器永远不会触发。",
    },
  },
  "triggers-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read triggers.", zh: "当前凭证无权读取触发器。" },
  },
  "timer-not-fired": {
    kind: "finding",
    params: { flow: "albflow-renewCertificates", last: orNull(1_795_824_000_000) },
    cause: {
      en: "A timer is enabled and has not started an execution twice in a row.",
      zh: "定时器已启用，但连续两次没有启动执行。",
    },
  },
  "timers-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read triggers or executions.", zh: "当前凭证无权读取触发器或执行。" },
  },
  "settings-invalid": {
    kind: "finding",
    params: { cause },
    cause: { en: "A setting that is deployed is not valid.", zh: "已部署的配置项无效。" },
  },
  "pages-are-saved": {
    kind: "finding",
    params: { url: "https://api-abc.cn-hangzhou.fcapp.run" },
    cause: {
      en: "People are led to the built-in address of a function, whose pages browsers save instead of showing them.",
      zh: "链接指向函数的内置域名，浏览器会下载页面而不是显示页面。",
    },
  },
  "acme-server-unusable": {
    kind: "finding",
    params: { cause },
    cause: { en: "The ACME server of the settings does not answer as one.", zh: "配置的 ACME 服务器不可用。" },
  },
  "logstore-missing": {
    kind: "finding",
    params: { project: "albflow-reports", logstore: "albflow", cause },
    cause: { en: "The logstore of the reports does not exist.", zh: "存放报告的 Logstore 不存在。" },
  },
  "logstore-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "The logstore of the reports cannot be read.", zh: "无法读取存放报告的 Logstore。" },
  },
  "dry-run-without-role": {
    kind: "finding",
    params: { cause },
    cause: { en: "The function has no role.", zh: "函数没有角色。" },
  },
  "dry-run-role-untrusted": {
    kind: "finding",
    params: { cause },
    cause: { en: "Function Compute may not take the role of the function.", zh: "函数计算无权扮演该函数的角色。" },
  },
  "dry-run-denied": {
    kind: "finding",
    params: { cause },
    cause: { en: "The role of the function lacks a permission.", zh: "函数的角色缺少权限。" },
  },
  "dry-run-function-missing": {
    kind: "finding",
    params: { cause },
    cause: { en: "The function does not exist.", zh: "函数不存在。" },
  },
  "dry-run-failed": {
    kind: "finding",
    params: { cause },
    cause: {
      en: "The function did not plan the operation as it should.",
      zh: "函数未能按预期生成操作方案。",
    },
  },
  "ledger-head": {
    kind: "result",
    params: { hash: "9f2c", until: 1_795_824_000_000 },
    cause: { en: "Where the ledger of the audit trail stands.", zh: "审计账本的当前位置。" },
  },
  "ledger-missing": {
    kind: "finding",
    params: {},
    cause: { en: "Executions have ended and there is no ledger.", zh: "已有执行结束，但没有账本。" },
  },
  "ledger-stopped": {
    kind: "finding",
    params: {},
    cause: { en: "The ledger of the audit trail does not go on.", zh: "审计账本没有继续记录。" },
  },
  "ledger-foreign-records": {
    kind: "finding",
    params: { count: 2 },
    cause: { en: "Somebody else writes audit records.", zh: "有其他人写入了审计记录。" },
  },
  "ledger-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "The audit records cannot be read.", zh: "无法读取审计记录。" },
  },
  "channel-delivered": {
    kind: "result",
    params: { channel: "accessLog", at: 1_795_824_000_000, hours: 5 },
    cause: { en: "A channel of events works.", zh: "事件通道工作正常。" },
  },
  "channel-silent": {
    kind: "finding",
    params: { channel: "eventBridge" },
    cause: {
      en: "A channel has delivered nothing for a week: nothing has happened, or it is not set up, or it does not work.",
      zh: "通道一周内没有投递任何事件：没有事件发生、未配置，或不工作。",
    },
  },
  "log-delivery-not-set-up": {
    kind: "finding",
    params: {},
    cause: {
      en: "The service-linked role of ALB's log delivery does not exist: no access log was switched on in this account yet.",
      zh: "ALB 日志投递的服务关联角色不存在：该账号尚未开启过访问日志。",
    },
  },
  "channels-unreadable": {
    kind: "finding",
    params: { cause },
    cause: { en: "These credentials may not read executions or roles.", zh: "当前凭证无权读取执行或角色。" },
  },
});

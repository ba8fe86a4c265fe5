import { defineReasons } from "../define.ts";

const keys = { en: "A profile of the Aliyun CLI leads to no keys.", zh: "阿里云 CLI 的配置中得不到访问密钥。" };

/** What the command line refuses or tells itself. */
export const cliReasons = defineReasons({
  "nothing-due": {
    kind: "skip",
    params: {},
    cause: { en: "No certificate is due.", zh: "没有证书到期应续。" },
  },
  "local-cloud-not-running": {
    kind: "failure",
    params: {},
    cause: { en: "Nothing listens on the port of the local cloud.", zh: "本地云的端口没有服务在监听。" },
  },
  "local-cloud-elsewhere": {
    kind: "invalid",
    params: { region: "cn-hangzhou", asked: "cn-beijing" },
    cause: { en: "The local cloud has one home region.", zh: "本地云只有一个部署地域。" },
  },
  "renewal-status": {
    kind: "detail",
    params: { status: "ready" },
    cause: { en: "What becomes of a certificate.", zh: "证书的后续安排。" },
  },
  "stage-checked": {
    kind: "result",
    params: { stage: "prod", resources: 42, flows: 24 },
    cause: { en: "A stage was checked before anything is sent.", zh: "部署前已检查一个阶段。" },
  },
  "confirm-deploy": {
    kind: "progress",
    params: { stage: "prod", account: "1234567890123456" },
    cause: { en: "A deployment has to be confirmed.", zh: "部署需要确认。" },
  },
  "confirm-remove": {
    kind: "progress",
    params: { stage: "prod", account: "1234567890123456" },
    cause: { en: "A removal has to be confirmed.", zh: "移除需要确认。" },
  },
  "query-invalid": {
    kind: "invalid",
    params: { query: "listeners[" },
    cause: { en: "A part of an answer is asked for in another way than it can be.", zh: "查询路径的写法无效。" },
  },
  "round-started": {
    kind: "progress",
    params: { execution: "round-20261128T120000", flags: " --local" },
    cause: { en: "Somebody starts a round of renewal by hand.", zh: "手动启动了一轮续期。" },
  },
  "follow-interrupted": {
    kind: "progress",
    params: { execution: "start-1", flags: " --local" },
    cause: { en: "Somebody presses Ctrl-C while a command follows an execution.", zh: "跟踪执行时按下了 Ctrl-C。" },
  },
  "follow-interrupted-embedded": {
    kind: "progress",
    params: { execution: "start-1", flags: " --embedded" },
    cause: {
      en: "Somebody presses Ctrl-C while the embedded engine carries out an execution.",
      zh: "内嵌引擎执行期间按下了 Ctrl-C。",
    },
  },
  "watch-interrupted": {
    kind: "progress",
    params: { execution: "round-1", flags: " --local" },
    cause: {
      en: "Somebody presses Ctrl-C while a command follows a round or an order.",
      zh: "跟踪续期轮次或订单时按下了 Ctrl-C。",
    },
  },
  "approve-interrupted": {
    kind: "progress",
    params: { execution: "start-1", isGiven: false, flags: " --local" },
    cause: { en: "Somebody presses Ctrl-C while an answer is given.", zh: "提交审批答复时按下了 Ctrl-C。" },
  },
  "deploy-interrupted": {
    kind: "progress",
    params: { stage: "prod" },
    cause: { en: "Somebody presses Ctrl-C during a deployment.", zh: "部署期间按下了 Ctrl-C。" },
  },
  "nothing-changed": { kind: "result", params: {}, cause: { en: "Somebody did not confirm.", zh: "未获确认。" } },
  "nobody-to-confirm": {
    kind: "refusal",
    params: {},
    cause: { en: "A question has to be answered, and there is no terminal.", zh: "需要回答问题，但没有终端。" },
  },
  "nothing-deployed-embedded": {
    kind: "refusal",
    params: {},
    cause: { en: "A command about a deployment was called with --embedded.", zh: "对部署的命令使用了 --embedded。" },
  },
  "specification-written": {
    kind: "progress",
    params: { file: "s.yaml" },
    cause: { en: "What Serverless Devs reads was written.", zh: "已生成 Serverless Devs 读取的文件。" },
  },
  "serverless-devs-failed": {
    kind: "failure",
    params: { task: "deploy", file: ".albflow/s-deploy.txt" },
    cause: { en: "Serverless Devs has failed.", zh: "Serverless Devs 运行失败。" },
  },
  "deployed-now-examined": {
    kind: "progress",
    params: {},
    cause: { en: "Everything was sent, and is examined now.", zh: "已全部发送，正在检查。" },
  },
  "removal-loses": {
    kind: "notice",
    params: {},
    cause: { en: "What a removal takes away for good.", zh: "移除会永久丢失的内容。" },
  },
  "removal-leaves": {
    kind: "notice",
    params: { stores: ["albflow-reports/albflow"] },
    cause: { en: "What a removal leaves.", zh: "移除后保留的内容。" },
  },
  "execution-stopped-for-removal": {
    kind: "progress",
    params: { flow: "albflow-startListener", execution: "start-1" },
    cause: { en: "An execution was stopped because its deployment is removed.", zh: "因移除部署而停止了一个执行。" },
  },
  "removal-complete": {
    kind: "result",
    params: { stage: "prod" },
    cause: { en: "A deployment is gone.", zh: "部署已移除。" },
  },
  "removal-incomplete": {
    kind: "failure",
    params: { left: ["role albflow-flows"] },
    cause: { en: "Something of a deployment could not be removed.", zh: "部署中有内容未能移除。" },
  },
  "service-not-activated": {
    kind: "failure",
    params: { service: "Function Compute", page: "https://fcnext.console.aliyun.com" },
    cause: {
      en: "A service that a deployment needs is not activated in the account.",
      zh: "部署所需的服务尚未在账号中开通。",
    },
  },
  "service-not-in-region": {
    kind: "failure",
    params: { service: "CloudFlow", region: "cn-chengdu" },
    cause: {
      en: "A service that a deployment needs has no endpoint in its region.",
      zh: "部署地域没有所需服务的接入点。",
    },
  },
  "console-open": {
    kind: "result",
    params: { address: "http://127.0.0.1:40123/once/kZ0", name: "alice" },
    cause: { en: "The pages are served on this machine.", zh: "页面已在本机提供。" },
  },
  "console-not-here": {
    kind: "refusal",
    params: { host: "127.0.0.1:40123" },
    cause: { en: "The pages on this machine were asked for under another name.", zh: "以其他名称请求了本机页面。" },
  },
  "console-address-used": {
    kind: "refusal",
    params: {},
    cause: {
      en: "The address of the pages on this machine was used before, or is none.",
      zh: "本机页面的地址已使用过，或无效。",
    },
  },
  "console-views-only": {
    kind: "notice",
    params: { setting: "env:ALBFLOW_SECRET" },
    cause: {
      en: "The deployment's secret is not known on this machine, so nobody can sign what they ask for.",
      zh: "本机不知道部署的主密钥，因此无法对请求签名。",
    },
  },
  "service-role-not-made": {
    kind: "failure",
    params: {
      role: "AliyunServiceRoleForFC",
      service: "fc.aliyuncs.com",
      cause: { code: "text", params: { text: "NoPermission" } },
    },
    cause: { en: "The role by which a service acts in the account could not be made.", zh: "无法创建服务关联角色。" },
  },
  "right-missing": {
    kind: "failure",
    params: { right: "fc:CreateFunction" },
    cause: {
      en: "Whoever deploys may not do what a deployment needs.",
      zh: "部署者缺少部署所需的权限。",
    },
  },
  "quota-reached": {
    kind: "failure",
    params: {
      cloudCode: "QuotaExceeded.LoadBalancersNum",
      message: "The quota of alb_quota_loadbalancers_num is exceeded, usage 60/60",
    },
    cause: { en: "The account has as many of something as its quota allows.", zh: "账号的某项资源已达配额上限。" },
  },
  "domain-not-pointing": {
    kind: "failure",
    params: { domain: "albflow.example.com", target: "1234567890123456.cn-hangzhou.fc.aliyuncs.com" },
    cause: {
      en: "The domain of the pages does not lead to Function Compute, which therefore does not bind it.",
      zh: "页面域名未解析到函数计算，因此无法绑定。",
    },
  },
  "service-to-be-seen": {
    kind: "notice",
    params: { service: "EventBridge", page: "https://eventbridge.console.aliyun.com" },
    cause: { en: "Only a person can see whether a service is activated.", zh: "只有人员能确认服务是否已开通。" },
  },
  "confirm-bootstrap": {
    kind: "progress",
    params: { account: "1234567890123456" },
    cause: { en: "What a deployment needs is about to be made.", zh: "即将创建部署所需的资源。" },
  },
  "bootstrap-complete": {
    kind: "result",
    params: {},
    cause: { en: "Everything that must be there before a deployment is there.", zh: "部署前所需的内容已齐备。" },
  },
  "bootstrap-needed": {
    kind: "failure",
    params: { missing: ["log project albflow-reports"] },
    cause: { en: "Something that must be there before a deployment is missing.", zh: "部署前所需的内容不齐。" },
  },

  "credentials-empty": { kind: "detail", params: {}, cause: keys },
  "profile-is-its-own-source": { kind: "detail", params: { profile: "prod" }, cause: keys },
  "profile-field-missing": { kind: "detail", params: { field: "ram_role_arn" }, cause: keys },
  "credentials-uri-failed": { kind: "detail", params: { status: 404 }, cause: keys },
  "credentials-uri-without-keys": { kind: "detail", params: {}, cause: keys },
});

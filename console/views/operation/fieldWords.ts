import { fieldNames } from "../../../shared/core/messages/fieldNames.ts";
import type { Language } from "../../words/language.ts";

/**
 * What fields of forms are called that no plan changes (those: shared/core/messages/fieldNames.ts), by the last part of their names;
 * and in Chinese what is to be known of them, which in English the schema itself says.
 */
const fieldWords: Record<string, readonly [en: string, zh: string, zhHint?: string]> = {
  listenerId: ["Listener", "监听"],
  region: ["Region", "地域", "监听所在地域，不填则为部署所在地域"],
  account: ["Account", "账号", "监听所属阿里云账号，不填则为部署所在账号"],
  deadlineSeconds: ["Deadline (s)", "时限（秒）", "超过该时限则恢复原状，恢复另有 300 秒"],
  requireApproval: ["Ask somebody to approve first", "先申请审批", "即使不中断流量、不降低安全性也需他人同意"],
  acceptManaged: [
    "Change it although another service manages it",
    "仍变更由其他服务管理的监听",
    "Kubernetes 集群或其他服务可能会改回",
  ],
  verification: ["Verification", "验证", "除监听配置之外如何验证结果"],
  acceptUnreachable: ["Accept that it cannot be reached", "允许无法访问", "函数所在网络无法访问监听时，也视为验证通过"],
  path: ["Path", "路径", "通过 HTTP 访问的路径"],
  hostname: ["Host name", "域名", "不填则使用默认证书中的域名"],
  webSocketPath: ["WebSocket path", "WebSocket 路径", "不填则不尝试"],
  clientCertificateId: ["Client certificate that must be let in", "应被放行的客户端证书", "用于验证双向认证"],
  rejectedClientCertificateId: [
    "Client certificate that must be turned away",
    "应被拒绝的客户端证书",
    "用于验证双向认证",
  ],
  certificateId: ["Certificate", "证书"],
  allowLessTrusted: [
    "Accept a certificate that is less trusted",
    "接受可信度更低的证书",
    "自签名、测试或私有 CA、其他根证书",
  ],
  certificateQuota: ["Quota of additional certificates", "扩展证书配额", "仅在配额已提升（高于 10 或 25）时填写"],
  acceptLossOf: ["Settings that may be lost", "允许丢失的配置", "albflow 无法识别的配置项，拒绝原因中会列出"],
  start: ["Start it at once", "立即启动", "否则创建后保持停止"],
  snapshot: ["Listener as it was", "监听原有配置"],
  AdditionalCertificates: ["Additional certificates", "扩展证书"],
  Rules: ["Rules", "转发规则"],
  RuleName: ["Name", "名称"],
  Priority: ["Priority", "优先级"],
  RuleConditions: ["Conditions", "转发条件"],
  RuleActions: ["Actions", "转发动作"],
  Key: ["Key", "键"],
  Value: ["Value", "值"],
  serverGroupId: ["Server group", "服务器组", "或在下方新建"],
  create: ["New server group", "新建服务器组", "代替选择已有的服务器组"],
  servers: ["Servers", "后端服务器"],
  steps: ["Steps (% of the requests)", "灰度步骤（请求百分比）", "递增，最后一步为 100"],
  stepSeconds: ["Watch each step (s)", "每步观察时间（秒）"],
  atOnce: ["All requests at once", "一次性切换全部请求", "不分步骤，仅在可以承受短暂错误时使用"],
  watchSeconds: ["Watch the last step (s)", "最后一步观察时间（秒）"],
  unhealthyPercent: ["Servers that may be down (%)", "允许异常的后端服务器（%）", "超过则拒绝变更或回滚"],
  errorPercent: ["Answers that may be 5xx (%)", "允许的 5xx 比例（%）", "超过则回滚"],
  successorId: ["Successor", "替换证书"],
  certificateIds: ["Certificates", "证书"],
  allowUncoveredNames: ["Names that may lose their certificate", "允许失去证书的域名"],
  caCertificateId: ["CA certificate", "CA 证书", "持有其签发证书的客户端才能访问"],
  percent: ["Sampling (%)", "采样率（%）"],
  project: ["Log project", "日志项目（Project）", "不填则使用实例已有的项目，没有则新建"],
  logstore: ["Logstore", "日志库（Logstore）", "不填则为 alb_access_log"],
  disableAccessLog: ["End the access log of the instance, too", "同时关闭实例的访问日志"],
};

/** In Chinese, what is to be known of those that plans change. */
const zhHints: Record<string, string> = {
  idleTimeout: "连接可空闲的时长",
  requestTimeout: "后端响应的最长时间，超过 180 秒需提升配额",
  http2Enabled: "仅 HTTPS 监听",
  quicConfig: "仅 HTTPS 监听",
  QuicListenerId: "开启 QUIC 升级时必填",
  listenerProtocol: "不填则与原监听相同",
  vpcId: "须与实例所在 VPC 相同",
};

/** What a field is called; its own name where nobody has named it. */
export function fieldLabel(key: string, language: Language): string {
  return (fieldWords[key] ?? fieldNames[key])?.[language === "en" ? 0 : 1] ?? key;
}

/** What is to be known of a field: in English as its schema says it. Undefined where nothing is to be said. */
export function fieldHint(key: string, description: string | undefined, language: Language): string | undefined {
  return language === "en" ? description : (fieldWords[key]?.[2] ?? zhHints[key]);
}

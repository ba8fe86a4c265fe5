import type { ListedOperation } from "../../shared/features/api/contract.ts";
import type { Language } from "./language.ts";

/** What operations do, and when they are used; English is what the API itself says. */
const CHINESE: Record<string, readonly [summary: string, when: string]> = {
  startListener: ["启动已停止的监听。", "监听已停止，需要重新接收流量"],
  stopListener: ["停止监听，配置保留。", "监听在一段时间内不应接收流量，之后按原样恢复"],
  deleteListener: ["删除监听及其转发规则；撤销时以新的 ID 重新创建。", "不再需要该监听"],
  restoreListener: [
    "按原样重新创建已删除的监听，包括证书和转发规则，ID 会改变。",
    "有人未经 albflow 删除了监听；对受保护的监听，remediate 会自行生成方案并申请审批",
  ],
  modifyListener: ["修改监听的名称和高级配置。", "需要修改名称、超时时间、数据压缩、HTTP/2、QUIC 或附加 HTTP 头"],
  copyListener: [
    "以该监听的配置、证书和转发规则，在其他端口或协议上创建监听。",
    "需要使用其他端口或协议，而已有监听的端口和协议无法修改",
  ],
  changeServerGroup: [
    "转发至其他服务器组（已有或新建）；健康状态或错误率超出限制时自动恢复。",
    "新版本部署在单独的服务器上，或现有服务器需要下线",
  ],
  createServerGroup: ["创建带健康检查的服务器组，供监听转发。", "服务器已就绪，但暂不需要监听向其转发"],
  rotateCertificate: [
    "将监听的证书更换为替换证书，期间客户端不会收到错误的证书。",
    "证书即将到期或将被吊销，且替换证书已在证书服务中；renewCertificates 会自动执行",
  ],
  addCertificates: ["为监听绑定扩展证书，供请求相应域名的客户端使用。", "监听需要提供现有证书未覆盖的域名"],
  removeCertificates: ["从监听移除扩展证书，其域名由其他证书覆盖。", "不再需要该证书，或需要为其他证书腾出名额"],
  promoteCertificate: [
    "将扩展证书设为默认证书，期间每个域名始终有证书。",
    "需要为不发送域名（SNI）的客户端提供该监听的另一张证书",
  ],
  enableMutualAuth: ["仅允许出示指定 CA 所签发证书的客户端访问。", "仅允许持有您的 CA 所签发证书的客户端连接"],
  disableMutualAuth: ["重新允许没有证书的客户端访问。", "无法再要求客户端出示证书"],
  replaceCaCertificate: [
    "改为允许另一个 CA 的客户端访问。",
    "客户端 CA 即将到期或将被吊销，且客户端已持有另一个 CA 签发的证书",
  ],
  changeTlsPolicy: [
    "使用另一个系统或自定义 TLS 安全策略的协议版本和加密套件。",
    "不再提供旧的 TLS 版本或弱加密套件，或旧客户端需要恢复使用",
  ],
  createTlsPolicy: ["创建自定义 TLS 安全策略，指定协议版本和加密套件。", "系统策略均不满足需要"],
  enableTracing: [
    "将请求的链路数据写入日志服务；缺少的 Project、Logstore、索引和访问日志会自动创建。",
    "需要跟踪单个请求经过监听和后端服务器的过程",
  ],
  modifyTracing: ["修改监听请求的采样率。", "采样的请求过少，不足以定位问题，或费用过高"],
  disableTracing: ["停止采集监听请求的链路数据；Logstore 会保留，并在删除前继续计费。", "不再有人查看链路数据"],
};

/** What an operation does and when it is used, in a language, and which language that is. */
export function textsOfOperation({ name, summary, when }: ListedOperation, language: Language) {
  const chinese = language === "zh" ? CHINESE[name] : undefined;
  if (chinese === undefined) return { summary, when, language: "en" } as const;
  return { summary: chinese[0], when: chinese[1], language } as const;
}

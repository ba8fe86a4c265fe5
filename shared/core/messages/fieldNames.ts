import { listenerStates } from "./listenerStates.ts";
import { type Language, wordOf } from "./message.ts";

/**
 * What the settings that plans change are called, as the listener's page and the ALB console call them: by the name of the input's field,
 * or by the last part of the cloud's own where no field is called so.
 */
export const fieldNames: Record<string, readonly [en: string, zh: string]> = {
  ListenerStatus: ["State", "状态"],
  DefaultActions: ["Server group", "服务器组"],
  Certificates: ["Default certificate", "默认证书"],
  AdditionalCertificates: ["Additional certificates: taken away, added", "扩展证书：移除、添加"],
  CaEnabled: ["Mutual authentication", "双向认证"],
  CaCertificates: ["CA certificate", "CA 证书"],
  TracingEnabled: ["Tracing", "链路追踪"],
  TracingSample: ["Sampling (of 10,000)", "采样率（万分之）"],
  listenerDescription: ["Name", "监听名称"],
  idleTimeout: ["Idle timeout (s)", "连接空闲超时时间（秒）"],
  requestTimeout: ["Request timeout (s)", "连接请求超时时间（秒）"],
  gzipEnabled: ["Compression", "数据压缩"],
  http2Enabled: ["HTTP/2", "HTTP/2"],
  quicConfig: ["QUIC upgrade", "QUIC 升级"],
  QuicUpgradeEnabled: ["Tell clients of it", "向客户端通告 QUIC"],
  QuicListenerId: ["QUIC listener", "QUIC 监听"],
  xForwardedForConfig: ["Headers for the backend", "附加 HTTP 头"],
  XForwardedForEnabled: ["X-Forwarded-For: client's address", "X-Forwarded-For：客户端 IP"],
  XForwardedForProtoEnabled: ["X-Forwarded-Proto: listener's protocol", "X-Forwarded-Proto：监听协议"],
  XForwardedForSLBIdEnabled: ["SLB-ID: id of the instance", "SLB-ID：实例 ID"],
  XForwardedForSLBPortEnabled: ["X-Forwarded-Port: listener's port", "X-Forwarded-Port：监听端口"],
  XForwardedForHostEnabled: ["X-Forwarded-Host: host that was asked for", "X-Forwarded-Host：客户端访问的域名"],
  XForwardedForProcessingMode: ["X-Forwarded-For of clients", "客户端自带的 X-Forwarded-For"],
  XForwardedForClientSrcPortEnabled: [
    "X-Forwarded-Client-srcport: client's port",
    "X-Forwarded-Client-srcport：客户端端口",
  ],
  XForwardedForClientSourceIpsEnabled: ["Client's address behind proxies", "可信代理之后的客户端 IP"],
  XForwardedForClientSourceIpsTrusted: ["Trusted proxies", "可信代理 IP"],
  XForwardedForClientCertClientVerifyEnabled: ["Verdict on the client's certificate", "客户端证书校验结果"],
  XForwardedForClientCertClientVerifyAlias: ["… in the header", "……的头字段名"],
  XForwardedForClientCertFingerprintEnabled: ["Fingerprint of the client's certificate", "客户端证书指纹"],
  XForwardedForClientCertFingerprintAlias: ["… in the header", "……的头字段名"],
  XForwardedForClientCertIssuerDNEnabled: ["Issuer of the client's certificate", "客户端证书颁发者"],
  XForwardedForClientCertIssuerDNAlias: ["… in the header", "……的头字段名"],
  XForwardedForClientCertSubjectDNEnabled: ["Subject of the client's certificate", "客户端证书所有者"],
  XForwardedForClientCertSubjectDNAlias: ["… in the header", "……的头字段名"],
  listenerPort: ["Port", "端口"],
  listenerProtocol: ["Protocol", "协议"],
  LoadBalancerId: ["Instance", "实例"],
  ListenerProtocol: ["Protocol", "协议"],
  ListenerPort: ["Port", "端口"],
  AclConfig: ["Access control", "访问控制"],
  Tags: ["Tags", "标签"],
  serverGroupName: ["Name", "服务器组名称"],
  vpcId: ["VPC", "VPC"],
  serverGroupType: ["Type of servers", "服务器组类型"],
  protocol: ["Backend protocol", "后端协议"],
  scheduler: ["Scheduling", "调度算法"],
  healthCheck: ["Health check", "健康检查"],
  HealthCheckEnabled: ["Health check", "健康检查"],
  HealthCheckPath: ["Path", "检查路径"],
  HealthCheckProtocol: ["Protocol", "检查协议"],
  HealthCheckInterval: ["Interval (s)", "检查间隔（秒）"],
  HealthCheckTimeout: ["Timeout (s)", "响应超时时间（秒）"],
  HealthyThreshold: ["Healthy threshold", "健康阈值（次）"],
  UnhealthyThreshold: ["Unhealthy threshold", "不健康阈值（次）"],
  ServerType: ["Kind", "类型"],
  ServerId: ["Id or address", "ID 或 IP 地址"],
  ServerIp: ["Address", "IP 地址"],
  Port: ["Port", "端口"],
  Weight: ["Weight", "权重"],
  securityPolicyId: ["TLS policy", "TLS 安全策略"],
  securityPolicyName: ["Name", "策略名称"],
  tlsVersions: ["TLS versions", "TLS 版本"],
  ciphers: ["Ciphers", "加密套件"],
  CopyOf: ["Copy of the certificate", "证书副本"],
  tracingType: ["Protocol of traces", "链路追踪协议"],
};

/** What a change of the cloud's field (`QuicConfig.QuicUpgradeEnabled`) is called; the field itself where nobody has named it. */
export function changeName(field: string, language: Language): string {
  const last = field.split(".").at(-1) ?? field;
  const ofInput = `${last.slice(0, 1).toLowerCase()}${last.slice(1)}`;
  return (fieldNames[last] ?? fieldNames[ofInput])?.[language === "en" ? 0 : 1] ?? field;
}

/** A value of the cloud's field as people read it: states of listeners have words, everything else stays as the cloud has it. */
export function changeValue(field: string, value: string, language: Language): string {
  return /(?:^|\.)ListenerStatus$/.test(field) ? wordOf(listenerStates, value, language) : value;
}

/** Such values in a line; a dash where there is none. */
export function saidValues(field: string, values: string[], language: Language): string {
  return values.length === 0 ? "–" : values.map((value) => changeValue(field, value, language)).join(", ");
}

import type { Language } from "./language.ts";

/** What operations are called on buttons. */
const operationNames: Record<string, readonly [en: string, zh: string]> = {
  startListener: ["Start", "启动"],
  stopListener: ["Stop", "停止"],
  deleteListener: ["Delete", "删除"],
  restoreListener: ["Restore a deleted listener", "恢复已删除的监听"],
  modifyListener: ["Change settings", "修改配置"],
  copyListener: ["Copy to another port", "复制到其他端口"],
  changeServerGroup: ["Change the server group", "更换服务器组"],
  createServerGroup: ["Create a server group", "创建服务器组"],
  rotateCertificate: ["Rotate a certificate", "轮换证书"],
  addCertificates: ["Add certificates", "添加扩展证书"],
  removeCertificates: ["Remove certificates", "移除扩展证书"],
  promoteCertificate: ["Make one the default", "设为默认证书"],
  enableMutualAuth: ["Turn mutual authentication on", "开启双向认证"],
  disableMutualAuth: ["Turn mutual authentication off", "关闭双向认证"],
  replaceCaCertificate: ["Replace the CA", "更换 CA 证书"],
  changeTlsPolicy: ["Change the TLS policy", "更换 TLS 安全策略"],
  createTlsPolicy: ["Create a TLS policy", "创建 TLS 安全策略"],
  enableTracing: ["Turn tracing on", "开启链路追踪"],
  modifyTracing: ["Change the sampling", "修改采样率"],
  disableTracing: ["Turn tracing off", "关闭链路追踪"],
};

/** The name of an operation; its own where nobody has named it. */
export function operationName(operation: string, language: Language): string {
  return operationNames[operation]?.[language === "en" ? 0 : 1] ?? operation;
}

/** The name of an execution: one that takes another back is told as that, not as what it takes back. */
export function executionName(
  { operation, undoes }: { operation: string; undoes: string },
  language: Language,
): string {
  const name = operationName(operation, language);
  if (undoes === "") return name;
  return language === "en" ? `Undo: ${name}` : `撤销：${name}`;
}

import { fieldLabel } from "../views/operation/fieldWords.ts";
import type { Language } from "./language.ts";

/** What changes are called where no field of a form has their name. */
const changeNames: Record<string, readonly [en: string, zh: string]> = {
  ListenerStatus: ["State", "状态"],
  DefaultActions: ["Server group", "服务器组"],
  Certificates: ["Default certificate", "默认证书"],
  AdditionalCertificates: ["Additional certificates: taken away, added", "扩展证书：移除、添加"],
  CaEnabled: ["Mutual authentication", "双向认证"],
  CaCertificates: ["CA certificate", "CA 证书"],
  TracingEnabled: ["Tracing", "链路追踪"],
  TracingSample: ["Sampling (of 10,000)", "采样率（万分之）"],
  TracingType: ["Protocol of traces", "链路追踪协议"],
};

/** What a change is called: the name of the field that makes it, as forms have it; the cloud's own where nobody has named it. */
export function changeName(field: string, language: Language): string {
  const last = field.split(".").at(-1) ?? field;
  const named = changeNames[last];
  if (named !== undefined) return named[language === "en" ? 0 : 1];
  const key = `${last.slice(0, 1).toLowerCase()}${last.slice(1)}`;
  const label = fieldLabel(key, language);
  if (label !== key) return label;
  const own = fieldLabel(last, language);
  return own === last ? field : own;
}

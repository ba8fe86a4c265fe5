import type { inputReasons } from "../../../platform/reasons/topics/inputs.ts";
import type { Messages } from "../message.ts";

const TYPES: Record<string, string> = {
  object: "对象",
  array: "列表",
  string: "文本",
  integer: "整数",
  number: "数字",
  boolean: " true 或 false",
};

const UNITS: Record<string, string> = { items: " 项", characters: " 个字符" };

export const inputs: Messages<typeof inputReasons> = {
  "value-missing": "缺失",
  "value-unknown": "不是已知字段",
  "value-of-other-type": ({ type }) => `必须是${TYPES[type] ?? ` ${type}`}`,
  "value-not-among": ({ values }) => `必须是 ${values.join(" 或 ")}`,
  "value-below": ({ least, of }) => `最少 ${least}${UNITS[of] ?? ""}`,
  "value-above": ({ most, of }) => `最多 ${most}${UNITS[of] ?? ""}`,
  "value-malformed": ({ pattern }) => `必须匹配 ${pattern}`,
  "value-unfit": "无效",
  "must-be-json": "必须是 JSON",
  "must-be-moment": "必须是时间，例如 2026-01-02T03:04:05Z",
  "must-be-request-path":
    "必须以 / 开头，并与浏览器发送的形式一致，空格和其他字符须做百分号编码，例如 /%E5%81%A5%E5%BA%B7",
  "must-be-host-name": "必须是不含端口的 ASCII 域名，例如 shop.example.com 或 xn--fsqu00a.example",
  "must-be-listener-id": "必须是 ALB 监听 ID，例如 lsn-o4u54y73wq7b",
  "must-be-instance-id": "必须是实例 ID，例如 alb-n0kn923",
  "must-be-regional-certificate-id": "必须是 <数字>-<证书服务地域>，例如 24664588-cn-hangzhou",
  "must-be-ca-certificate-id": "必须是 CA 证书 ID",
  "must-be-tls-policy-id": "必须是 tls_cipher_policy_… 或自定义策略 ID，例如 spy-…",
  "must-be-account-id": "必须是 16 位数字的账号 ID",
  "must-be-region-id": "必须是地域 ID，例如 cn-hangzhou",
  "must-be-name": ({ least, most, letters }) => `必须是 ${least} 到 ${most} 个字符（${letters}）`,
};

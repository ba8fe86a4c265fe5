import type { settingReasons } from "../../../platform/reasons/topics/settings.ts";
import type { Messages } from "../message.ts";

const CORRECT = "请在 albflow.yaml 中更正并重新部署；docs/configuration.md 说明了每个字段";

export const settings: Messages<typeof settingReasons> = {
  "setting-invalid": {
    message: ({ name, value, expected }, { messageOf }) =>
      `${name} ${value === null ? "有误" : value === "" ? "未设置" : `为“${value}”`}；必须是${messageOf(expected)}`,
    next: CORRECT,
  },
  "expected-whole-number": ({ least, most }) => ` ${least} 到 ${most} 之间的整数`,
  "expected-number": ({ least, most }) => ` ${least} 到 ${most} 之间的数字，不带百分号`,
  "expected-one-of": ({ values }) => `以下之一：${values.join("、")}`,
  "expected-some-of": ({ values }) => `以下各项的组合，以逗号分隔：${values.join("、")}`,
  "expected-https-address": "以 https:// 开头的地址",
  "expected-mail-addresses": "邮箱地址，例如 sre@example.com，以逗号分隔",
  "expected-smtp-address": "形如 smtps://user:password@host:465 的地址",
  "expected-long-secret": ({ bytes }) => `至少 ${bytes} 字节的密钥`,
  "expected-listener-patterns": "监听 ID，例如 lsn-test-*，以逗号分隔",
  "expected-targets":
    "16 位账号 ID，例如 2222222222222222=cn-shanghai+eu-central-1 或 2222222222222222:read，以逗号分隔",
  "expected-regions": "地域，例如 cn-hangzhou，以逗号分隔",
  "expected-name-servers": "形如 127.0.0.1:53 的地址，以逗号分隔",
  "expected-eab-key": " CA 提供的密钥（base64url）",
  "expected-private-key": " PEM 格式的私钥（至少 2048 位的 RSA、P-256 或 P-384，不带密码）；换行可写作 \\n",
  "expected-certificates": " PEM 格式的证书；换行可写作 \\n",
  "expected-endpoint": " host:port，或以 http 开头的地址",
  "expected-vpc-ids": "VPC 的 ID，以逗号分隔",
  "expected-json-object": " JSON 对象",
  "expected-acme-directory": ({ status }) =>
    ` ACME 服务器的目录地址，例如 https://acme-v02.api.letsencrypt.org/directory；该地址返回状态 ${status}，不是 ACME 目录`,
  "expected-maintenance-window": ({ window, problem }, { messageOf }) =>
    `形如“Sat,Sun 02:00-06:00 Asia/Shanghai”或“daily 02:00-05:00 UTC”的维护窗口；“${window}”${messageOf(problem)}`,
  "window-unreadable": "无法识别",
  "window-time-invalid": "包含不存在的时间",
  "window-too-short": ({ minutes }) => `短于 ${minutes} 分钟`,
  "window-zone-unknown": ({ zone }) => `包含未知时区 ${zone}`,
  "window-day-unknown": ({ day }) => `包含未知的星期 ${day}`,
  "secret-missing": {
    message: ({ purpose }) => `未设置 ALBFLOW_SECRET；用于 ${purpose} 的密钥由它派生`,
    next: "请设置为至少 32 个随机字符，例如 openssl rand -base64 32 的输出",
  },
  "secret-too-short": {
    message: ({ purpose }) => `ALBFLOW_SECRET 过短；用于 ${purpose} 的密钥由它派生`,
    next: "请设置为至少 32 个随机字符，例如 openssl rand -base64 32 的输出",
  },
  "no-callers-allowed": {
    message: "无法对任何 API 调用者进行身份验证",
    next: "请在 albflow.yaml 中设置 `callers.people` 或 `callers.machines`",
  },
  "machine-grants-unknown": {
    message: ({ keyId }) => `ALBFLOW_MACHINES 没有为 ${keyId} 配置有效授权`,
    next: CORRECT,
  },
  "token-settings-invalid": {
    message: ({ part }) => `令牌配置有误：${part}`,
    next: "请在 albflow.yaml 中更正 `callers.people` 并重新部署",
  },
  "eab-settings-incomplete": {
    message: "外部账户绑定需要同时设置 ALBFLOW_ACME_EAB_KID 和 ALBFLOW_ACME_EAB_HMAC_KEY，目前缺少一项",
    next: "请同时设置，或都不设置",
  },
  "channel-setting-alone": {
    message: ({ name, variable, channel }) => `已设置 ${name} 但未设置 ${variable}，因此不会向 ${channel} 发送通知`,
    next: "请同时设置，或都不设置",
  },
  "kms-secret-unreadable": {
    message: ({ variable, name, cause }, { messageOf }) =>
      `${variable} 保存在 KMS 的 ${name} 中，无法读取：${messageOf(cause)}`,
    next: "请确认函数所在地域存在该机密，并重新部署以授予角色权限",
  },
};

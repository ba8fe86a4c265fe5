import { defineReasons, orNull } from "../define.ts";

const expected = { code: "expected-one-of", params: { values: ["on", "observe", "off"] } };
const form = {
  en: "What a setting must be; part of `setting-invalid`.",
  zh: "配置项的取值要求，是 `setting-invalid` 的一部分。",
};

/** Settings that make no sense. */
export const settingReasons = defineReasons({
  "setting-invalid": {
    kind: "invalid",
    params: { name: "ALBFLOW_REMEDIATION", value: orNull("yes"), expected },
    cause: {
      en: "A setting is not of the form that its reader takes. The value is null where it is a secret, and empty where it is not set.",
      zh: "配置项的格式不符合要求。机密配置的取值为 null，未设置时为空。",
    },
  },
  "expected-whole-number": { kind: "detail", params: { least: 1, most: 10 }, cause: form },
  "expected-number": { kind: "detail", params: { least: 0.05, most: 0.9 }, cause: form },
  "expected-one-of": { kind: "detail", params: { values: ["on", "observe", "off"] }, cause: form },
  "expected-some-of": { kind: "detail", params: { values: ["change", "failure"] }, cause: form },
  "expected-https-address": { kind: "detail", params: {}, cause: form },
  "expected-mail-addresses": { kind: "detail", params: {}, cause: form },
  "expected-smtp-address": { kind: "detail", params: {}, cause: form },
  "expected-long-secret": { kind: "detail", params: { bytes: 16 }, cause: form },
  "expected-listener-patterns": { kind: "detail", params: {}, cause: form },
  "expected-targets": { kind: "detail", params: {}, cause: form },
  "expected-regions": { kind: "detail", params: {}, cause: form },
  "expected-name-servers": { kind: "detail", params: {}, cause: form },
  "expected-eab-key": { kind: "detail", params: {}, cause: form },
  "expected-private-key": { kind: "detail", params: {}, cause: form },
  "expected-certificates": { kind: "detail", params: {}, cause: form },
  "expected-endpoint": { kind: "detail", params: {}, cause: form },
  "expected-vpc-ids": { kind: "detail", params: {}, cause: form },
  "expected-json-object": { kind: "detail", params: {}, cause: form },
  "expected-acme-directory": { kind: "detail", params: { status: 404 }, cause: form },
  "expected-maintenance-window": {
    kind: "detail",
    params: { window: "Saturday 2am", problem: { code: "window-unreadable", params: {} } },
    cause: form,
  },
  "window-unreadable": { kind: "detail", params: {}, cause: form },
  "window-time-invalid": { kind: "detail", params: {}, cause: form },
  "window-too-short": { kind: "detail", params: { minutes: 60 }, cause: form },
  "window-zone-unknown": { kind: "detail", params: { zone: "Mars/Base" }, cause: form },
  "window-day-unknown": { kind: "detail", params: { day: "Caturday" }, cause: form },
  "secret-missing": {
    kind: "invalid",
    params: { purpose: "audit" },
    cause: {
      en: "The secret of the deployment, from which every key is derived, is not set.",
      zh: "未设置部署密钥，所有密钥都由它派生。",
    },
  },
  "secret-too-short": {
    kind: "invalid",
    params: { purpose: "audit" },
    cause: { en: "The secret of the deployment is too short.", zh: "部署密钥过短。" },
  },
  "no-callers-allowed": {
    kind: "invalid",
    params: {},
    cause: {
      en: "Nothing is set by which a caller of the API could be known.",
      zh: "没有配置任何可识别 API 调用者的方式。",
    },
  },
  "machine-grants-unknown": {
    kind: "invalid",
    params: { keyId: "LTAI5t7…" },
    cause: {
      en: "ALBFLOW_MACHINES holds no known grant for a key.",
      zh: "ALBFLOW_MACHINES 没有为某个密钥配置有效授权。",
    },
  },
  "token-settings-invalid": {
    kind: "invalid",
    params: { part: "algorithms" },
    cause: {
      en: "The settings for tokens of people are not complete or not safe.",
      zh: "人员令牌的配置不完整或不安全。",
    },
  },
  "eab-settings-incomplete": {
    kind: "invalid",
    params: {},
    cause: {
      en: "Only one of the two settings of an external account binding is set.",
      zh: "外部账户绑定的两项配置只设置了一项。",
    },
  },
  "channel-setting-alone": {
    kind: "invalid",
    params: { name: "ALBFLOW_LARK_SECRET", variable: "ALBFLOW_LARK_URL", channel: "Lark" },
    cause: {
      en: "A setting of a channel is set, and the one that switches the channel on is not.",
      zh: "设置了通知渠道的某项配置，但没有设置启用该渠道的配置。",
    },
  },
  "kms-secret-unreadable": {
    kind: "failure",
    params: {
      variable: "ALBFLOW_SECRET",
      name: "albflow/secret",
      cause: { code: "text", params: { text: "Forbidden.NoPermission" } },
    },
    cause: { en: "A secret that is kept in KMS could not be read.", zh: "无法读取保存在 KMS 中的机密。" },
  },
});

import { defineReasons, orNull } from "../define.ts";

const execution = "renew-lsn-1";
const listenerId = "lsn-1";
const domain = "albflow.example.com";
const successorId = "24664589-cn-hangzhou";
const taken = {
  en: "The pages' domain did not serve the certificate that renewal had put there.",
  zh: "页面域名未提供续期所设置的证书。",
};
const text = { code: "text", params: { text: "the network is down" } };
const put = {
  en: "Renewal puts a certificate off until something else has ended.",
  zh: "续期推迟该证书，直至其他任务结束。",
};
const held = { en: "Renewal could rotate a certificate, and does not.", zh: "续期可以轮换该证书，但未进行。" };
const stuck = { en: "Renewal needs a person.", zh: "续期需要人工处理。" };

/** Why renewal does not rotate a certificate now. */
export const renewalReasons = defineReasons({
  "outside-windows": {
    kind: "notice",
    params: { opensAt: orNull(1_795_867_552_000), notAfter: 1_795_867_552_000 },
    cause: { en: "A certificate could not wait for a maintenance window.", zh: "证书无法等到维护窗口。" },
  },
  "rotation-running": { kind: "progress", params: {}, cause: put },
  "rotation-just-ended": { kind: "progress", params: {}, cause: put },
  "rotation-not-yet-started": { kind: "progress", params: { cause: text }, cause: put },
  "listener-busy": { kind: "progress", params: { execution }, cause: put },
  "another-listener-first": { kind: "progress", params: { listenerId }, cause: put },
  "rotations-running": { kind: "progress", params: { count: 3 }, cause: put },
  "orders-running": { kind: "progress", params: { count: 3 }, cause: put },
  "successor-just-ordered": { kind: "progress", params: {}, cause: put },
  "quic-companion-first": { kind: "progress", params: { listenerId }, cause: put },

  "first-listener-failed": { kind: "failure", params: { listenerId, again: 1_795_867_552_000 }, cause: held },
  "error-budget-used-up": { kind: "failure", params: { failed: 3, ended: 7, budget: 3 }, cause: held },
  "rotation-not-ended": { kind: "failure", params: { execution, startedAt: 1_795_867_552_000 }, cause: held },

  "listener-stopped-unrenewed": { kind: "failure", params: {}, cause: stuck },
  "renewed-by-manager": {
    kind: "failure",
    params: { manager: { code: "managed-by-ingress", params: { cluster: "c-1", config: "shop" } } },
    cause: {
      en: "Whoever manages the listener renews its certificates.",
      zh: "该监听的证书由其管理方续期。",
    },
  },
  "domain-certificate-unknown": { kind: "failure", params: { domain }, cause: stuck },
  "domain-refused-before": { kind: "failure", params: { domain, successorId }, cause: held },
  "domain-unseen": { kind: "failure", params: { domain, cause: text }, cause: held },
  "domain-serves-other": { kind: "failure", params: { domain, serial: "0A1B" }, cause: held },
  "domain-rolled-back": { kind: "failure", params: { domain, successorId, cause: text }, cause: taken },
  "domain-not-restored": { kind: "failure", params: { domain, successorId, cause: text }, cause: taken },
  "no-certificate-readable": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "None of many certificates can be read.", zh: "大量证书均无法读取。" },
  },
  "nothing-follows": { kind: "failure", params: {}, cause: stuck },
  "quic-unrenewable": { kind: "failure", params: { setting: "ALBFLOW_RENEWAL_UNVERIFIED" }, cause: stuck },
  "renewal-settings-invalid": {
    kind: "invalid",
    params: { cause: text },
    cause: {
      en: "A setting of renewal is not valid, so nothing is renewed.",
      zh: "续期配置无效，因此不会续期任何证书。",
    },
  },
  "renewal-cut-off": {
    kind: "failure",
    params: { error: "Transient", cause: text },
    cause: { en: "A round of renewal was given up.", zh: "本轮续期被放弃。" },
  },
  "round-out-of-time": {
    kind: "progress",
    params: {},
    cause: {
      en: "A round of renewal ended before it had seen every listener.",
      zh: "本轮续期在检查完所有监听之前结束。",
    },
  },
  "region-not-asked": {
    kind: "progress",
    params: { region: "cn-beijing", accounts: 2 },
    cause: {
      en: "A round of renewal found that a region did not answer in two accounts. It does not wait for it in each of the others.",
      zh: "本轮续期发现某地域在两个账号中均无响应，因此不再在其余账号中逐一等待。",
    },
  },
  "region-silent-elsewhere": {
    kind: "failure",
    params: { region: "cn-beijing" },
    cause: {
      en: "Listeners of many accounts were listed, and a region has just not answered in another of them. It is not waited for in each.",
      zh: "正在列出多个账号的监听，而该地域刚刚在另一个账号中无响应，因此不再在每个账号中逐一等待。",
    },
  },
  "certificates-unreadable": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "The certificates of a listener cannot be read.", zh: "无法读取监听的证书。" },
  },
  "successors-unreadable": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "The certificates that could follow another cannot be read.", zh: "无法读取可替换的证书。" },
  },
  "rotation-not-started": {
    kind: "failure",
    params: { cause: text },
    cause: { en: "A rotation could not be started.", zh: "无法启动证书轮换。" },
  },
  "rotation-failed": {
    kind: "failure",
    params: { isRefused: false, cause: orNull(text), again: orNull(1_795_867_552_000) },
    cause: { en: "The last rotation of a certificate failed or was refused.", zh: "证书的上一次轮换失败或被拒绝。" },
  },
  "order-failed": {
    kind: "failure",
    params: { none: text, failures: 2, again: 1_795_867_552_000 },
    cause: {
      en: "Nothing follows a certificate, and ordering a successor has failed.",
      zh: "没有替换证书，且申请失败。",
    },
  },
  "order-without-successor": {
    kind: "failure",
    params: { none: text, execution: "order-1" },
    cause: { en: "A successor was ordered, and still nothing follows.", zh: "已申请替换证书，但仍不可用。" },
  },
});

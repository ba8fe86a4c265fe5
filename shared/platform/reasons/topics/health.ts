import { defineReasons, orNull } from "../define.ts";

const certificate = { certificateId: "1-cn-hangzhou", name: orNull("shop.example.com"), intermediate: orNull("CN=R3") };
const ca = { certificateId: "1b2c", name: "clients" };

/** What somebody should look at on a listener. */
export const healthReasons = defineReasons({
  "not-all-readable": {
    kind: "failure",
    params: {},
    cause: {
      en: "Something in a region could not be read; what it is, is told to those who may see all of it.",
      zh: "某个地域的部分内容无法读取；具体内容仅对有权查看全部的人显示。",
    },
  },
  "listener-stopped": {
    kind: "health",
    params: {},
    cause: { en: "The listener is stopped and accepts no connections.", zh: "监听已停止，不接受连接。" },
  },
  "bound-certificate-unreadable": {
    kind: "health",
    params: { certificateId: "1-cn-hangzhou", cause: { code: "text", params: { text: "not PEM" } } },
    cause: { en: "A certificate of the listener cannot be read.", zh: "无法读取监听的证书。" },
  },
  "bound-certificate-lost": {
    kind: "health",
    params: { certificateId: "1-cn-hangzhou" },
    cause: {
      en: "The certificate service no longer has a certificate that a listener serves.",
      zh: "监听使用的证书在证书服务中已不存在。",
    },
  },
  "certificate-expired": {
    kind: "health",
    params: certificate,
    cause: {
      en: "A certificate of the listener, or an intermediate in its chain, has expired.",
      zh: "监听的证书或其中间证书已过期。",
    },
  },
  "certificate-expiring": {
    kind: "health",
    params: { ...certificate, days: 6 },
    cause: {
      en: "A certificate of the listener is in the last third of its lifetime.",
      zh: "监听的证书已进入有效期的最后三分之一。",
    },
  },
  "client-ca-expired": {
    kind: "health",
    params: ca,
    cause: { en: "The CA of mutual authentication has expired.", zh: "双向认证的 CA 证书已过期。" },
  },
  "client-ca-expiring": {
    kind: "health",
    params: { ...ca, days: 60 },
    cause: {
      en: "The CA of mutual authentication expires within 90 days.",
      zh: "双向认证的 CA 证书将在 90 天内到期。",
    },
  },
});

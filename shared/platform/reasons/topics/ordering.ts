import { defineReasons, orNull } from "../define.ts";

const name = "_acme-challenge.shop.example.com";
const text = { code: "text", params: { text: "connect ETIMEDOUT" } };
const network = { action: "newOrder", message: "getaddrinfo ENOTFOUND acme.example.com" };
const problem = {
  code: "acme-problem",
  params: { action: "newOrder", type: "rateLimited", detail: "too many", notBefore: null },
};
const server = {
  en: "The ACME server refuses, or does not answer as expected.",
  zh: "ACME 服务器拒绝，或未按预期响应。",
};
const address = { en: "The ACME server cannot be reached at its address.", zh: "无法通过该地址访问 ACME 服务器。" };
const orderable = { en: "No certificate can be ordered for a name by ACME.", zh: "无法通过 ACME 为该域名申请证书。" };
const dns = {
  en: "The names to prove cannot be put into DNS or read from it.",
  zh: "无法在 DNS 中写入或读取验证记录。",
};
const service = { en: "The certificate service does not take a certificate.", zh: "数字证书管理服务不接受证书。" };
const kept = { en: "Orders cannot be kept in the deployment's logstore.", zh: "无法在部署的日志库中保存申请记录。" };
const waits = { en: "An order waits for something.", zh: "申请正在等待。" };
const done = { en: "How an order ended.", zh: "申请的结果。" };

/** What ordering a certificate from an ACME server comes to. */
export const orderingReasons = defineReasons({
  "acme-problem": {
    kind: "failure",
    params: { action: "newOrder", type: "rateLimited", detail: "too many", notBefore: orNull(1_795_867_552_000) },
    cause: {
      en: "An ACME server returned a problem document (RFC 8555).",
      zh: "ACME 服务器返回了问题文档（RFC 8555）。",
    },
  },
  "acme-call-failed": { kind: "failure", params: network, cause: address },
  "acme-host-unknown": { kind: "failure", params: network, cause: address },
  "acme-address-invalid": { kind: "invalid", params: network, cause: address },
  "acme-not-tls": { kind: "failure", params: network, cause: address },
  "acme-not-trusted": { kind: "failure", params: network, cause: address },
  "acme-answered-status": { kind: "failure", params: { action: "directory", status: 503 }, cause: server },
  "acme-window-missing": { kind: "failure", params: {}, cause: server },
  "acme-asks-other-name": { kind: "failure", params: { name: "other.example.com" }, cause: server },
  "acme-no-dns-challenge": { kind: "failure", params: { name: "shop.example.com" }, cause: server },
  "acme-name-not-proven": { kind: "failure", params: { name: "shop.example.com", cause: problem }, cause: server },
  "acme-authorization-status": { kind: "detail", params: { status: "expired" }, cause: server },
  "acme-order-invalid": { kind: "failure", params: { cause: problem }, cause: server },
  "acme-order-status": { kind: "progress", params: { status: "processing" }, cause: waits },
  "acme-still-checking": { kind: "progress", params: { names: ["shop.example.com"] }, cause: waits },
  "acme-wrong-certificate": { kind: "failure", params: { missing: ["shop.example.com"] }, cause: server },
  "acme-asked-too-early": {
    kind: "refusal",
    params: { notBefore: 1_795_867_552_000, cause: problem },
    cause: { en: "The ACME server has said when it takes orders again.", zh: "ACME 服务器已说明何时再次接受申请。" },
  },
  "acme-server-unset": {
    kind: "refusal",
    params: { setting: "ALBFLOW_ACME_DIRECTORY" },
    cause: { en: "No ACME server is configured.", zh: "未配置 ACME 服务器。" },
  },

  "names-not-orderable": {
    kind: "invalid",
    params: { problems: [{ code: "order-without-name", params: {} }], more: 2 },
    cause: orderable,
  },
  "name-not-orderable": {
    kind: "detail",
    params: { name: "192.0.2.7", problem: { code: "address-not-provable", params: {} } },
    cause: orderable,
  },
  "order-without-name": { kind: "detail", params: {}, cause: orderable },
  "order-of-many-names": { kind: "detail", params: { count: 101, most: 100 }, cause: orderable },
  "address-not-provable": { kind: "detail", params: {}, cause: orderable },
  "not-a-domain-name": { kind: "detail", params: {}, cause: orderable },
  "star-misplaced": { kind: "detail", params: {}, cause: orderable },
  "underscore-not-signed": { kind: "detail", params: {}, cause: orderable },
  "single-label": { kind: "detail", params: {}, cause: orderable },
  "dns-name-too-long": { kind: "detail", params: { length: 255, most: 253 }, cause: orderable },
  "label-invalid": { kind: "detail", params: { label: "-a" }, cause: orderable },
  "punycode-invalid": { kind: "detail", params: {}, cause: orderable },
  "last-label-number": { kind: "detail", params: {}, cause: orderable },
  "suffix-not-public": { kind: "detail", params: { suffix: "local" }, cause: orderable },
  "key-kind-not-orderable": {
    kind: "refusal",
    params: { kind: "ed25519", setting: "ALBFLOW_ACME_KEY", kinds: ["rsa-2048", "ecdsa-p256"] },
    cause: {
      en: "The certificate to follow has a key that no public CA signs.",
      zh: "原证书的密钥类型不受公共 CA 支持。",
    },
  },
  "issuer-key-unnamed": {
    kind: "refusal",
    params: {},
    cause: { en: "A certificate does not name its issuer's key.", zh: "证书未标明颁发者的密钥。" },
  },

  "no-zone": { kind: "refusal", params: { name, wanted: name }, cause: dns },
  "aliases-endless": { kind: "refusal", params: { name }, cause: dns },
  "record-not-served": {
    kind: "progress",
    params: { name, domain: "example.com", servers: ["192.0.2.53:53"] },
    cause: waits,
  },
  "name-servers-unknown": { kind: "failure", params: { domain: "example.com" }, cause: dns },
  "dns-unanswered": {
    kind: "failure",
    params: { record: "TXT", name, server: orNull("192.0.2.53:53"), error: orNull("ETIMEOUT") },
    cause: dns,
  },
  "order-timed-out": {
    kind: "failure",
    params: { what: "dns-record", of: orNull(name), last: text },
    cause: { en: "An order waited for something until its deadline.", zh: "申请等待至截止时间仍未完成。" },
  },
  "order-left-records": { kind: "failure", params: { leftovers: [name], cause: text }, cause: dns },

  "upload-denied": { kind: "refusal", params: { cause: text }, cause: service },
  "certificate-service-full": { kind: "refusal", params: { cause: text }, cause: service },
  "upload-without-id": { kind: "progress", params: {}, cause: service },
  "expired-certificate-has-the-name": {
    kind: "refusal",
    params: { name: "albflow-shop.example.com-0123456789abcdef" },
    cause: service,
  },
  "certificate-without-identifier": { kind: "failure", params: { number: 24_664_588 }, cause: service },
  "issued-not-uploaded": {
    kind: "failure",
    params: { name: "albflow-shop.example.com-0123456789abcdef", notAfter: 1_795_867_552_000, cause: text },
    cause: service,
  },
  "order-records-unusable": {
    kind: "refusal",
    params: { logstore: orNull("albflow-reports/albflow"), cause: text },
    cause: kept,
  },
  "certificate-in-service": {
    kind: "result",
    params: {
      successorId: "2-cn-hangzhou",
      names: ["shop.example.com"],
      isEarlier: false,
      leftovers: [name],
    },
    cause: done,
  },
});

import { defineReasons } from "../define.ts";

const at = { place: 2, subject: "CN=Intermediate" };
const predecessor = "1-cn-hangzhou";
const text = { code: "text", params: { text: "not an ASN.1 sequence" } };
const chain = { en: "The chain of a certificate is not as clients need it.", zh: "证书链不符合客户端的要求。" };
const own = { en: "The certificate itself cannot serve.", zh: "证书本身无法提供服务。" };
const trust = {
  en: "Clients may trust the certificate less than the one that it replaces.",
  zh: "客户端对该证书的信任可能低于被替换的证书。",
};

/** Why a certificate can or cannot be served in place of another. Places in a chain count from 1, the certificate itself. */
export const certificateReasons = defineReasons({
  "cannot-serve": {
    kind: "refusal",
    params: {
      certificateId: "2-cn-hangzhou",
      reason: { code: "expired", params: { notAfter: "2026-11-01T00:00:00.000Z" } },
    },
    cause: { en: "A certificate that is to be bound cannot serve clients.", zh: "要绑定的证书无法为客户端提供服务。" },
  },
  "chain-out-of-order": { kind: "refusal", params: { place: 3, issuer: 2 }, cause: chain },
  "chain-broken": { kind: "refusal", params: { place: 1, next: 2 }, cause: chain },
  "chain-expired": { kind: "refusal", params: at, cause: chain },
  "chain-not-yet-valid": { kind: "refusal", params: { ...at, notBefore: "2027-01-01T00:00:00.000Z" }, cause: chain },
  "issuer-not-ca": { kind: "refusal", params: at, cause: chain },
  "chain-too-long": { kind: "refusal", params: { ...at, most: 0 }, cause: chain },
  "issuer-not-for-servers": { kind: "refusal", params: at, cause: chain },
  "name-not-permitted": { kind: "refusal", params: { ...at, names: ["shop.example.com"] }, cause: chain },
  "signature-weak": { kind: "refusal", params: { place: 2, signature: "SHA-1" }, cause: chain },
  "extension-unknown": { kind: "refusal", params: { place: 2, oid: "1.2.3.4" }, cause: chain },
  "intermediate-missing": { kind: "refusal", params: { subject: "CN=Intermediate" }, cause: chain },
  "chain-unreadable": { kind: "refusal", params: {}, cause: chain },
  "key-unsupported": { kind: "refusal", params: { place: 1, key: "P-521" }, cause: own },
  "key-weak": { kind: "refusal", params: { place: 1, key: "RSA-1024", least: 2048 }, cause: own },
  "not-yet-valid": { kind: "refusal", params: { notBefore: "2027-01-01T00:00:00.000Z" }, cause: own },
  expired: { kind: "refusal", params: { notAfter: "2026-11-01T00:00:00.000Z" }, cause: own },
  "not-for-servers": { kind: "refusal", params: {}, cause: own },
  "is-ca": { kind: "refusal", params: {}, cause: own },
  "must-staple": { kind: "refusal", params: {}, cause: own },
  "certificate-missing": { kind: "refusal", params: {}, cause: own },
  "key-missing": { kind: "refusal", params: {}, cause: own },
  "key-other": { kind: "refusal", params: {}, cause: own },
  "key-unreadable": { kind: "refusal", params: {}, cause: own },
  unavailable: { kind: "refusal", params: { cause: text }, cause: own },
  "self-signed": { kind: "refusal", params: { predecessor, isPublic: true }, cause: trust },
  "less-trusted": { kind: "refusal", params: { predecessor, root: "CN=Private Root" }, cause: trust },
  "other-root": { kind: "refusal", params: { predecessor, root: "CN=Other Root" }, cause: trust },
  "root-undecided": { kind: "refusal", params: { predecessor }, cause: trust },
  "nobody-could-connect": {
    kind: "refusal",
    params: { key: "P-256", policyId: "tls_cipher_policy_1_2" },
    cause: {
      en: "The TLS policy of the listener has no cipher suite for the key of the certificate.",
      zh: "监听的 TLS 安全策略中没有适用于该证书密钥的加密套件。",
    },
  },
  "other-key": {
    kind: "refusal",
    params: {
      key: "P-256",
      before: "RSA-2048",
      lost: { isEverything: false, versions: ["TLSv1.0"], ciphers: ["AES128-SHA"] },
    },
    cause: {
      en: "Another kind of key turns clients away that only know the former kind. Renewal never does that unattended.",
      zh: "更换密钥类型会使只支持原类型的客户端无法连接。自动续期不会这样做。",
    },
  },
  "not-later": {
    kind: "refusal",
    params: { predecessor },
    cause: {
      en: "A certificate does not expire later than the one it would replace.",
      zh: "证书的到期时间不晚于被替换的证书。",
    },
  },
  "certificate-remark": {
    kind: "detail",
    params: { certificateId: "2-cn-hangzhou", remark: text },
    cause: { en: "What should be known of a certificate that is bound.", zh: "绑定证书时需要了解的信息。" },
  },
  "chain-ends-first": {
    kind: "result",
    params: { endsWith: "CN=Intermediate", until: "2027-01-01T00:00:00.000Z" },
    cause: {
      en: "An intermediate certificate expires before the certificate itself.",
      zh: "中间证书早于证书本身到期。",
    },
  },
  "chain-has-more": {
    kind: "result",
    params: { places: [3] },
    cause: { en: "The chain holds certificates that clients do not need.", zh: "证书链包含客户端不需要的证书。" },
  },
  "no-identity": {
    kind: "failure",
    params: {},
    cause: {
      en: "A certificate has neither a DNS name nor an IP address, so that nothing can be known to follow it.",
      zh: "证书既没有 DNS 名称也没有 IP 地址，无法确定替换证书。",
    },
  },
  "no-successor": {
    kind: "failure",
    params: { names: ["shop.example.com"], notTaken: [{ id: "2-cn-hangzhou", reasons: [text] }], more: 2 },
    cause: {
      en: "No certificate in the certificate service covers the names, expires later and can serve.",
      zh: "证书服务中没有覆盖这些域名、更晚到期且可用的证书。",
    },
  },
  "no-order-elsewhere": {
    kind: "failure",
    params: { none: { code: "no-identity", params: {} }, accountId: "2222222222222222" },
    cause: {
      en: "No certificate follows, and albflow orders none into other accounts.",
      zh: "没有可接替的证书，且 albflow 不会为其他账号申请证书。",
    },
  },
  "no-successor-orderable": {
    kind: "failure",
    params: { none: text, cause: text },
    cause: { en: "Nothing follows a certificate, and none can be ordered.", zh: "没有替换证书，也无法申请。" },
  },
  "certificate-lost": {
    kind: "health",
    params: {},
    cause: {
      en: "A listener serves a certificate that the certificate service no longer has.",
      zh: "监听使用的证书在证书服务中已不存在。",
    },
  },
  "more-unreadable": {
    kind: "failure",
    params: { count: 3, total: 20, cause: text },
    cause: { en: "The certificates of some listeners cannot be read.", zh: "部分监听的证书无法读取。" },
  },
  "certificate-id-invalid": {
    kind: "invalid",
    params: { certificateId: "cas-upload-50yf1q" },
    cause: { en: "An id is not one that ALB knows certificates by.", zh: "证书 ID 的格式不是 ALB 使用的格式。" },
  },
  "certificate-not-parsed": {
    kind: "failure",
    params: { certificateId: "1-cn-hangzhou" },
    cause: {
      en: "The certificate service holds something that is no certificate.",
      zh: "数字证书管理服务中的内容不是证书。",
    },
  },
});

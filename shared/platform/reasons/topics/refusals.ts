import { defineReasons, orNull } from "../define.ts";

const loadBalancerId = "alb-1";
const certificateId = "1-cn-hangzhou";
const successorId = "2-cn-hangzhou";
const names = ["shop.example.com"];
const instance = { en: "The instance of the listener does not allow it.", zh: "监听所属的实例不允许该操作。" };
const listener = { en: "The listener does not allow it.", zh: "监听不允许该操作。" };
const group = { en: "The server group does not fit.", zh: "服务器组不符合要求。" };
const canary = {
  en: "Requests cannot be shared with the new server group step by step.",
  zh: "无法将请求逐步分配给新的服务器组。",
};
const certificate = { en: "The certificates of the listener do not allow it.", zh: "监听的证书不允许该操作。" };
const policy = { en: "The TLS policy does not fit.", zh: "TLS 安全策略不符合要求。" };
const missing = { en: "Something that the input names does not exist.", zh: "输入中指定的内容不存在。" };
const taken = { en: "Something else already stands there.", zh: "目标位置已被占用。" };

const managed = { en: "Somebody else manages the listener.", zh: "监听由其他系统管理。" };
const manager = { code: "managed-by-ingress", params: { cluster: "c-1", config: "shop" } };

/** Why the rules of operations refuse. */
export const refusalReasons = defineReasons({
  "listener-managed": { kind: "refusal", params: { manager }, cause: managed },
  "managed-by-ingress": {
    kind: "detail",
    params: { cluster: orNull("c-1"), config: orNull("shop") },
    cause: managed,
  },
  "managed-by-service": { kind: "detail", params: { flag: "ServiceManagedEnabled" }, cause: managed },
  "instance-protected": { kind: "refusal", params: { loadBalancerId, note: orNull("frozen") }, cause: instance },
  "instance-locked": {
    kind: "refusal",
    params: { loadBalancerId, locks: [{ type: "FinancialLocked", note: orNull("unpaid") }] },
    cause: instance,
  },
  "instance-in-arrears": { kind: "refusal", params: { loadBalancerId }, cause: instance },
  "edition-lacks-feature": {
    kind: "refusal",
    params: { loadBalancerId, edition: "Basic", feature: "mutual-authentication" },
    cause: instance,
  },
  "certificates-over-quota": {
    kind: "refusal",
    params: { loadBalancerId, needed: 26, allowed: 25 },
    cause: { en: "The instance has no quota for so many certificates.", zh: "实例可绑定的证书数量不足。" },
  },
  "no-quota-for-successor": {
    kind: "refusal",
    params: { loadBalancerId },
    cause: { en: "The instance has no quota for another certificate.", zh: "实例无法再绑定一个证书。" },
  },

  "http-without-certificates": { kind: "refusal", params: {}, cause: listener },
  "https-only": { kind: "refusal", params: { feature: "mutual-authentication", protocol: "HTTP" }, cause: listener },
  "port-and-protocol-fixed": { kind: "refusal", params: {}, cause: listener },
  "quic-unverifiable": { kind: "refusal", params: {}, cause: listener },
  "no-mutual-authentication": { kind: "refusal", params: {}, cause: listener },
  "not-tracing": { kind: "refusal", params: {}, cause: listener },
  "unknown-settings-lost": { kind: "refusal", params: { fields: ["NewGuard"] }, cause: listener },

  "tracing-not-offered": {
    kind: "refusal",
    params: { region: "ap-southeast-2" },
    cause: { en: "ALB offers no tracing in the region.", zh: "该地域的 ALB 不支持链路追踪。" },
  },
  "access-log-elsewhere": {
    kind: "refusal",
    params: { loadBalancerId, logstore: "logs/access" },
    cause: { en: "An instance writes its access log to one logstore only.", zh: "实例的访问日志只能写入一个日志库。" },
  },
  "access-log-into-own-logs": {
    kind: "refusal",
    params: { logstore: "albflow-reports/albflow" },
    cause: {
      en: "An access log is to go into the logstore of albflow's own reports and audit trail.",
      zh: "访问日志将写入 albflow 自身的报告和审计日志库。",
    },
  },
  "access-log-in-use": {
    kind: "refusal",
    params: { listenerIds: ["lsn-2"] },
    cause: { en: "Other listeners trace into the access log.", zh: "其他监听的链路追踪正在使用访问日志。" },
  },
  "no-access-log": {
    kind: "refusal",
    params: { loadBalancerId },
    cause: { en: "Tracing needs the access log of the instance.", zh: "链路追踪需要实例的访问日志。" },
  },

  "tls-policy-not-found": { kind: "refusal", params: { policyId: "spy-1" }, cause: missing },
  "server-group-not-found": { kind: "refusal", params: { serverGroupId: "sgp-1" }, cause: missing },
  "access-list-not-found": { kind: "refusal", params: { aclId: "acl-1" }, cause: missing },
  "priority-twice": { kind: "refusal", params: { priority: 1 }, cause: taken },
  "certificate-not-found": { kind: "refusal", params: { certificateId }, cause: missing },
  "certificate-not-additional": { kind: "refusal", params: { certificateId }, cause: missing },
  "certificate-not-bound": { kind: "refusal", params: { certificateId }, cause: missing },

  "port-taken": {
    kind: "refusal",
    params: { protocol: "HTTP", port: 80, loadBalancerId, listenerId: "lsn-2" },
    cause: taken,
  },
  "place-changing": { kind: "failure", params: { listenerId: "lsn-2", status: "Provisioning" }, cause: taken },
  "server-group-differs": { kind: "refusal", params: { name: "web", serverGroupId: "sgp-1" }, cause: taken },
  "tls-policy-differs": { kind: "refusal", params: { name: "modern", policyId: "spy-1" }, cause: taken },
  "canary-rule-exists": { kind: "refusal", params: { name: "albflow-canary", ruleId: "rule-1" }, cause: taken },

  "server-group-choice": {
    kind: "invalid",
    params: {},
    cause: {
      en: "Both serverGroupId and create are set, or neither.",
      zh: "serverGroupId 和 create 同时设置或均未设置。",
    },
  },
  "server-unfit": {
    kind: "refusal",
    params: { serverId: "web", problem: "address" as "address" | "type" | "twice", groupType: "Ip" },
    cause: {
      en: "A server of a new group is not one that ALB would add to it.",
      zh: "新服务器组中的某台服务器无法被 ALB 添加。",
    },
  },
  "server-group-unhealthy": {
    kind: "refusal",
    params: { serverGroupId: "sgp-1", down: ["10.0.0.7"], total: 2 },
    cause: group,
  },
  "canary-steps-invalid": { kind: "invalid", params: { steps: [10, 5, 100] }, cause: canary },
  "canary-watch-too-long": { kind: "invalid", params: { seconds: 1_860, most: 1_800 }, cause: canary },
  "canary-mixed-protocols": { kind: "refusal", params: { present: "HTTP", target: "gRPC" }, cause: canary },
  "canary-too-many-groups": { kind: "refusal", params: { most: 5 }, cause: canary },
  "canary-without-priority": { kind: "refusal", params: { priority: 10_000 }, cause: canary },

  "policy-without-suite": {
    kind: "refusal",
    params: { names, certificateId, key: "P-256", policyId: "spy-1" },
    cause: policy,
  },
  "cipher-without-version": {
    kind: "invalid",
    params: { cipher: "TLS_AES_128_GCM_SHA256", versions: ["TLSv1.2"] },
    cause: policy,
  },
  "tls-1-3-without-cipher": { kind: "invalid", params: {}, cause: policy },

  "copy-without-certificate": { kind: "refusal", params: { protocol: "HTTPS" }, cause: certificate },
  "default-certificate-fixed": { kind: "refusal", params: { certificateId }, cause: certificate },
  "two-default-certificates": {
    kind: "refusal",
    params: { certificateIds: [certificateId, successorId] },
    cause: certificate,
  },
  "names-left-uncovered": { kind: "refusal", params: { names }, cause: certificate },
  "names-unknown": { kind: "refusal", params: { certificateId }, cause: certificate },
  "successor-lacks-names": { kind: "refusal", params: { successorId, certificateId, names }, cause: certificate },
  "successor-serves-alone": { kind: "refusal", params: { successorId, names }, cause: certificate },
  "key-kind-served-already": {
    kind: "refusal",
    params: { successorId, key: "P-256", formerKey: "RSA 2048" },
    cause: certificate,
  },
  "successor-not-later": { kind: "refusal", params: { successorId, certificateId }, cause: certificate },
  "copied-key-withheld": { kind: "refusal", params: { certificateId }, cause: certificate },
  "certificate-ended": {
    kind: "refusal",
    params: { certificateId, name: orNull("shop.example.com"), notAfter: 1_795_867_552_000, canBeReplaced: true },
    cause: { en: "A certificate that would be served has expired.", zh: "将要使用的证书已过期。" },
  },
  "client-ca-ended": {
    kind: "refusal",
    params: { certificateId: "ca-1", name: "clients", notAfter: 1_795_867_552_000 },
    cause: { en: "A client CA certificate that would be used has expired.", zh: "将要使用的客户端 CA 证书已过期。" },
  },
});

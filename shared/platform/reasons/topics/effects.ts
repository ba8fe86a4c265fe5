import { defineReasons, orNull } from "../define.ts";

const certificateId = "1-cn-hangzhou";
const successorId = "2-cn-hangzhou";
const names = ["shop.example.com"];
const until = 1_795_867_552_000;
const noticed = { en: "What clients will notice of a change.", zh: "变更对客户端的影响。" };
const dated = {
  en: "A certificate that a plan puts into service ends soon, or has ended.",
  zh: "计划启用的证书即将到期或已过期。",
};
const proof = { en: "Whether a server group is known to answer.", zh: "服务器组是否已被证实可用。" };
const lowered = {
  en: "Who gets in, or is believed, after a change and was not before it.",
  zh: "变更后被允许访问或被信任、而此前不被允许的对象。",
};

/** What a plan means for clients and for security. */
export const effectReasons = defineReasons({
  "clients-excluded": {
    kind: "result",
    params: {
      days: 7,
      excluded: 12,
      requests: 340,
      excludedAddresses: 2,
      addresses: 14,
      latest: 100,
      userAgents: [{ name: "curl/7.29.0", requests: 9 }],
    },
    cause: noticed,
  },
  "names-asked": {
    kind: "result",
    params: { days: 7, names: [{ name: "shop.example.com", requests: 340 }], unasked: names, seen: names },
    cause: noticed,
  },
  "traffic-at-this-hour": {
    kind: "result",
    params: { weekAgo: 50_400, lastHour: 9_000, hosts: names, webSockets: 3, isOpenCounted: false },
    cause: noticed,
  },
  "connections-open": { kind: "result", params: { connections: 3 }, cause: noticed },
  "clients-concerned": {
    kind: "result",
    params: { days: 7, requests: 340, addresses: 14, latest: 100, userAgents: [{ name: "curl/7.29.0", requests: 9 }] },
    cause: noticed,
  },
  "verified-when-started": { kind: "result", params: {}, cause: noticed },
  "impact-only": { kind: "result", params: { impact: "no interruption" }, cause: noticed },
  "listener-traffic": { kind: "detail", params: { rules: 2, requestsPerSecond: orNull(14) }, cause: noticed },
  "listener-metrics": {
    kind: "detail",
    params: {
      connections: orNull(3),
      requestsPerSecond: orNull(14),
      errorsPerSecond: orNull(0.2),
      latencyMs: orNull(12),
    },
    cause: noticed,
  },
  "traffic-stops": { kind: "result", params: { rules: 2, requestsPerSecond: orNull(14) }, cause: noticed },
  "listener-deleted": {
    kind: "result",
    params: { lost: ["NewGuard"], rules: 2, requestsPerSecond: orNull(14) },
    cause: noticed,
  },
  "listener-created": {
    kind: "result",
    params: { starts: true, rules: 2, lists: 1, listType: orNull("White"), tags: 1, isClosedMeanwhile: true },
    cause: noticed,
  },
  "listener-restored": {
    kind: "result",
    params: { rules: 2, lists: 1, listType: orNull("White"), tags: 1, isClosedMeanwhile: true },
    cause: noticed,
  },
  "client-certificate-demanded": { kind: "result", params: { certificateId: "ca-1" }, cause: noticed },
  "client-certificate-not-demanded": { kind: "result", params: {}, cause: noticed },
  "client-ca-replaced": {
    kind: "result",
    params: { certificateId: orNull("ca-1"), successorId: "ca-2" },
    cause: noticed,
  },
  "requests-traced": {
    kind: "result",
    params: {
      percent: 25,
      sample: 2_500,
      type: "Zipkin",
      link: orNull("https://sls.console.aliyun.com/lognext/project/logs"),
    },
    cause: noticed,
  },
  "manager-overwrites": {
    kind: "result",
    params: { manager: { code: "managed-by-ingress", params: { cluster: "c-1", config: "shop" } } },
    cause: noticed,
  },
  "tracing-ends": { kind: "result", params: { endsAccessLog: true }, cause: noticed },
  "default-certificate-changes": { kind: "result", params: { keptNames: names }, cause: noticed },
  "names-lost": { kind: "result", params: { names }, cause: noticed },
  "unknown-names-lost": { kind: "result", params: { certificateId, successorId: orNull(successorId) }, cause: noticed },
  "addresses-lost": { kind: "result", params: { successorId, addresses: ["192.0.2.7"] }, cause: noticed },
  "key-kind-changes": {
    kind: "result",
    params: { certificateId, key: "RSA 2048", formerKey: "P-256", versions: ["TLSv1.0"], ciphers: ["AES128-SHA"] },
    cause: noticed,
  },
  "tls-kept": { kind: "result", params: {}, cause: noticed },
  "tls-lost": { kind: "result", params: { versions: ["TLSv1.0"], ciphers: ["AES128-SHA"] }, cause: noticed },
  "slow-requests-fail": { kind: "result", params: { seconds: 30 }, cause: noticed },
  "http2-only-turned-away": { kind: "result", params: {}, cause: noticed },
  "certificates-go": { kind: "result", params: { certificateIds: [certificateId] }, cause: noticed },
  "requests-go-to-group": {
    kind: "result",
    params: {
      from: ["sgp-1"],
      to: "sgp-2",
      isNew: false,
      steps: orNull([1, 10, 100]),
      stepSeconds: 30,
      watchSeconds: 60,
    },
    cause: noticed,
  },

  "group-not-proven": {
    kind: "result",
    params: { serverGroupIds: ["sgp-2"], cause: { code: "group-is-new", params: {} } },
    cause: proof,
  },
  "group-is-new": { kind: "detail", params: {}, cause: proof },
  "group-unused": { kind: "detail", params: {}, cause: proof },
  "group-unchecked": { kind: "detail", params: {}, cause: proof },
  "group-servers-not-well": { kind: "detail", params: { servers: ["10.0.0.7"] }, cause: proof },
  "group-not-askable": { kind: "detail", params: { listenerId: "lsn-2" }, cause: proof },
  "group-does-not-answer": { kind: "detail", params: { listenerId: "lsn-2" }, cause: proof },
  "group-answers-errors": { kind: "detail", params: { listenerId: "lsn-2", status: 500 }, cause: proof },
  "present-servers-down": { kind: "result", params: { total: 2, serverGroupIds: ["sgp-1"] }, cause: proof },
  "present-answers-failing": { kind: "result", params: { errors: 90, total: 100 }, cause: proof },

  "certificate-end-unknown": {
    kind: "result",
    params: { certificateId, name: orNull("shop.example.com") },
    cause: dated,
  },
  "ended-certificate-served": {
    kind: "result",
    params: { certificateId, name: orNull("shop.example.com"), notAfter: until },
    cause: dated,
  },
  "certificate-ends-soon": {
    kind: "result",
    params: { certificateId, name: orNull("shop.example.com"), notAfter: until, days: 4 },
    cause: dated,
  },
  "client-ca-end-unknown": { kind: "result", params: { certificateId: "ca-1" }, cause: dated },
  "client-ca-ends-soon": {
    kind: "result",
    params: { certificateId: "ca-1", name: "clients", notAfter: until, days: 4 },
    cause: dated,
  },

  "admits-without-certificate": { kind: "result", params: {}, cause: lowered },
  "admits-client-cas": { kind: "result", params: { certificateIds: ["ca-2"] }, cause: lowered },
  "admits-every-address": { kind: "result", params: {}, cause: lowered },
  "admits-addresses-outside": { kind: "result", params: { aclIds: ["acl-1"] }, cause: lowered },
  "admits-addresses-of": { kind: "result", params: { aclIds: ["acl-1"] }, cause: lowered },
  "requests-not-encrypted": { kind: "result", params: {}, cause: lowered },
  "backend-not-encrypted": { kind: "result", params: {}, cause: lowered },
  "weaker-tls-accepted": { kind: "result", params: { versions: ["TLSv1.0"], ciphers: 7 }, cause: lowered },
  "headers-not-told": {
    kind: "result",
    params: { headers: ["XForwardedForEnabled"] },
    cause: lowered,
  },
  "proxies-believed": { kind: "result", params: { addresses: ["10.0.0.0/8"] }, cause: lowered },
  "forwarded-header-passed": { kind: "result", params: {}, cause: lowered },
  "plan-impact": {
    kind: "notice",
    params: { impacts: ["interrupts traffic"], effect: [{ code: "text", params: { text: "clients may be cut off" } }] },
    cause: { en: "A line of a plan and of a notice.", zh: "方案与通知中的一行。" },
  },
});

import { defineReasons } from "../define.ts";

const cause = { en: "A step of a plan: one write.", zh: "方案中的一个步骤，即一次写操作。" };
const listenerId = "lsn-1";

/** Steps of plans. Ids that the cloud has yet to give are references like `@copy`. */
export const stepReasons = defineReasons({
  "step-associate-certificates": { kind: "detail", params: { certificateIds: ["1-cn-hangzhou"], listenerId }, cause },
  "step-dissociate-certificates": { kind: "detail", params: { certificateIds: ["1-cn-hangzhou"], listenerId }, cause },
  "step-set-default-certificate": { kind: "detail", params: { certificateIds: ["1-cn-hangzhou"], listenerId }, cause },
  "step-update-listener": { kind: "detail", params: { fields: ["IdleTimeout"], listenerId }, cause },
  "step-set-tracing": { kind: "detail", params: { listenerId }, cause },
  "step-start-listener": { kind: "detail", params: { listenerId }, cause },
  "step-stop-listener": { kind: "detail", params: { listenerId }, cause },
  "step-create-listener": { kind: "detail", params: { protocol: "HTTPS", port: 443, loadBalancerId: "alb-1" }, cause },
  "step-delete-listener": { kind: "detail", params: { listenerId }, cause },
  "step-create-rules": { kind: "detail", params: { count: 2, listenerId }, cause },
  "step-probe-canary": { kind: "detail", params: { serverGroupId: "sgp-2" }, cause },
  "step-share-requests": { kind: "detail", params: { percent: 10, serverGroupId: "sgp-2" }, cause },
  "step-delete-rule": { kind: "detail", params: { ruleId: "rule-1" }, cause },
  "step-enable-access-log": {
    kind: "detail",
    params: { loadBalancerId: "alb-1", project: "logs", logstore: "access" },
    cause,
  },
  "step-disable-access-log": { kind: "detail", params: { loadBalancerId: "alb-1" }, cause },
  "step-associate-acls": { kind: "detail", params: { aclType: "White", listenerId }, cause },
  "step-create-server-group": { kind: "detail", params: { name: "web" }, cause },
  "step-create-closed-group": { kind: "detail", params: {}, cause },
  "step-add-servers": { kind: "detail", params: { count: 2 }, cause },
  "step-delete-server-group": { kind: "detail", params: { serverGroupId: "sgp-1" }, cause },
  "step-create-tls-policy": { kind: "detail", params: { name: "strict" }, cause },
  "step-delete-tls-policy": { kind: "detail", params: { policyId: "tls-1" }, cause },
  "step-copy-certificate": { kind: "detail", params: { certificateId: "1-cn-hangzhou" }, cause },
  "step-delete-certificate-copy": { kind: "detail", params: { certificateId: "1-cn-hangzhou" }, cause },
  "step-create-log-project": { kind: "detail", params: { project: "logs" }, cause },
  "step-create-logstore": { kind: "detail", params: { project: "logs", logstore: "access" }, cause },
  "step-create-index": { kind: "detail", params: { project: "logs", logstore: "access" }, cause },
  "more-steps": { kind: "detail", params: { count: 12 }, cause },
});

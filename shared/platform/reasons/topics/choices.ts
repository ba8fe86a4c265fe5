import { defineReasons } from "../define.ts";

const group = {
  en: "A server group is not one that this listener can forward to.",
  zh: "该监听无法转发到此服务器组。",
};

/** Why a listener cannot use a resource that there is. */
export const choiceReasons = defineReasons({
  "group-in-other-vpc": {
    kind: "refusal",
    params: { vpcId: "vpc-other", loadBalancerId: "alb-1", instanceVpcId: "vpc-1" },
    cause: group,
  },
  "group-protocol-unfit": {
    kind: "refusal",
    params: { protocol: "gRPC", listenerProtocol: "HTTP" },
    cause: group,
  },
  "group-https-on-basic": { kind: "refusal", params: {}, cause: group },
  "group-without-servers": { kind: "refusal", params: {}, cause: group },
  "own-policy-on-basic": {
    kind: "refusal",
    params: { loadBalancerId: "alb-1" },
    cause: {
      en: "The Basic edition has the TLS policies of the system only.",
      zh: "基础版仅支持系统 TLS 安全策略。",
    },
  },
});

import type { choiceReasons } from "../../../platform/reasons/topics/choices.ts";
import type { Messages } from "../message.ts";

export const choices: Messages<typeof choiceReasons> = {
  "group-in-other-vpc": {
    message: ({ vpcId, loadBalancerId, instanceVpcId }) =>
      `服务器组位于 ${vpcId}，而实例 ${loadBalancerId} 位于 ${instanceVpcId}`,
    next: () => "请使用与实例处于同一 VPC 的服务器组",
  },
  "group-protocol-unfit": {
    message: ({ protocol, listenerProtocol }) =>
      `其后端协议为 ${protocol}，而 ${listenerProtocol} 监听的后端协议须为 HTTP`,
    next: () => "请使用后端协议为 HTTP 的服务器组",
  },
  "group-https-on-basic": {
    message: () => "其后端协议为 HTTPS，基础版实例不支持转发",
    next: () => "请升级实例版本，或使用后端协议为 HTTP 的服务器组",
  },
  "group-without-servers": {
    message: () => "该服务器组没有后端服务器，所有请求都会失败",
    next: () => "请先添加后端服务器",
  },
  "own-policy-on-basic": {
    message: ({ loadBalancerId }) => `实例 ${loadBalancerId} 为基础版，不支持自定义 TLS 安全策略`,
    next: () => "请使用系统策略，或升级实例版本",
  },
};

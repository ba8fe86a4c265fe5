import type { probeReasons } from "../../../platform/reasons/topics/probes.ts";
import type { Messages } from "../message.ts";

const COMPARE = "请对比监听配置与实际提供的内容；`albflow listener` 会重新探测";
const asking = ({ serverName, key }: { serverName: string | null; key: string | null }) =>
  `${serverName === null ? "不发送 SNI 的客户端" : `请求 ${serverName} 的客户端`}${key === null ? "" : `（仅支持 ${key} 密钥）`}`;

export const probes: Messages<typeof probeReasons> = {
  "probe-handshake": ({ serverName, key }) =>
    `${serverName === null ? "TLS（无 SNI）" : `TLS（${serverName}）`}${key === null ? "" : `，仅 ${key} 密钥`}`,
  "probe-handshakes-of": ({ certificateId }) => `TLS（${certificateId} 的域名）`,
  "probe-dns-names": ({ certificateId }) => `${certificateId} 的 DNS 名称`,
  "probe-http": ({ path }) => `GET ${path}`,
  "probe-http-repeatedly": ({ path }) => `多次 GET ${path}`,
  "probe-access-log": "访问日志中的响应",
  "probe-group-health": ({ serverGroupIds }, f) => `${f.list(serverGroupIds)} 的后端服务器健康状态`,
  "probe-canary": ({ path, percent, serverGroupIds }, f) =>
    `多次 GET ${path}，其中 ${percent}% 发往 ${f.list(serverGroupIds)}`,
  "probe-present-groups": ({ path, serverGroupIds }, f) => `此前 ${f.list(serverGroupIds)} 对 ${path} 的响应`,
  "probe-group-access-log": ({ serverGroupIds }, f) => `访问日志中 ${f.list(serverGroupIds)} 的响应`,
  "probe-websocket": ({ path }) => `WebSocket ${path}`,
  "probe-closed-port": ({ port }) => `连接 ${port} 端口`,
  "probe-client-certificate": ({ certificateId }) =>
    certificateId === null ? "无客户端证书" : `客户端证书 ${certificateId}`,
  "probe-server-health": "后端服务器的健康状态",
  "probe-tls-version": ({ version }) => version,
  "probe-cipher": ({ cipher }) => cipher,
  "probe-trace": ({ logstore }) => `${logstore} 中的链路追踪请求`,
  "probe-quic": "QUIC",
  "probe-certificates": "证书",
  "probe-access-control": "访问控制",
  "probe-configuration": "已停止监听的配置",
  "probe-anything": "对客户端提供的内容",
  "probe-more": ({ count }) => `另有 ${count} 项探测`,

  "value-serial": ({ serial }) => `序列号 ${serial}`,
  "value-unknown-certificate": "证书服务中已不存在的证书",
  "value-serial-or-unknown": ({ serial }) => `序列号 ${serial}，或证书服务中已不存在的证书`,
  "value-any-number": "任意数量",
  "value-any-answer": "有响应",
  "value-http-status": ({ status }) => `HTTP ${status}`,
  "value-refused": "拒绝",
  "value-accepted": "接受",
  "value-offered": "支持",
  "value-admitted": "放行",
  "value-rejected": "拒绝",
  "value-nothing": "无",
  "value-most-percent": ({ percent }) => `不超过 ${percent}%`,
  "value-count-of": ({ count, total }) => `${total} 个中的 ${count} 个`,
  "value-at-least-one": "至少一个",
  "value-not-asked-for": "无需探测",
  "value-unusable-names": ({ names, count }) =>
    `${names.map((name) => JSON.stringify(name)).join("、")}${count > names.length ? ` 等 ${count} 个` : ""}，客户端无法请求`,
  "value-companions": ({ listenerIds }, f) =>
    listenerIds.length === 0 ? "同一实例的 HTTPS 监听提供的内容" : `通过 ${f.list(listenerIds)} 探测`,
  "value-as-configured": ({ count }) => `${count} 项与配置一致`,
  "value-not-probed": ({ cause }, { messageOf }) => `未探测：${messageOf(cause)}`,

  "probe-matches": ({ probe, found }, { messageOf }) => `探测 ${messageOf(probe)}：${messageOf(found)}`,
  "probe-mismatch": {
    message: ({ probe, problem }, { messageOf }) => `探测 ${messageOf(probe)}：${messageOf(problem)}`,
    next: COMPARE,
  },
  "probe-inconclusive": ({ probe, cause }, { messageOf }) => `探测 ${messageOf(probe)}：未验证：${messageOf(cause)}`,
  "wrong-certificate": {
    message: ({ serverName, key, serial, names, notAfter, expected }, f) =>
      `${asking({ serverName, key })}收到序列号为 ${serial} 的证书（${f.list(names, 3)}；${notAfter.slice(0, 10)} 到期），应为${f.messageOf(expected)}`,
    next: COMPARE,
  },
  "no-certificate-served": {
    message: ({ serverName, key, cause }, { messageOf }) =>
      `${asking({ serverName, key })}没有收到证书：${messageOf(cause)}`,
    next: COMPARE,
  },
  "no-http-answer": {
    message: ({ path, cause }, { messageOf }) => `客户端请求 GET ${path} 没有响应：${messageOf(cause)}`,
    next: "请检查监听的后端服务器和安全组",
  },
  "port-still-open": {
    message: ({ port, cause }, { messageOf }) => `${messageOf(cause)}，但 ${port} 端口仍接受连接`,
    next: "请一分钟后重新探测；如果端口仍然开放，说明该地址有其他监听或代理在响应",
  },
  "listener-is-stopped": ({ listenerId }) => `${listenerId} 已停止`,
  "listener-is-gone": "监听已不存在",
  "websocket-refused": {
    message: ({ path, status }) => `客户端在 ${path} 请求 WebSocket 时收到 HTTP ${status}`,
    next: "请检查 verification.webSocketPath 和监听的后端服务器",
  },
  "websocket-no-answer": {
    message: ({ path, cause }, { messageOf }) => `客户端在 ${path} 请求 WebSocket 时没有响应：${messageOf(cause)}`,
    next: "请检查 verification.webSocketPath 和监听的后端服务器",
  },
  "client-certificate-mismatch": {
    message: ({ certificateId, found, expected }, { messageOf }) =>
      `${certificateId === null ? "没有客户端证书" : `持有客户端证书 ${certificateId}`}的客户端被${messageOf(found)}，应为${messageOf(expected)}`,
    next: "请检查监听的 CA 证书和 verification 中的客户端证书",
  },
  "servers-unhealthy": {
    message: ({ count, total, serverGroupIds, reasons }, f) =>
      total === 0
        ? serverGroupIds.length === 0
          ? "将请求转发到新服务器组的规则已不存在"
          : `${f.list(serverGroupIds)} 没有后端服务器`
        : `${f.list(serverGroupIds)} 的 ${total} 台后端服务器中有 ${count} 台异常${reasons.length === 0 ? "" : `（${f.list(reasons)}）`}`,
    next: "请检查服务器组的健康检查配置和其中的服务器",
  },
  "too-many-server-errors": {
    message: ({ count, total, probe }, { messageOf }) =>
      `${total} 个响应中有 ${count} 个服务器错误（${messageOf(probe)}）`,
    next: "请查看监听后端服务器的日志",
  },
  "tls-offer-mismatch": {
    message: ({ probe, found, expected, policyId }, { messageOf }) =>
      `${messageOf(probe)} 被${messageOf(found)}；按 TLS 安全策略 ${policyId} 应为${messageOf(expected)}`,
    next: COMPARE,
  },
  "no-request-logged": {
    message: ({ logstore }) => `${logstore} 中尚无请求记录`,
    next: "请等待日志写入，或检查实例的访问日志",
  },
  "no-trace-id-logged": {
    message: ({ logstore }) => `${logstore} 中有请求记录，但尚无链路 ID`,
    next: "请等待日志写入，或检查链路追踪的采样率",
  },
  "traced-request-unanswered": {
    message: ({ cause }, { messageOf }) => `用于链路追踪的请求没有响应：${messageOf(cause)}`,
    next: "请检查监听的后端服务器",
  },
  "more-mismatches": {
    message: ({ count }) => `另有 ${count} 项探测与配置不一致`,
    next: COMPARE,
  },
  "certificate-unreadable": ({ certificateId, cause }, { messageOf }) =>
    `无法读取证书 ${certificateId}：${messageOf(cause)}`,
  "listener-stopped-unprobed": "监听已停止：启动时再验证对外提供的内容",
  "quic-unprobed": ({ certificateIds }, f) => `无法探测 QUIC，且同一实例没有 HTTPS 监听使用 ${f.list(certificateIds)}`,
  "quic-not-probed": "无法探测 QUIC",
  "access-control-blocks": ({ aclType, aclIds }, f) =>
    `监听的访问控制策略组（${aclType}：${f.list(aclIds)}）拒绝了 albflow 的函数`,
  unreachable: ({ what, host, port, cause }, { messageOf }) =>
    `${host}:${port} ${messageOf(what)}：${messageOf(cause)}`,
  "vpc-out-of-reach": {
    message: ({ vpcId, cause }, { messageOf }) =>
      `${messageOf(cause)}；实例位于 ${vpcId} 的私网，其中没有 albflow 的函数`,
    next: "请将该 VPC 加入 albflow.yaml 的 network 并重新部署",
  },
  "probe-function-failed": {
    message: ({ function: name, cause }, { messageOf }) => `${name} 无法探测：${messageOf(cause)}`,
    next: "请在 albflow.yaml 的 network 中包含该 VPC 后重新部署",
  },
  "no-look": {
    message: "这不是函数 probe 支持的探测请求",
    next: "请由 albflow 调用该函数",
  },
  "instance-without-name": {
    message: ({ loadBalancerId }) => `${loadBalancerId} 没有 DNS 名称，无法探测`,
    next: "请在控制台检查该实例",
  },
  "no-connection": "无法建立连接",
  "no-answer": "没有响应",
  "no-handshake": ({ serverName }) => (serverName === null ? "握手失败（无 SNI）" : `握手失败（${serverName}）`),
  silence: ({ milliseconds }) => `${milliseconds} 毫秒内没有响应`,
  "more-inconclusive": ({ count }) => `另有 ${count} 项探测没有结论`,
};

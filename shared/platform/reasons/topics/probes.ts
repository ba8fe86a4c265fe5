import { defineReasons, orNull } from "../define.ts";

const looked = { en: "What a probe looks at.", zh: "探测的对象。" };
const value = { en: "What a probe expects, or has found.", zh: "探测的预期值或实际值。" };
const cause = { code: "text", params: { text: "connect ECONNREFUSED 10.0.0.1:443" } };

/** What probes look at, expect and find, and what is wrong with it. */
export const probeReasons = defineReasons({
  "probe-handshake": {
    kind: "detail",
    params: { serverName: orNull("shop.example.com"), key: orNull("RSA") },
    cause: looked,
  },
  "probe-handshakes-of": { kind: "detail", params: { certificateId: "1-cn-hangzhou" }, cause: looked },
  "probe-dns-names": { kind: "detail", params: { certificateId: "1-cn-hangzhou" }, cause: looked },
  "probe-http": { kind: "detail", params: { path: "/" }, cause: looked },
  "probe-http-repeatedly": { kind: "detail", params: { path: "/" }, cause: looked },
  "probe-access-log": { kind: "detail", params: {}, cause: looked },
  "probe-group-health": { kind: "detail", params: { serverGroupIds: ["sgp-2"] }, cause: looked },
  "probe-canary": { kind: "detail", params: { path: "/", percent: 10, serverGroupIds: ["sgp-2"] }, cause: looked },
  "probe-present-groups": { kind: "detail", params: { path: "/", serverGroupIds: ["sgp-1"] }, cause: looked },
  "probe-group-access-log": { kind: "detail", params: { serverGroupIds: ["sgp-2"] }, cause: looked },
  "probe-websocket": { kind: "detail", params: { path: "/ws" }, cause: looked },
  "probe-closed-port": { kind: "detail", params: { port: 443 }, cause: looked },
  "probe-client-certificate": { kind: "detail", params: { certificateId: orNull("1-cn-hangzhou") }, cause: looked },
  "probe-server-health": { kind: "detail", params: {}, cause: looked },
  "probe-tls-version": { kind: "detail", params: { version: "TLSv1.1" }, cause: looked },
  "probe-cipher": { kind: "detail", params: { cipher: "ECDHE-RSA-AES128-GCM-SHA256" }, cause: looked },
  "probe-trace": { kind: "detail", params: { logstore: "logs/access" }, cause: looked },
  "probe-quic": { kind: "detail", params: {}, cause: looked },
  "probe-certificates": { kind: "detail", params: {}, cause: looked },
  "probe-access-control": { kind: "detail", params: {}, cause: looked },
  "probe-configuration": { kind: "detail", params: {}, cause: looked },
  "probe-anything": { kind: "detail", params: {}, cause: looked },
  "probe-more": { kind: "detail", params: { count: 12 }, cause: looked },

  "value-serial": { kind: "detail", params: { serial: "0A1B" }, cause: value },
  "value-unknown-certificate": { kind: "detail", params: {}, cause: value },
  "value-serial-or-unknown": { kind: "detail", params: { serial: "0A1B" }, cause: value },
  "value-any-number": { kind: "detail", params: {}, cause: value },
  "value-any-answer": { kind: "detail", params: {}, cause: value },
  "value-http-status": { kind: "detail", params: { status: 101 }, cause: value },
  "value-refused": { kind: "detail", params: {}, cause: value },
  "value-accepted": { kind: "detail", params: {}, cause: value },
  "value-offered": { kind: "detail", params: {}, cause: value },
  "value-admitted": { kind: "detail", params: {}, cause: value },
  "value-rejected": { kind: "detail", params: {}, cause: value },
  "value-nothing": { kind: "detail", params: {}, cause: value },
  "value-most-percent": { kind: "detail", params: { percent: 5 }, cause: value },
  "value-count-of": { kind: "detail", params: { count: 2, total: 10 }, cause: value },
  "value-at-least-one": { kind: "detail", params: {}, cause: value },
  "value-not-asked-for": { kind: "detail", params: {}, cause: value },
  "value-unusable-names": { kind: "detail", params: { names: ["a b.example.com"], count: 1 }, cause: value },
  "value-companions": { kind: "detail", params: { listenerIds: ["lsn-2"] }, cause: value },
  "value-as-configured": { kind: "detail", params: { count: 9 }, cause: value },
  "value-not-probed": { kind: "detail", params: { cause }, cause: value },

  "probe-matches": {
    kind: "match",
    params: {
      probe: { code: "probe-http", params: { path: "/" } },
      found: { code: "value-http-status", params: { status: 200 } },
    },
    cause: { en: "A probe found what the configuration says.", zh: "探测结果与配置一致。" },
  },
  "probe-mismatch": {
    kind: "mismatch",
    params: { probe: { code: "probe-http", params: { path: "/" } }, problem: cause },
    cause: { en: "A probe found something else than the configuration says.", zh: "探测结果与配置不一致。" },
  },
  "probe-inconclusive": {
    kind: "inconclusive",
    params: { probe: { code: "probe-http", params: { path: "/" } }, cause },
    cause: { en: "A probe could not tell.", zh: "探测没有结论。" },
  },
  "wrong-certificate": {
    kind: "mismatch",
    params: {
      serverName: orNull("shop.example.com"),
      key: orNull("RSA"),
      serial: "0C2D",
      names: ["shop.example.com"],
      notAfter: "2027-01-31T00:00:00Z",
      expected: { code: "value-serial", params: { serial: "0A1B" } },
    },
    cause: {
      en: "A client is served another certificate than the listener is configured with.",
      zh: "客户端收到的证书与监听配置的证书不一致。",
    },
  },
  "no-certificate-served": {
    kind: "mismatch",
    params: { serverName: orNull("shop.example.com"), key: orNull("RSA"), cause },
    cause: { en: "A TLS handshake fails although the listener runs.", zh: "监听处于运行状态，但 TLS 握手失败。" },
  },
  "no-http-answer": {
    kind: "mismatch",
    params: { path: "/", cause },
    cause: { en: "The listener runs and does not answer over HTTP.", zh: "监听处于运行状态，但没有返回 HTTP 响应。" },
  },
  "port-still-open": {
    kind: "mismatch",
    params: { port: 443, cause: { code: "listener-is-stopped", params: { listenerId: "lsn-1" } } },
    cause: {
      en: "Connections are accepted although the listener is stopped or deleted.",
      zh: "监听已停止或删除，但端口仍接受连接。",
    },
  },
  "listener-is-stopped": { kind: "detail", params: { listenerId: "lsn-1" }, cause: looked },
  "listener-is-gone": { kind: "detail", params: {}, cause: looked },
  "websocket-refused": {
    kind: "mismatch",
    params: { path: "/ws", status: 404 },
    cause: { en: "The upgrade to a WebSocket is refused.", zh: "WebSocket 升级被拒绝。" },
  },
  "websocket-no-answer": {
    kind: "mismatch",
    params: { path: "/ws", cause },
    cause: { en: "The upgrade to a WebSocket is not answered.", zh: "WebSocket 升级没有响应。" },
  },
  "client-certificate-mismatch": {
    kind: "mismatch",
    params: {
      certificateId: orNull("1-cn-hangzhou"),
      found: { code: "value-admitted", params: {} },
      expected: { code: "value-rejected", params: {} },
    },
    cause: {
      en: "Mutual authentication admits a client that it must reject, or the other way round.",
      zh: "双向认证放行了应拒绝的客户端，或拒绝了应放行的客户端。",
    },
  },
  "servers-unhealthy": {
    kind: "mismatch",
    params: { count: 2, total: 3, serverGroupIds: ["sgp-1"], reasons: ["CONNECT_TIMEOUT"] },
    cause: { en: "More servers than allowed fail ALB's health check.", zh: "健康检查失败的后端服务器数量超过上限。" },
  },
  "too-many-server-errors": {
    kind: "mismatch",
    params: { count: 3, total: 10, probe: { code: "probe-access-log", params: {} } },
    cause: { en: "More answers than allowed are server errors (5xx).", zh: "服务器错误（5xx）的比例超过上限。" },
  },
  "tls-offer-mismatch": {
    kind: "mismatch",
    params: {
      probe: { code: "probe-tls-version", params: { version: "TLSv1.1" } },
      found: { code: "value-offered", params: {} },
      expected: { code: "value-refused", params: {} },
      policyId: "tls_cipher_policy_1_2",
    },
    cause: {
      en: "A TLS version or cipher is offered or refused against the TLS policy.",
      zh: "TLS 版本或加密套件与 TLS 安全策略不一致。",
    },
  },
  "no-request-logged": {
    kind: "mismatch",
    params: { logstore: "logs/access" },
    cause: { en: "No record of the probe's request is in the access log yet.", zh: "访问日志中尚无探测请求的记录。" },
  },
  "no-trace-id-logged": {
    kind: "mismatch",
    params: { logstore: "logs/access" },
    cause: { en: "Requests are logged without the id of a trace.", zh: "请求已记录，但没有链路 ID。" },
  },
  "traced-request-unanswered": {
    kind: "mismatch",
    params: { cause },
    cause: { en: "The request to be traced is not answered.", zh: "用于链路追踪的请求没有响应。" },
  },
  "more-mismatches": {
    kind: "mismatch",
    params: { count: 3 },
    cause: { en: "More probes than are listed differ.", zh: "还有未列出的探测结果不一致。" },
  },
  "certificate-unreadable": {
    kind: "inconclusive",
    params: { certificateId: "1-cn-hangzhou", cause },
    cause: {
      en: "The certificate service cannot tell what a certificate holds, so nobody knows which names to probe.",
      zh: "证书服务无法返回证书内容，无法确定要探测的域名。",
    },
  },
  "listener-stopped-unprobed": {
    kind: "inconclusive",
    params: {},
    cause: {
      en: "A stopped listener is configured and serves nobody; what clients get is verified when it starts.",
      zh: "监听已停止，已完成配置但未对外提供服务；启动时再验证。",
    },
  },
  "quic-unprobed": {
    kind: "inconclusive",
    params: { certificateIds: ["1-cn-hangzhou"] },
    cause: {
      en: "QUIC cannot be probed, and no HTTPS listener of the instance holds the certificate.",
      zh: "无法探测 QUIC，且同一实例没有 HTTPS 监听使用该证书。",
    },
  },
  "quic-not-probed": {
    kind: "inconclusive",
    params: {},
    cause: { en: "albflow's functions do not speak QUIC.", zh: "albflow 的函数不支持 QUIC。" },
  },
  "access-control-blocks": {
    kind: "inconclusive",
    params: { aclType: "White", aclIds: ["acl-1"] },
    cause: {
      en: "Access control lists of the listener keep albflow's functions out.",
      zh: "监听的访问控制策略组拒绝了 albflow 的函数。",
    },
  },
  unreachable: {
    kind: "inconclusive",
    params: { what: { code: "no-connection", params: {} }, host: "alb-1.example", port: 443, cause },
    cause: {
      en: "A network connection from albflow's functions did not succeed.",
      zh: "albflow 的函数未能建立网络连接。",
    },
  },
  "vpc-out-of-reach": {
    kind: "inconclusive",
    params: { vpcId: "vpc-1", cause },
    cause: {
      en: "The instance is internal, and none of albflow's functions stands in its VPC: network in albflow.yaml does not name it.",
      zh: "实例为私网类型，且 albflow 没有函数位于其 VPC 中：albflow.yaml 的 network 未包含该 VPC。",
    },
  },
  "probe-function-failed": {
    kind: "inconclusive",
    params: { function: "albflow-probe", cause },
    cause: {
      en: "The function that looks from inside the VPC could not be called.",
      zh: "无法调用位于该 VPC 内的探测函数。",
    },
  },
  "no-look": {
    kind: "invalid",
    params: {},
    cause: {
      en: "The function probe was sent something that is no look.",
      zh: "发送给函数 probe 的内容不是探测请求。",
    },
  },
  "instance-without-name": {
    kind: "failure",
    params: { loadBalancerId: "alb-1" },
    cause: {
      en: "ALB tells no DNS name of the instance, so nothing of it can be probed.",
      zh: "ALB 未返回实例的 DNS 名称，无法探测。",
    },
  },
  "no-connection": { kind: "detail", params: {}, cause: looked },
  "no-answer": { kind: "detail", params: {}, cause: looked },
  "no-handshake": { kind: "detail", params: { serverName: orNull("shop.example.com") }, cause: looked },
  silence: { kind: "detail", params: { milliseconds: 5000 }, cause: looked },
  "more-inconclusive": {
    kind: "inconclusive",
    params: { count: 3 },
    cause: { en: "More probes than are listed were inconclusive.", zh: "还有未列出的探测没有结论。" },
  },
});

import type { effectReasons } from "../../../platform/reasons/topics/effects.ts";
import { knownFigures } from "../knownFigures.ts";
import type { Format, Messages } from "../message.ts";

/** 各请求头告知服务器的内容。 */
const HEADERS: Readonly<Record<string, string>> = {
  XForwardedForEnabled: "客户端地址",
  XForwardedForClientCertClientVerifyEnabled: "客户端证书的校验结果",
  XForwardedForClientCertFingerprintEnabled: "客户端证书的指纹",
  XForwardedForClientCertIssuerDNEnabled: "客户端证书的颁发者",
  XForwardedForClientCertSubjectDNEnabled: "客户端证书的主体",
};
const IMPACTS: Readonly<Record<string, string>> = {
  "no interruption": "不中断",
  "restores traffic": "恢复流量",
  "may interrupt": "可能中断",
  "interrupts traffic": "中断流量",
  "lowers security": "降低安全性",
};

const named = (id: string, name: string | null) => (name === null ? id : `${id}（${name}）`);
const traffic = ({ rules, requestsPerSecond }: { rules: number; requestsPerSecond: number | null }) =>
  requestsPerSecond === null
    ? `${rules} 条转发规则；没有访问日志，云监控也未返回数据，请求数未知`
    : `${rules} 条转发规则，最近一分钟每秒 ${requestsPerSecond} 个请求`;

interface Made {
  rules: number;
  lists: number;
  listType: string | null;
  tags: number;
  isClosedMeanwhile: boolean;
}

const LISTS: Readonly<Record<string, string>> = { White: "白名单", Black: "黑名单" };

const made = ({ rules, lists, listType, tags, isClosedMeanwhile }: Made) => {
  const parts = [
    ...(rules === 0 ? [] : [`${rules} 条转发规则`]),
    ...(lists === 0 ? [] : [`${lists} 个访问控制策略组（${LISTS[listType ?? ""] ?? listType}）`]),
    ...(tags === 0 ? [] : [`${tags} 个标签`]),
  ];
  const closed = isClosedMeanwhile ? "；完成之前返回 503 或拒绝连接" : "";
  return `${parts.length === 0 ? "" : `，包含 ${parts.join("、")}`}${closed}`;
};
const suites = (versions: readonly string[], ciphers: readonly string[], most: number) =>
  [
    versions.join("、"),
    ciphers.length === 0
      ? ""
      : `${ciphers.length} 个加密套件（${ciphers.slice(0, most).join("、")}${ciphers.length > most ? "等" : ""}）`,
  ].filter((part) => part !== "");
const list = (ids: readonly string[], { list: listed }: Format) => listed(ids);

interface Counted {
  name: string;
  requests: number;
}
const percent = (part: number, whole: number) => `${Math.round((part / whole) * 1_000) / 10}%`;
/** 由一小时的请求数得出每秒请求数。 */
const perSecond = (requests: number) => Number((requests / 3_600).toPrecision(requests >= 36_000 ? 4 : 2));
const mostly = (agents: readonly Counted[], f: Format) =>
  agents.length === 0 ? "" : `，主要为 ${f.list(agents.map(({ name }) => name))}`;

export const effects: Messages<typeof effectReasons> = {
  "clients-excluded": ({ days, excluded, requests, excludedAddresses, addresses, latest, userAgents }, f) =>
    `最近 ${days} 天的 ${requests} 个请求中有 ${excluded} 个（${percent(excluded, requests)}）使用了不再支持的版本或套件${excluded === 0 ? "" : `：各取最近 ${latest} 条，涉及 ${addresses} 个客户端地址中的 ${excludedAddresses} 个${mostly(userAgents, f)}`}`,
  "names-asked": ({ days, names, unasked, seen }, f) =>
    [
      names.length === 0
        ? `最近 ${days} 天没有客户端访问其域名`
        : `最近 ${days} 天客户端访问了 ${f.list(names.map(({ name, requests }) => `${name}（${requests} 次）`))}`,
      ...(names.length === 0 || unasked.length === 0 ? [] : [`未访问 ${f.list(unasked)}`]),
      ...(seen.length === 0 ? [] : [`最近的记录中还有 ${f.list(seen)}`]),
    ].join("；"),
  "traffic-at-this-hour": ({ weekAgo, lastHour, hosts, webSockets, isOpenCounted }, f) =>
    `上周同一时段每秒 ${perSecond(weekAgo)} 个请求，最近一小时每秒 ${perSecond(lastHour)} 个${hosts.length === 0 ? "" : `，主要访问 ${f.list(hosts)}`}${webSockets === 0 ? "" : `；最近一小时结束了 ${webSockets} 个 WebSocket 连接`}${isOpenCounted ? "" : "；当前仍打开的 WebSocket 连接不在日志中，未计入，可能随之断开"}`,
  "connections-open": ({ connections }) =>
    `云监控最新数据显示当前${connections === 0 ? "没有活跃连接" : `有 ${connections} 个活跃连接，其中包括打开的 WebSocket（云监控不单独统计），可能随之断开`}`,
  "clients-concerned": ({ days, requests, addresses, latest, userAgents }, f) =>
    `最近 ${days} 天有 ${requests} 个请求；最近 ${Math.min(latest, requests)} 个来自 ${addresses} 个客户端地址${mostly(userAgents, f)}`,
  "verified-when-started": "监听已停止，没有客户端受影响；现在验证其配置，启动时再验证实际对外提供的内容",
  "impact-only": ({ impact }) => IMPACTS[impact] ?? impact,
  "listener-traffic": (params) => traffic(params),
  "listener-metrics": ({ connections, requestsPerSecond, errorsPerSecond, latencyMs }) =>
    `云监控：${knownFigures([
      ["每秒请求数", requestsPerSecond],
      ["每秒 5xx 数", errorsPerSecond],
      ["平均请求延迟（毫秒）", latencyMs],
      ["活跃连接数", connections],
    ]).join("，")}`,
  "traffic-stops": (params) => `停止转发；${traffic(params)}`,
  "listener-deleted": ({ lost, ...params }, f) =>
    `永久停止转发并放弃监听 ID，撤销也无法恢复该 ID${lost.length === 0 ? "" : `，也无法恢复 ${list(lost, f)}`}；${traffic(params)}`,
  "listener-created": ({ starts, ...params }) =>
    `${starts ? "新建的监听将在自己的端口接收流量" : "将新建一个监听，并立即停止"}${made(params)}`,
  "listener-restored": (params) => `以新的 ID 恢复流量${made(params)}`,
  "client-certificate-demanded": ({ certificateId }) => `没有 ${certificateId} 所签发证书的客户端将无法连接`,
  "client-certificate-not-demanded": "不会有客户端无法连接",
  "client-ca-replaced": ({ certificateId, successorId }) =>
    `持有 ${certificateId ?? "当前 CA"} 所签发证书的客户端将无法连接，持有 ${successorId} 所签发证书的客户端可以连接`,
  "manager-overwrites": ({ manager }, f) => `${f.messageOf(manager)}下次同步时会还原该变更，除非在那里同样变更`,
  "requests-traced": ({ percent, sample, type, link }) =>
    `将以 ${type} 追踪 ${percent}% 的请求（TracingSample ${sample}）${link === null ? "" : `，日志服务按存储内容收费；链路：${link}`}`,
  "tracing-ends": ({ endsAccessLog }) =>
    `不再追踪任何请求；${endsAccessLog ? "访问日志停止，但已写入的内容保留" : "访问日志继续写入"}，在删除日志库之前日志服务将继续收费`,
  "default-certificate-changes": ({ keptNames }, f) =>
    `不发送 SNI 或域名未被任何证书覆盖的客户端将收到新的默认证书${keptNames.length === 0 ? "" : `；${list(keptNames, f)} 仍由原默认证书的副本提供`}`,
  "names-lost": ({ names }, f) => `访问 ${list(names, f)} 的客户端将收到其他域名的证书`,
  "unknown-names-lost": ({ certificateId, successorId }) =>
    `${certificateId} 的域名未知，数字证书管理服务中没有该证书；${successorId === null ? "客户端将失去这些域名" : `访问 ${successorId} 未覆盖域名的客户端将无法连接`}`,
  "addresses-lost": ({ successorId, addresses }, f) =>
    `${successorId} 不包含 ${list(addresses, f)}：通过 IP 地址连接并校验证书的客户端将拒绝连接`,
  "key-kind-changes": ({ certificateId, key, formerKey, versions, ciphers }) =>
    `${certificateId} 的密钥为 ${key}，原密钥为 ${formerKey}：仅支持 ${suites(versions, ciphers, 4).join(" 或 ")} 的客户端将无法连接`,
  "tls-kept": "客户端不受影响",
  "tls-lost": ({ versions, ciphers }) =>
    `客户端将失去 ${suites(versions, ciphers, ciphers.length).join(" 和 ")}；没有其他选择的客户端将无法连接`,
  "slow-requests-fail": ({ seconds }) => `超过 ${seconds} 秒的请求将返回 504`,
  "http2-only-turned-away": "仅支持 HTTP/2 的客户端（例如 gRPC）将无法连接",
  "certificates-go": ({ certificateIds }, f) => `仅由 ${list(certificateIds, f)} 覆盖的域名将失去证书`,
  "requests-go-to-group": ({ from, to, isNew, steps, stepSeconds, watchSeconds }) => {
    const shared =
      steps === null
        ? "；一次性切换全部请求"
        : `，albflow 自行探测后按 ${steps.join(" → ")}% 逐步切换，每步观察 ${stepSeconds} 秒`;
    const watched = watchSeconds === 0 ? "" : `；最后观察 ${watchSeconds} 秒`;
    return `请求将由 ${from.join("、")} 转到${isNew ? `新的服务器组 ${to}` : ` ${to}`}${shared}${watched}`;
  },

  "group-not-proven": ({ serverGroupIds, cause }, f) =>
    `${list(serverGroupIds, f)} 尚未证实可用：${f.messageOf(cause)}`,
  "group-is-new": "服务器组是新建的",
  "group-unused": "没有运行中的监听转发到该服务器组，健康状况未知",
  "group-unchecked": "未开启健康检查",
  "group-servers-not-well": ({ servers }, f) => `其中 ${list(servers, f)} 不健康`,
  "group-not-askable": ({ listenerId }) => `无法通过 ${listenerId} 探测`,
  "group-does-not-answer": ({ listenerId }) => `在 ${listenerId} 上没有响应`,
  "group-answers-errors": ({ listenerId, status }) => `在 ${listenerId} 上返回 ${status}`,
  "present-servers-down": ({ total, serverGroupIds }, f) =>
    `当前 ${list(serverGroupIds, f)} 的 ${total} 台服务器全部异常`,
  "present-answers-failing": ({ errors, total }) => `当前 ${total} 个响应中有 ${errors} 个为服务器错误`,

  "certificate-end-unknown": ({ certificateId, name }) => `${named(certificateId, name)} 的到期时间未知`,
  "ended-certificate-served": ({ certificateId, name, notAfter }, f) =>
    `${named(certificateId, name)} 已于 ${f.time(notAfter)} 过期：收到该证书的客户端将拒绝连接`,
  "certificate-ends-soon": ({ certificateId, name, notAfter, days }, f) =>
    `${named(certificateId, name)} 将在 ${days} 天后到期（${f.time(notAfter)}）`,
  "client-ca-end-unknown": ({ certificateId }) => `CA 证书 ${certificateId} 的到期时间未知`,
  "client-ca-ends-soon": ({ certificateId, name, notAfter, days }, f) =>
    `CA 证书 ${named(certificateId, name)} 将在 ${days} 天后到期（${f.time(notAfter)}）：此后客户端都将无法连接`,

  "admits-without-certificate": "没有证书的客户端可以连接",
  "admits-client-cas": ({ certificateIds }, f) => `持有 ${list(certificateIds, f)} 所签发证书的客户端可以连接`,
  "admits-every-address": "任何地址都可以访问",
  "admits-addresses-outside": ({ aclIds }, f) => `不在 ${list(aclIds, f)} 中的任何地址都可以访问`,
  "admits-addresses-of": ({ aclIds }, f) => `${list(aclIds, f)} 中的地址可以访问`,
  "requests-not-encrypted": "发往该监听的请求不加密",
  "backend-not-encrypted": "发往后端服务器的请求不再加密",
  "weaker-tls-accepted": ({ versions, ciphers }) =>
    `重新接受 ${[...versions, ...(ciphers === 0 ? [] : [`${ciphers} 个较弱的加密套件`])].join("、")}`,
  "headers-not-told": ({ headers }) =>
    `ALB 不再向服务器告知${headers.map((header) => HEADERS[header] ?? header).join("、")}，服务器可能相信客户端自行填写的内容`,
  "proxies-believed": ({ addresses }, f) => `将信任 ${list(addresses, f)} 所告知的客户端地址`,
  "forwarded-header-passed": "客户端发送的 X-Forwarded-For 将到达服务器",
  "plan-impact": ({ impacts, effect }, f) =>
    `影响：${impacts.length === 0 ? "" : `${f.list(impacts.map((impact) => IMPACTS[impact] ?? impact))}：`}${effect.map(f.messageOf).join("；")}`,
};

import type { effectReasons } from "../../../platform/reasons/topics/effects.ts";
import { knownFigures } from "../knownFigures.ts";
import type { Format, Messages } from "../message.ts";

/** What servers are told by which header. */
const HEADERS: Readonly<Record<string, string>> = {
  XForwardedForEnabled: "the client's address",
  XForwardedForClientCertClientVerifyEnabled: "whether the client's certificate was accepted",
  XForwardedForClientCertFingerprintEnabled: "the fingerprint of the client's certificate",
  XForwardedForClientCertIssuerDNEnabled: "who issued the client's certificate",
  XForwardedForClientCertSubjectDNEnabled: "the subject of the client's certificate",
};

const named = (id: string, name: string | null) => (name === null ? id : `${id} (${name})`);
const traffic = ({ rules, requestsPerSecond }: { rules: number; requestsPerSecond: number | null }, f: Format) =>
  requestsPerSecond === null
    ? `${f.count(rules, "rule", "rules")}; the number of requests is not known, as neither an access log nor CloudMonitor tells it`
    : `${f.count(rules, "rule", "rules")}, ${requestsPerSecond} requests/s in the last minute`;

interface Made {
  rules: number;
  lists: number;
  listType: string | null;
  tags: number;
  isClosedMeanwhile: boolean;
}

const made = ({ rules, lists, listType, tags, isClosedMeanwhile }: Made, f: Format) => {
  const parts = [
    ...(rules === 0 ? [] : [f.count(rules, "rule", "rules")]),
    ...(lists === 0 ? [] : [`${f.count(lists, "access control list", "access control lists")} (${listType})`]),
    ...(tags === 0 ? [] : [f.count(tags, "tag", "tags")]),
  ];
  const closed = isClosedMeanwhile ? "; until it is complete it answers 503 or refuses connections" : "";
  return `${parts.length === 0 ? "" : `, with ${parts.join(", ")}`}${closed}`;
};
const suites = (versions: readonly string[], ciphers: readonly string[], most: number) =>
  [
    versions.join(", "),
    ciphers.length === 0
      ? ""
      : `${ciphers.length} cipher suites (${ciphers.slice(0, most).join(", ")}${ciphers.length > most ? ", …" : ""})`,
  ].filter((part) => part !== "");

interface Counted {
  name: string;
  requests: number;
}
const percent = (part: number, whole: number) => `${Math.round((part / whole) * 1_000) / 10} %`;
/** Of an hour's requests: one decimal at most, and for few of them as many as tell them from none. */
const perSecond = (requests: number) => Number((requests / 3_600).toPrecision(requests >= 36_000 ? 4 : 2));
const mostly = (agents: readonly Counted[], f: Format) =>
  agents.length === 0 ? "" : `, mostly ${f.list(agents.map(({ name }) => name))}`;

export const effects: Messages<typeof effectReasons> = {
  "clients-excluded": ({ days, excluded, requests, excludedAddresses, addresses, latest, userAgents }, f) =>
    `${excluded} of ${requests} requests of the last ${days} days (${percent(excluded, requests)}) used what is no longer offered${excluded === 0 ? "" : `: in the latest ${latest} of each, ${excludedAddresses} of ${addresses} client addresses${mostly(userAgents, f)}`}`,
  "names-asked": ({ days, names, unasked, seen }, f) =>
    [
      names.length === 0
        ? `clients asked for none of its names in the last ${days} days`
        : `in the last ${days} days clients asked for ${f.list(names.map(({ name, requests }) => `${name} (${f.count(requests, "request", "requests")})`))}`,
      ...(names.length === 0 || unasked.length === 0 ? [] : [`nobody asked for ${f.list(unasked)}`]),
      ...(seen.length === 0 ? [] : [`the latest records also have ${f.list(seen)}`]),
    ].join("; "),
  "traffic-at-this-hour": ({ weekAgo, lastHour, hosts, webSockets, isOpenCounted }, f) =>
    `at this hour of the week it has ${perSecond(weekAgo)} requests/s, and ${perSecond(lastHour)} in the last hour${hosts.length === 0 ? "" : `, mostly for ${f.list(hosts)}`}${webSockets === 0 ? "" : `; ${f.count(webSockets, "WebSocket has", "WebSockets have")} ended in the last hour`}${isOpenCounted ? "" : "; WebSockets that are open now are not in the log and not counted, and may end with it"}`,
  "connections-open": ({ connections }, f) =>
    connections === 0
      ? "no connection is open on it by CloudMonitor's latest figure"
      : `${f.count(connections, "connection is", "connections are")} open on it by CloudMonitor's latest figure; open WebSockets are among them, not told apart, and may end with it`,
  "clients-concerned": ({ days, requests, addresses, latest, userAgents }, f) =>
    `it has had ${requests} requests in the last ${days} days; the latest ${Math.min(latest, requests)} came from ${f.count(addresses, "client address", "client addresses")}${mostly(userAgents, f)}`,
  "verified-when-started":
    "the listener is stopped and serves nobody; its configuration is verified now, and what clients get when it starts",
  "impact-only": ({ impact }) => impact,
  "listener-traffic": (params, f) => traffic(params, f),
  "listener-metrics": ({ connections, requestsPerSecond, errorsPerSecond, latencyMs }) =>
    `CloudMonitor: ${knownFigures([
      ["requests/s", requestsPerSecond],
      ["5xx/s", errorsPerSecond],
      ["average latency in ms", latencyMs],
      ["open connections", connections],
    ]).join(", ")}`,
  "traffic-stops": (params, f) => `stops forwarding; ${traffic(params, f)}`,
  "listener-deleted": ({ lost, ...params }, f) =>
    `stops forwarding for good and gives up its id, which an undo cannot give it again${lost.length === 0 ? "" : `, nor ${f.list(lost)}`}; ${traffic(params, f)}`,
  "listener-created": ({ starts, ...params }, f) =>
    `${starts ? "a second listener takes traffic on its own port" : "a second listener is created, and stopped at once"}${made(params, f)}`,
  "listener-restored": (params, f) => `restores traffic, under another id${made(params, f)}`,
  "client-certificate-demanded": ({ certificateId }) =>
    `clients without a certificate of ${certificateId} are turned away`,
  "client-certificate-not-demanded": "nobody is turned away",
  "client-ca-replaced": ({ certificateId, successorId }) =>
    `clients with a certificate of ${certificateId ?? "the present CA"} are turned away, those of ${successorId} are let in`,
  "manager-overwrites": ({ manager }, f) =>
    `${f.messageOf(manager)} overwrites it as soon as it next reconciles, unless it is changed there as well`,
  "requests-traced": ({ percent, sample, type, link }) =>
    `${percent} % of the requests are traced (TracingSample ${sample}) by ${type}${link === null ? "" : `, and Simple Log Service charges for what it stores; traces: ${link}`}`,
  "tracing-ends": ({ endsAccessLog }) =>
    `no request is traced any more; ${endsAccessLog ? "the access log ends, but what it has written stays" : "the access log goes on"}, and Simple Log Service charges for it until you delete the logstore`,
  "default-certificate-changes": ({ keptNames }, f) =>
    `clients that send no SNI, or a name that no certificate covers, are served the new default${keptNames.length === 0 ? "" : `; ${f.list(keptNames)} are still served by a copy of the former default`}`,
  "names-lost": ({ names }, f) => `clients that ask for ${f.list(names)} are served a certificate of another name`,
  "unknown-names-lost": ({ certificateId, successorId }) =>
    `the names of ${certificateId} are not known, as the certificate service does not have it; clients ${successorId === null ? "lose them" : `that ask for one that ${successorId} does not cover are turned away`}`,
  "addresses-lost": ({ successorId, addresses }, f) =>
    `${successorId} is not for ${f.list(addresses)}: clients that connect by IP address and check it reject it`,
  "key-kind-changes": ({ certificateId, key, formerKey, versions, ciphers }) =>
    `the key of ${certificateId} is ${key} after ${formerKey}: clients that have only ${suites(versions, ciphers, 4).join(" or ")} are turned away`,
  "tls-kept": "clients lose nothing",
  "tls-lost": ({ versions, ciphers }) =>
    `clients lose ${suites(versions, ciphers, ciphers.length).join(" and ")}; those that have nothing else are turned away`,
  "slow-requests-fail": ({ seconds }) => `requests that take longer than ${seconds} s are answered 504`,
  "http2-only-turned-away": "clients that speak only HTTP/2, like those of gRPC, are turned away",
  "certificates-go": ({ certificateIds }, f) =>
    `names that only ${f.list(certificateIds)} ${certificateIds.length === 1 ? "covers" : "cover"} lose their certificate`,
  "requests-go-to-group": ({ from, to, isNew, steps, stepSeconds, watchSeconds }) => {
    const shared =
      steps === null
        ? "; all of them at once"
        : `, ${steps.join(" → ")} % of them after albflow's own probes, watched for ${stepSeconds} s at each step`;
    const watched = watchSeconds === 0 ? "" : `; watched for ${watchSeconds} s at the end`;
    return `requests go to ${isNew ? `the new server group ${to}` : to} instead of ${from.join(", ")}${shared}${watched}`;
  },

  "group-not-proven": ({ serverGroupIds, cause }, f) =>
    `${f.list(serverGroupIds)} has not proven itself: ${f.messageOf(cause)}`,
  "group-is-new": "it is new",
  "group-unused": "no running listener forwards to it, so its health is not known",
  "group-unchecked": "its health checks are off",
  "group-servers-not-well": ({ servers }, f) =>
    `${f.list(servers)} of it ${servers.length === 1 ? "is" : "are"} not healthy`,
  "group-not-askable": ({ listenerId }) => `it could not be probed through ${listenerId}`,
  "group-does-not-answer": ({ listenerId }) => `it does not answer on ${listenerId}`,
  "group-answers-errors": ({ listenerId, status }) => `it answers ${status} on ${listenerId}`,
  "present-servers-down": ({ total, serverGroupIds }, f) =>
    `now all ${total} servers of ${f.list(serverGroupIds)} are down`,
  "present-answers-failing": ({ errors, total }) => `now ${errors} of ${total} answers are server errors`,

  "certificate-end-unknown": ({ certificateId, name }) => `when ${named(certificateId, name)} expires is not known`,
  "ended-certificate-served": ({ certificateId, name, notAfter }, f) =>
    `${named(certificateId, name)} expired at ${f.time(notAfter)}: clients that are served it reject it`,
  "certificate-ends-soon": ({ certificateId, name, notAfter, days }, f) =>
    `${named(certificateId, name)} expires in ${f.count(days, "day", "days")} (${f.time(notAfter)})`,
  "client-ca-end-unknown": ({ certificateId }) => `when the CA certificate ${certificateId} expires is not known`,
  "client-ca-ends-soon": ({ certificateId, name, notAfter, days }, f) =>
    `the CA certificate ${named(certificateId, name)} expires in ${f.count(days, "day", "days")} (${f.time(notAfter)}): no client is let in from then on`,

  "admits-without-certificate": "clients without a certificate are let in",
  "admits-client-cas": ({ certificateIds }, f) => `clients with a certificate of ${f.list(certificateIds)} are let in`,
  "admits-every-address": "every address is let in",
  "admits-addresses-outside": ({ aclIds }, f) => `every address that is not in ${f.list(aclIds)} is let in`,
  "admits-addresses-of": ({ aclIds }, f) => `addresses of ${f.list(aclIds)} are let in`,
  "requests-not-encrypted": "requests to it are not encrypted",
  "backend-not-encrypted": "requests are no longer encrypted on the way to its servers",
  "weaker-tls-accepted": ({ versions, ciphers }, f) =>
    `${[...versions, ...(ciphers === 0 ? [] : [f.count(ciphers, "weaker cipher", "weaker ciphers")])].join(", ")} accepted again`,
  "headers-not-told": ({ headers }) =>
    `servers are no longer told ${headers.map((header) => HEADERS[header] ?? header).join(", ")} by ALB, and may believe what clients write there`,
  "proxies-believed": ({ addresses }, f) => `what ${f.list(addresses)} say of a client's address is believed`,
  "forwarded-header-passed": "an X-Forwarded-For that clients send reaches the servers",
  "plan-impact": ({ impacts, effect }, f) =>
    `Impact: ${impacts.length === 0 ? "" : `${f.list(impacts)}: `}${effect.map(f.messageOf).join("; ")}`,
};

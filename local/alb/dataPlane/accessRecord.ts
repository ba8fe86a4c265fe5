import { hash } from "node:crypto";
import type { Exchange } from "./exchange.ts";
import { authorityOf, hostOf } from "./requestFacts.ts";

/** `__topic__` of ALB's access log (alb.md §10.1). */
export const ACCESS_LOG_TOPIC = "alb_layer7_access_log";

/** A client that goes away before it is answered, as nginx and its descendants log it. */
const CLIENT_CLOSED_REQUEST = 499;

/** When an exchange ended: by the time of day, and by the clock that its durations are measured with. */
export interface EndedAt {
  now: number;
  wireNow: number;
}

/** One line of the access log; all values are strings, and what is not known is `-` (alb.md §10.1). */
export function accessRecord(exchange: Exchange, { now, wireNow }: EndedAt): Record<string, string> {
  const { listener, connection, request, upstream, trace, target } = exchange;
  const { tls } = connection;
  const header = (name: string) => String(request.headers[name] ?? "-");
  return {
    app_lb_id: listener.loadBalancerId,
    body_bytes_sent: String(exchange.sent),
    client_ip: connection.clientAddress,
    host: hostOf(request),
    http_host: authorityOf(request),
    http_referer: header("referer"),
    http_user_agent: header("user-agent"),
    http_x_forwarded_for: header("x-forwarded-for"),
    http_x_real_ip: header("x-real-ip"),
    read_request_time: String(Math.max(0, (upstream?.askedAt ?? exchange.startedAt) - exchange.startedAt)),
    request_length: String(requestLength(exchange)),
    request_method: request.method ?? "-",
    request_time: seconds(wireNow - exchange.startedAt),
    request_uri: target,
    // In capitals, "HTTP or HTTPS" (real-cloud.md CR11).
    scheme: listener.protocol,
    server_protocol: `HTTP/${request.httpVersion}`,
    slb_vport: String(listener.port),
    ssl_cipher: tls?.cipher ?? "-",
    ssl_protocol: tls?.protocol ?? "-",
    status: listener.oddRecords === true ? "-" : String(exchange.status ?? CLIENT_CLOSED_REQUEST),
    tcpinfo_rtt: "-",
    time: chinaTime(now),
    // Every request has an id of its own, traced or not (real-cloud.md CR12).
    request_traceid: idOf(exchange),
    // The id of a trace is told of what is traced.
    slb_xtrace: trace?.sampled === true ? trace.traceId : "-",
    xtrace_type: trace?.sampled === true ? "zipkin" : "-",
    upstream_addr: upstream?.address ?? "-",
    upstream_response_time: upstream?.answeredAt === undefined ? "-" : seconds(upstream.answeredAt - upstream.askedAt),
    upstream_status: String(upstream?.status ?? "-"),
    vip_addr: listener.address,
    write_response_time: upstream?.answeredAt === undefined ? "-" : String(Math.max(0, wireNow - upstream.answeredAt)),
  };
}

/** The same request has the same id each time that a seed is run. */
function idOf({ listener, target, startedAt, connection }: Exchange): string {
  const what = `${listener.loadBalancerId} ${listener.port} ${target} ${startedAt} ${connection.clientAddress}`;
  return hash("sha256", what).slice(0, 32);
}

/** Request line, fields and body, as HTTP/1.1 would write them. */
function requestLength({ request, target, received }: Exchange): number {
  const { rawHeaders, method = "" } = request;
  let length = method.length + target.length + " HTTP/1.1\r\n ".length + "\r\n".length + received;
  for (const text of rawHeaders) length += text.length + ": ".length;
  return length;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}

/** ISO 8601 at UTC+8, to the second: the time that the cloud's own machines keep. */
function chinaTime(ms: number): string {
  const second = Math.floor(ms / 1000);
  if (second !== written.second) {
    const text = new Date(second * 1000 + 8 * 3_600_000).toISOString();
    written = { second, text: `${text.slice(0, 19)}+08:00` };
  }
  return written.text;
}

/** Many requests end in the same second. */
let written = { second: Number.NaN, text: "" };

import type { EndedAt } from "./accessRecord.ts";
import type { Exchange } from "./exchange.ts";
import type { Trace } from "./trace.ts";

/** `__topic__` of the spans, which go where the access log goes; the real ones go to Xtrace (alb.md §9). */
export const SPAN_TOPIC = "alb_span";

/** One span in the shape of SLS trace records: times in microseconds, all values strings. */
export function spanRecord(exchange: Exchange, trace: Trace, { now, wireNow }: EndedAt): Record<string, string> {
  const { listener, request, target, status, upstream } = exchange;
  const duration = Math.max(0, wireNow - exchange.startedAt);
  return {
    traceID: trace.traceId,
    spanID: trace.spanId,
    parentSpanID: trace.parentSpanId ?? "",
    kind: "server",
    service: "alb",
    host: listener.loadBalancerId,
    name: `${request.method ?? ""} ${target.split("?")[0]}`,
    start: micro(now - duration),
    end: micro(now),
    duration: micro(duration),
    statusCode: (status ?? 500) >= 500 ? "ERROR" : "OK",
    attribute: JSON.stringify({
      "http.status_code": String(status ?? ""),
      "http.method": request.method ?? "",
      "http.target": target,
      "net.peer.address": upstream?.address ?? "",
      "alb.listener.id": listener.listenerId,
      "alb.sampling.rate": String(listener.tracingSample ?? ""),
    }),
  };
}

function micro(ms: number): string {
  return String(Math.round(ms * 1000));
}

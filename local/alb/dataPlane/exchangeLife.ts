import { ACCESS_LOG_TOPIC, accessRecord } from "./accessRecord.ts";
import type { ClientConnection } from "./connection.ts";
import type { ListenerTraffic, ServedListener } from "./contract.ts";
import type { Exchange } from "./exchange.ts";
import type { Plane } from "./plane.ts";
import { targetOf } from "./requestFacts.ts";
import { SPAN_TOPIC, spanRecord } from "./spanRecord.ts";
import { traceRequest } from "./trace.ts";

/** A request has come. Call `endExchange` when its answer or its connection has ended. */
export function beginExchange(
  listener: ServedListener,
  plane: Plane,
  traffic: ListenerTraffic,
  connection: ClientConnection,
  request: Exchange["request"],
): Exchange {
  traffic.requests += 1;
  connection.begin();
  const { tracingSample, ownTraces = false } = listener;
  const headers = ownTraces ? [] : request.rawHeaders;
  return {
    listener,
    connection,
    request,
    target: targetOf(request),
    startedAt: plane.wireClock.now(),
    received: 0,
    sent: 0,
    ...(tracingSample === undefined ? {} : { trace: traceRequest(headers, tracingSample, plane.random) }),
  };
}

/** Counts what has happened and leaves the records of it. */
export function endExchange(exchange: Exchange, plane: Plane, traffic: ListenerTraffic) {
  const { listener, connection, status, trace } = exchange;
  connection.end();
  const counted = status === undefined ? undefined : STATUS_CLASSES[Math.floor(status / 100)];
  if (counted !== undefined) traffic.responses[counted] += 1;
  const endedAt = { now: plane.clock.now(), wireNow: plane.wireClock.now() };
  plane.minutesOf(listener).answered(status, endedAt.wireNow - exchange.startedAt);
  if (listener.accessLog === undefined) return;
  plane.records.write(listener.accessLog, ACCESS_LOG_TOPIC, accessRecord(exchange, endedAt));
  if (trace?.sampled === true)
    plane.records.write(listener.accessLog, SPAN_TOPIC, spanRecord(exchange, trace, endedAt));
}

const STATUS_CLASSES: Record<number, keyof ListenerTraffic["responses"]> = { 2: "2xx", 3: "3xx", 4: "4xx", 5: "5xx" };

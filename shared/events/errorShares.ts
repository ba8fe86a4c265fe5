import type { RequestServed, Told } from "./fact.ts";

/** How much of what a listener answered in a window of time were 5xx. */
export interface ErrorShare extends Told {
  kind: "errorShare";
  loadBalancerId: string;
  port: number;
  protocol: RequestServed["protocol"];
  requests: number;
  /** 0 to 1. */
  share: number;
  /** Begin and end of the window, milliseconds since 1970. */
  from: number;
  to: number;
}

/**
 * Counts requests into windows of time, each listener by itself. A record that is delivered again counts once. Windows are
 * cut at multiples of their length, so that one window has one id, whatever batches its records come in.
 */
export function errorShares(requests: readonly RequestServed[], windowMs: number): ErrorShare[] {
  const windows = new Map<string, { first: RequestServed; from: number; failed: number; seen: Set<string> }>();
  for (const request of requests) {
    const from = request.at - (request.at % windowMs);
    const { loadBalancerId, port, protocol, status, eventId } = request;
    const id = `${loadBalancerId}/${port}/${protocol}/${from}`;
    const window = windows.get(id) ?? { first: request, from, failed: 0, seen: new Set<string>() };
    windows.set(id, window);
    if (window.seen.has(eventId)) continue;
    window.seen.add(eventId);
    if (status >= 500) window.failed += 1;
  }
  return [...windows].map(([id, { first, from, failed, seen }]) => ({
    kind: "errorShare",
    eventId: id,
    at: from + windowMs,
    loadBalancerId: first.loadBalancerId,
    port: first.port,
    protocol: first.protocol,
    requests: seen.size,
    share: failed / seen.size,
    from,
    to: from + windowMs,
  }));
}

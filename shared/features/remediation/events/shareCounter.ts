import type { EventMeta, RequestServed } from "./normalizedEvent.ts";

/** How much of what a listener answered in a window of time were 5xx. */
export interface ErrorShare extends EventMeta {
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

/** Counts the requests of a range that is read part by part, in the memory of its windows. */
interface ShareCounter {
  /** Counts a part. A record that is twice in it counts once; parts have no record in common. */
  add(requests: readonly RequestServed[]): void;
  shares(): ErrorShare[];
  /** How many windows there are by now. */
  size(): number;
}

/**
 * Counts requests into windows of time, each listener by itself. Windows are cut at multiples of their length, so that one
 * window has one id, whatever batches its records come in.
 */
export function shareCounter(windowMs: number): ShareCounter {
  const windows = new Map<string, { first: RequestServed; from: number; failed: number; requests: number }>();
  return {
    add(requests) {
      for (const request of new Map(requests.map((one) => [one.eventId, one])).values()) {
        const from = request.at - (request.at % windowMs);
        const { loadBalancerId, port, protocol, status } = request;
        const id = `${loadBalancerId}/${port}/${protocol}/${from}`;
        const window = windows.get(id) ?? { first: request, from, failed: 0, requests: 0 };
        windows.set(id, window);
        window.requests += 1;
        if (status >= 500) window.failed += 1;
      }
    },
    shares: () =>
      [...windows].map(([id, { first, from, failed, requests }]) => ({
        kind: "errorShare",
        eventId: id,
        at: from + windowMs,
        loadBalancerId: first.loadBalancerId,
        port: first.port,
        protocol: first.protocol,
        requests,
        share: failed / requests,
        from,
        to: from + windowMs,
      })),
    size: () => windows.size,
  };
}

import type { Clock } from "../../../shared/platform/clock.ts";
import type { PortMinute } from "./contract.ts";

/** Counts, minute by minute, what one port of a load balancer does. */
export interface PortMinutes {
  /** The port is open from now on; with what its listener serves before and after it may be closed for a while. */
  opened(): void;
  closed(): void;
  connected(): void;
  disconnected(): void;
  /** A request has been answered, or given up, after so many milliseconds. */
  answered(status: number | undefined, ms: number): void;
  /** The minutes that are over and begin in this range, the oldest first; those in which it was not open at all are left out. */
  between(from: number, to: number): PortMinute[];
  /** As if it had been opened just now. */
  forget(): void;
}

/** Nothing is counted by a timer: a minute in which nothing happens has as many connections as the one before, and no request. */
export function createPortMinutes(clock: Clock): PortMinutes {
  let open = 0;
  /** How many connections there were when counting began. */
  let first = 0;
  let busy = new Map<number, Omit<PortMinute, "at">>();
  let spans: { from: number; to?: number }[] = [];

  function now(): Omit<PortMinute, "at"> {
    const at = startOf(clock.now());
    let minute = busy.get(at);
    if (minute === undefined) {
      minute = { connections: open, requests: 0, errors: 0, requestMs: 0 };
      busy.set(at, minute);
      const oldest = busy.keys().next().value;
      if (busy.size > MOST_KEPT && oldest !== undefined) busy.delete(oldest);
    }
    return minute;
  }
  function change(by: 1 | -1) {
    const minute = now();
    open += by;
    minute.connections = open;
  }
  const wasOpen = (at: number) =>
    spans.some(({ from, to = Number.POSITIVE_INFINITY }) => from < at + MINUTE_MS && to > at);

  return {
    opened: () => void spans.push({ from: clock.now() }),
    closed() {
      const last = spans.at(-1);
      if (last !== undefined) last.to ??= clock.now();
      spans = spans.slice(-MOST_SPANS);
    },
    connected: () => change(1),
    disconnected: () => change(-1),
    answered(status, ms) {
      const minute = now();
      minute.requests += 1;
      minute.requestMs += ms;
      if (status !== undefined && status >= 500) minute.errors += 1;
    },
    between(from, to) {
      const minutes: PortMinute[] = [];
      const end = Math.min(to, startOf(clock.now()) - 1);
      let connections = first;
      for (const [at, minute] of busy) if (at < from) connections = minute.connections;
      for (let at = Math.ceil(from / MINUTE_MS) * MINUTE_MS; at <= end; at += MINUTE_MS) {
        const counted = busy.get(at);
        connections = counted?.connections ?? connections;
        if (wasOpen(at)) minutes.push({ at, requests: 0, errors: 0, requestMs: 0, ...counted, connections });
      }
      return minutes;
    },
    forget() {
      busy = new Map();
      first = open;
      spans = [{ from: clock.now() }];
    },
  };
}

function startOf(time: number): number {
  return Math.floor(time / MINUTE_MS) * MINUTE_MS;
}

const MINUTE_MS = 60_000;
/** Minutes in which something happened. */
const MOST_KEPT = 1_440;
/** Times between opening and closing. */
const MOST_SPANS = 20;

import type { CallRecord } from "../context.ts";
import type { Restore } from "../snapshot.ts";
import { redactCall } from "./redactCall.ts";

/** The calls that the cloud has answered, without secrets. */
export interface CallLog {
  /** Writes a call down, redacted, and tells everyone who listens. */
  log(call: CallRecord): void;
  /** The latest calls that fit, oldest first. */
  recent(filter?: CallFilter): CallRecord[];
  /** Is told of every call that fits from now on, until the returned function is called. */
  subscribe(listener: (call: CallRecord) => void, filter?: CallFilter): () => void;
  /** Remembers what is written down. */
  snapshot(): Restore;
}

/** Which calls to show; what is left out fits every call. */
interface CallFilter {
  service?: string;
  action?: string;
  resource?: string;
  caller?: string;
  /** Milliseconds since 1970: calls from then on. */
  since?: number;
  /** At most so many, the latest; default all that are kept. Subscribers are told of every call, whatever it says. */
  limit?: number;
}

/** Keeps the last `capacity` calls. */
export function createCallLog(capacity = 10_000): CallLog {
  let ring: CallRecord[] = [];
  const listeners = new Set<{ listener: (call: CallRecord) => void; filter: CallFilter }>();
  let written = 0;
  return {
    log(call) {
      const safe = withoutSecrets(call);
      ring[written % capacity] = safe;
      written += 1;
      for (const { listener, filter } of listeners) if (fits(safe, filter)) listener(safe);
    },
    recent(filter = {}) {
      const oldest = Math.max(0, written - capacity);
      const inOrder = [...ring.slice(oldest % capacity), ...ring.slice(0, oldest % capacity)];
      const found = inOrder.filter((call) => fits(call, filter));
      return filter.limit === undefined ? found : found.slice(Math.max(0, found.length - filter.limit));
    },
    subscribe(listener, filter = {}) {
      const subscription = { listener, filter };
      listeners.add(subscription);
      return () => void listeners.delete(subscription);
    },
    snapshot() {
      const kept = { ring: [...ring], written };
      return () => {
        ring = [...kept.ring];
        written = kept.written;
      };
    },
  };
}

function withoutSecrets(call: CallRecord): CallRecord {
  return {
    ...call,
    action: redactCall(call.action),
    caller: redactCall(call.caller),
    ...(call.resource === undefined ? {} : { resource: redactCall(call.resource) }),
    ...(call.code === undefined ? {} : { code: redactCall(call.code) }),
  };
}

function fits(call: CallRecord, { service, action, resource, caller, since }: CallFilter): boolean {
  return (
    (service === undefined || call.service === service) &&
    (action === undefined || call.action === action) &&
    (resource === undefined || call.resource === resource) &&
    (caller === undefined || call.caller === caller) &&
    (since === undefined || call.at >= since)
  );
}

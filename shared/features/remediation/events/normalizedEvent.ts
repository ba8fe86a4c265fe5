import type { Reason } from "../../../platform/reasons/reason.ts";
/** What remediation can know. Whatever cannot be said in one of these is refused, never guessed. */
export type NormalizedEvent =
  | (CallEvent & { kind: "listenerStopped" | "listenerDeleted"; listenerId: string })
  | (CallEvent & { kind: "securityPolicySet"; listenerId: string; securityPolicyId: string })
  | (CallEvent & { kind: "logProjectDeleted"; project: string })
  | (CallEvent & { kind: "logstoreDeleted"; project: string; logstore: string })
  /** A certificate that listeners of classic load balancers and perhaps of ALB use (alb.md U11): never relied on. */
  | (EventMeta & { kind: "certificateExpiring"; daysLeft: number })
  /** An alarm of CloudMonitor: clients of a port, or of a whole instance, cannot agree on TLS with it. */
  | (EventMeta & { kind: "handshakesFailing"; loadBalancerId: string; port: number | undefined; said: Alarm })
  | RequestServed
  /** An event of a known shape that no rule is about: a failed call, a read, another product. */
  | (EventMeta & { kind: "unrelated"; reason: Reason });

/** What an alarm says: its name, its metric and the value. */
interface Alarm {
  alarm: string;
  metric: string;
  value: string;
}

/** What every event tells. */
export interface EventMeta {
  /** The same each time that it is delivered. */
  eventId: string;
  /** When it happened, milliseconds since 1970. */
  at: number;
}

/** What every successful call to an API tells. */
export interface CallEvent extends EventMeta {
  region: string;
  caller: Caller;
  requestId: string;
}

/** Who made a call, as ActionTrail tells it. */
interface Caller {
  /** `ram-user`, `assumed-role`, `root-account`, `system`. */
  type: string;
  /** The RAM user's name, or role and session of an assumed role. */
  name: string;
  userAgent: string;
}

/** One request, as ALB's access log tells it. It names no listener (alb.md §10.1). */
export interface RequestServed extends EventMeta {
  kind: "requestServed";
  loadBalancerId: string;
  port: number;
  protocol: "HTTP" | "HTTPS" | "QUIC";
  status: number;
  /** What the server answered; undefined when it was not asked or did not answer. */
  upstreamStatus: number | undefined;
}

import type { Restore } from "../../snapshot.ts";

/** Everything the data plane needs to know to serve one listener: what the control plane has made effective. */
export interface ServedListener {
  listenerId: string;
  loadBalancerId: string;
  /** The load balancer's own loopback address, its "VIP". */
  address: string;
  /** The configured port. The data plane may map it (see `DataPlane.endpoint`). */
  port: number;
  protocol: "HTTP" | "HTTPS";
  /** Absent on HTTP. */
  tls?: ServedTls;
  http2: boolean;
  gzip: boolean;
  /** Seconds. */
  idleTimeout: number;
  /** Seconds; a backend that takes longer gives 504. */
  requestTimeout: number;
  xForwardedFor: XForwardedFor;
  /** Which client addresses are let in; absent: all of them. */
  access?: ServedAccess;
  /** Forwarding of the default action; weights as in `ServerGroupTuples`. */
  serverGroups: { serverGroupId: string; weight: number }[];
  /** Forwarding rules by priority, before the default action. */
  rules: ServedRule[];
  accessLog?: { project: string; logstore: string };
  /** Requests of 10,000 that are traced (alb.md U1); absent when tracing is off. */
  tracingSample?: number;
  /** Records of the access log lack the status, as nobody assumes (real-cloud.md CR11). */
  oddRecords?: boolean;
  /** Traces that clients have begun are not continued. */
  ownTraces?: boolean;
}

/** Addresses and CIDR blocks of IPv4: the only ones that are let in, or those that are not. */
export interface ServedAccess {
  type: "White" | "Black";
  entries: string[];
}

export interface ServedTls {
  /** Served when no name is sent, or none fits (alb.md U16). */
  defaultCertificate: CertificateInUse;
  /**
   * The default of the other kind of key, where there is one of each: who asks for a name of either, or for none, is served
   * the one whose kind of key they can use (real-cloud.md CB5).
   */
  secondDefault?: CertificateInUse;
  /** In the order of association, the latest last: of two that fit a name, the latest wins (alb.md U16). */
  additionalCertificates: CertificateInUse[];
  /** Of `TLSv1.0 TLSv1.1 TLSv1.2 TLSv1.3`. */
  versions: string[];
  /** OpenSSL names; TLS 1.3 suites by their IANA names. */
  ciphers: string[];
  /** PEM of the CA that client certificates must chain to; absent when mutual authentication is off. */
  clientCa?: string;
}

export interface CertificateInUse {
  /** With its region suffix, as the control plane lists it. */
  certificateId: string;
  /** Leaf first, then the chain. */
  certificatePem: string;
  privateKeyPem: string;
}

/** `X-Forwarded-*` as configured by XForwardedForConfig. */
interface XForwardedFor {
  forwardedFor: boolean;
  proto: boolean;
  port: boolean;
  loadBalancerId: boolean;
  clientSrcPort: boolean;
  clientCert: { subjectDn?: string; issuerDn?: string; fingerprint?: string; verify?: string };
}

export interface ServedRule {
  ruleId: string;
  priority: number;
  /** All must hold; within one condition any value may match. `*` and `?` are wildcards. */
  conditions: {
    type: "Host" | "Path" | "Method" | "Header" | "QueryString" | "Cookie" | "SourceIp";
    key?: string;
    values: string[];
  }[];
  action:
    | { type: "ForwardGroup"; serverGroups: { serverGroupId: string; weight: number }[] }
    | { type: "Redirect"; host: string; path: string; port: string; protocol: string; query: string; httpCode: number }
    | { type: "FixedResponse"; content: string; contentType: string; httpCode: number };
}

/** A server group as the data plane uses it. */
export interface ServedServerGroup {
  serverGroupId: string;
  protocol: "HTTP" | "HTTPS" | "gRPC";
  scheduler: "Wrr" | "Wlc" | "Sch";
  sticky?: { type: "Insert" | "Server"; cookie?: string; timeout?: number };
  servers: { host: string; port: number; weight: number }[];
  /** Seconds where a time; absent when health checks are off. */
  healthCheck?: {
    protocol: "HTTP" | "HTTPS" | "TCP" | "GRPC";
    path: string;
    method: string;
    host?: string;
    /** 0: the server's own port. */
    port: number;
    /** `http_2xx`, `http_3xx` … */
    codes: string[];
    interval: number;
    timeout: number;
    healthyThreshold: number;
    unhealthyThreshold: number;
  };
}

/** What a server group's servers look like from the data plane (GetListenerHealthStatus shows those not healthy). */
export interface ServerHealth {
  host: string;
  port: number;
  status: "Initial" | "Healthy" | "Unhealthy" | "Unused" | "Unavailable";
  /** `CONNECT_FAILED`, `RESPONSE_MISMATCH` … (alb.md §3). */
  reasonCode?: string;
}

/** Traffic counters since the listener was opened, for tests, the call log and the console. */
export interface ListenerTraffic {
  connections: number;
  handshakeErrors: number;
  requests: number;
  responses: Record<"2xx" | "3xx" | "4xx" | "5xx", number>;
}

/** What a port of a load balancer did in one minute. */
export interface PortMinute {
  /** Its beginning, milliseconds since 1970. */
  at: number;
  /** Established when it ended; a WebSocket is one, as long as it is open. */
  connections: number;
  requests: number;
  /** Answered with a status of 500 and above. */
  errors: number;
  /** How long all of them took together. */
  requestMs: number;
}

/** A port that is open or was, and what it has done. */
export interface WatchedPort {
  loadBalancerId: string;
  protocol: "HTTP" | "HTTPS";
  port: number;
  /** Minutes that are over and begin in this range, the oldest first. */
  between(from: number, to: number): PortMinute[];
}

/** Where log records go: the local SLS, in process. */
export type WriteLogs = (
  target: { project: string; logstore: string },
  topic: string,
  records: Record<string, string>[],
) => void;

/** Real sockets that serve what the control plane says. Every method may be called again with the same value. */
export interface DataPlane {
  /**
   * Opens the listener, or switches it to a new configuration atomically. Open connections stay open and keep the TLS of
   * their handshake; their next requests are routed by the new configuration. Rejects when the port cannot be had or TLS
   * cannot be served as configured; `lazily`, what is opened first looks at its TLS with its first connection.
   */
  serve(listener: ServedListener, lazily?: boolean): Promise<void>;
  /** Closes the port at once, lets open requests finish for a few seconds, then closes what is left. */
  stop(listenerId: string): Promise<void>;
  serveGroup(group: ServedServerGroup): void;
  removeGroup(serverGroupId: string): void;
  health(serverGroupId: string): ServerHealth[];
  traffic(listenerId: string): ListenerTraffic | undefined;
  /** Every port that has been opened, for CloudMonitor. */
  ports(): WatchedPort[];
  /** Where the listener really listens; undefined when it is not open. */
  endpoint(listenerId: string): { address: string; port: number } | undefined;
  /**
   * Remembers how healthy servers are. What is served is the control plane's to put back; records that are not written
   * yet are lost.
   */
  snapshot(): Restore;
  close(): Promise<void>;
}

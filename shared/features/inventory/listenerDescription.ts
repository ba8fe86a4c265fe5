import type { Certificate } from "../../core/certificates/certificate.ts";
import type { ClientCa } from "../../core/certificates/clientCas.ts";
import type { LoadBalancer } from "../../core/operation.ts";
import type { TlsPolicy } from "../../core/operations/tlsPolicy.ts";
import type { Listener } from "../../core/resources/listenerState.ts";
import type { Server } from "../../core/resources/serverGroup.ts";
import type { ProbeResult } from "../../core/verdict.ts";
import type { Place } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import type { TrafficFigures } from "./trafficFigures.ts";

/** An execution that changes a listener. */
export interface Changing {
  operation: string;
  execution: string;
}

/** What `describeListener` returns. */
export interface ListenerDescription {
  listener: Listener;
  loadBalancer: Pick<
    LoadBalancer,
    | "LoadBalancerId"
    | "LoadBalancerName"
    | "LoadBalancerEdition"
    | "DNSName"
    | "AddressType"
    | "ModificationProtectionConfig"
  >;
  certificates: (Certificate & { isDefault: boolean; daysLeft: number | null })[];
  /** The CAs whose clients it lets in; none where it demands no certificates of clients. */
  clientCas: ClientCa[];
  /** Null where there is no TLS. */
  tlsPolicy: TlsPolicy | null;
  /** `down`: addresses of servers that ALB's check says are down; null while nobody checks, as the listener is stopped. */
  serverGroups: { id: string; servers: Server[]; down: string[] | null }[];
  /** How many rules stand on it, and how many requests go through it. */
  traffic: Reason;
  /** The last minutes by the access log; null where there is none. */
  figures: TrafficFigures | null;
  /** What CloudMonitor last said, without what `figures` have; null where it says nothing, absent from functions that do not ask it yet. */
  metrics?: Reason | null;
  /** Where its traces are; empty when it does not trace. */
  traces: string;
  /** Where its access log is; empty when its instance writes none. */
  accessLog: string;
  /** What was seen from outside; empty when nobody has looked. */
  probes: ProbeResult[];
  /** When that was, milliseconds since 1970; 0 when nobody has looked. */
  readAt: number;
  warnings: Reason[];
  /** Where it is, as the API tells it; absent at home. */
  place?: Place;
  /** The execution that works on it now, as the API tells it; null where none does. */
  changing?: Changing | null;
  apiCalls: number;
}

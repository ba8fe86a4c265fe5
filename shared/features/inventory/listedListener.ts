import type { ClientCa } from "../../core/certificates/clientCas.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import type { IndexState } from "./domainIndex.ts";

/** One listener of a list. */
export interface ListedListener {
  region: string;
  /** Of another account than the deployment's own. */
  account?: string;
  loadBalancerId: string;
  loadBalancerName: string;
  edition: string;
  listenerId: string;
  description: string;
  protocol: string;
  port: number;
  status: string;
  tracing: boolean;
  /** Empty where there is no TLS. */
  tlsPolicyId: string;
  /** By key; absent where there are none. */
  tags?: Record<string, string>;
  /** Where it forwards to by default. */
  serverGroupIds: string[];
  /** Empty where nobody has asked for them. */
  certificates: ListedCertificate[];
  /** The CAs whose clients it lets in, where it demands certificates of clients. */
  clientCas?: ClientCa[];
  /** Where somebody has asked for it. */
  health?: ListedHealth;
  /** Why its certificates or its health, which were asked for, could not be read: ALB answers few calls a minute. */
  unavailable?: string;
  /** Sentences: what somebody should look at. */
  warnings: Reason[];
}

/** A certificate on a listener. */
export interface ListedCertificate {
  id: string;
  isDefault: boolean;
  /** What it is known by (`labelsOf`); empty for one that the certificate service has lost, or that cannot be read. */
  names: string[];
  /** By the earliest end in its chain; null where nobody knows. */
  daysLeft: number | null;
  /** The intermediate that ends first, where it is not the certificate itself. */
  endsWith?: string;
  /** Why it could not be read. */
  unavailable?: string;
}

/** The servers behind a listener, by ALB's own health check. */
export interface ListedHealth {
  servers: number;
  down: number;
}

/** A region that could not be read. */
export interface UnavailablePlace {
  region: string;
  /** Of another account than the deployment's own. */
  account?: string;
  reason: Reason;
  /** Since when nobody could read it, as far as it is known; milliseconds since 1970. */
  since: number;
  /** When the rows were read that are shown of it; null where none are. */
  shownFrom: number | null;
}

/** A list, and the regions that could not be read. */
export interface ListenerList {
  listeners: ListedListener[];
  unavailable: UnavailablePlace[];
  apiCalls: number;
  /** Where they were looked for by a domain. */
  index?: DomainAnswer;
}

/** How old the index of domains is, what it does not know, and whether more than can be told fit. */
export type DomainAnswer = IndexState & { isCut: boolean };

import type { Certificate } from "../../core/certificates/certificate.ts";
import type { ClientCa } from "../../core/certificates/clientCas.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import type { RenewalWindow } from "./acme/renewalWindow.ts";
import type { Attempt, FailedAttempt } from "./attempts.ts";

/**
 * Everything that renewal reads and does: the cloud itself, or a model of it. Every method throws `AlbflowError`. A region of
 * another account is told as `<account>/<region>` (`regionName`).
 */
export interface Fleet {
  /** Whether certificates can be ordered, in the own account. */
  mayOrder: boolean;
  /** The region where executions are; its own where each region has them. */
  home?: string;
  /** The regions to look at. */
  regions(): Promise<string[]>;
  /**
   * A page of a region's listeners that have certificates, the first after the listener `after` where one is given;
   * `next` is empty on the last.
   */
  listeners(region: string, token: string, after?: string): Promise<{ rows: ListedRow[]; next: string }>;
  /** These listeners as they are now; one that is gone is left out. */
  listed(region: string, listenerIds: string[]): Promise<ListedRow[]>;
  /**
   * What these listeners hold. A listener that is gone holds nothing; a certificate that CAS has lost, or that cannot be
   * read, has no names. `unavailable` are listeners of which nobody knows what they hold. Throws when none could be read.
   */
  bindings(region: string, listenerIds: string[]): Promise<Bound>;
  /** Keeps which domains these listeners serve, so that they can be found by them; absent where nobody wants that. */
  index?: (round: string, region: string, listeners: IndexedListener[]) => Promise<void>;
  /** Running HTTPS listeners of an instance, and what they hold: through them a QUIC listener of it is verified. */
  companions(region: string, loadBalancerId: string): Promise<Companion[]>;
  /**
   * Rotations in this region, and orders: all that were started or have ended since (milliseconds since 1970, the same for
   * all steps of a round), and longer ago those that failed, and orders of the last week that did not, with what is due.
   */
  attempts(region: string, since: number, due: Pick<Binding, "listenerId" | "certificate">[]): Promise<Attempt[]>;
  /** How many rotations run in other regions, as `attempts` has last read it. */
  runningElsewhere(region: string): number;
  /** How attempts that have failed did so. */
  failures(region: string, attempts: Attempt[]): Promise<Map<string, FailedAttempt>>;
  /** The best certificate to follow under a TLS policy and others that are fit, or why there is none. */
  successor(region: string, certificate: Certificate, policyId: string): Promise<Found>;
  /** When its ACME server would like it to be renewed; undefined when nobody says so, or is to be asked now. */
  suggested(region: string, certificate: Certificate): Promise<RenewalWindow | undefined> | undefined;
  /** Starts a rotation in the listener's region. One of that name that is there already stays as it is. */
  rotate(region: string, name: string, input: RotationInput): Promise<void>;
  /** Starts an order. One of that name that is there already stays as it is. */
  order(name: string, input: { certificateId: string; origin: string }): Promise<void>;
}

/** A listener, and the names in its certificates. */
export interface IndexedListener {
  listenerId: string;
  names: string[];
}

/** A listener as it is listed. */
export interface ListedRow {
  id: string;
  loadBalancerId: string;
  protocol: string;
  /** Its TLS policy; empty where that is not known. */
  policyId: string;
  /** Why nothing can be rotated on it, without asking further; null when nothing is known against it. */
  obstacle: Reason | null;
  /** Who renews what it holds, and where; absent where that is us. */
  elsewhere?: Reason;
  /** What of it decides whether a rotation can succeed, as a short text: another text, another chance. */
  state: string;
}

/** What listeners hold. */
export interface Bound {
  bindings: Binding[];
  unavailable: Unavailable[];
  /** The CAs whose clients they let in. */
  clientCas?: { listenerId: string; ca: ClientCa }[];
}

/** A listener of which nobody knows what it holds, and why. */
export interface Unavailable {
  listenerId: string;
  reason: Reason;
}

/** A listener that speaks what we speak, on an instance where another does not. */
export interface Companion {
  listenerId: string;
  /** Numbers of the certificates that it holds. */
  certificates: number[];
}

/** A certificate on a listener. */
export interface Binding {
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
}

/** What `rotateCertificate` is started with. */
interface RotationInput {
  listenerId: string;
  certificateId: string;
  successorId: string;
  verification?: { acceptUnreachable: true };
  /** The sign by which it is known as renewal's own (shared/core/origin.ts). */
  origin: string;
}

/** What follows a certificate, or why nothing does. `others` are fit as well, in the order in which they are tried. */
export type Found = { id: string; others?: string[] } | { none: Reason };

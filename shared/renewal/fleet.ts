import type { RenewalWindow } from "../acme/renewalWindow.ts";
import type { Certificate } from "../certificate.ts";
import type { Attempt } from "./attempts.ts";

/** Everything that renewal reads and does: the cloud itself, or a model of it. Every method throws `AlbflowError`. */
export interface Fleet {
  /** Whether certificates can be ordered. */
  mayOrder: boolean;
  /** The regions to look at. */
  regions(): Promise<string[]>;
  /** A page of a region's listeners that have certificates; `next` is empty on the last. */
  listeners(region: string, token: string): Promise<{ ids: string[]; next: string }>;
  /** What these listeners hold. A listener that is gone holds nothing; of one that CAS has lost is told why nothing is known. */
  bindings(region: string, listenerIds: string[]): Promise<Binding[]>;
  /** Rotations in this region, and orders, that were started since (milliseconds since 1970). */
  attempts(region: string, since: number): Promise<Attempt[]>;
  /** The best certificate to follow, or why there is none. */
  successor(region: string, certificate: Certificate): Promise<{ id: string } | { none: string }>;
  /** When its ACME server would like it to be renewed; undefined when nobody says so, or is to be asked now. */
  suggested(region: string, certificate: Certificate): Promise<RenewalWindow | undefined> | undefined;
  /** Starts a rotation in the listener's region. One of that name that is there already stays as it is. */
  rotate(region: string, name: string, input: RotationInput): Promise<void>;
  /** Starts an order. One of that name that is there already stays as it is. */
  order(name: string, input: { certificateId: string }): Promise<void>;
}

/** A certificate on a listener. */
export interface Binding {
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
}

/** What `rotateCertificate` is started with. */
export interface RotationInput {
  listenerId: string;
  certificateId: string;
  successorId: string;
}

import type { Certificate } from "../certificate.ts";
import type { Timing } from "./timing.ts";

/** A certificate on a listener that is due. */
export interface Candidate {
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
  timing: Extract<Timing, { due: true }>;
  /** What follows it, or why nothing does. */
  successor: { id: string } | { none: string };
}

/** What is done about a candidate now. */
export type Course =
  | { kind: "rotate"; name: string; successorId: string; isCanary: boolean; forced: string }
  | { kind: "order"; name: string; isNew: boolean }
  /** Something must end first; worth another look within minutes. */
  | { kind: "later"; because: string; name: string }
  /** It waits for the maintenance window. */
  | { kind: "window"; opensAt: number }
  /** It could be done, and is not: its last attempt has failed, or too much has. */
  | { kind: "held"; because: string; name: string }
  /** Nothing can be done without a person. */
  | { kind: "stuck"; because: string };

/** How much may be under way and go wrong. */
export interface Limits {
  /** Rotations of a region that run at the same time. */
  atOnce: number;
  /** Failed rotations in six hours after which, if they are more than a fifth of all, no more are started. */
  errorBudget: number;
  /** Whether certificates can be ordered. */
  mayOrder: boolean;
}

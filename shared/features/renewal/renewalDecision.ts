import type { Certificate } from "../../core/certificates/certificate.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import type { Companion, Found } from "./fleet.ts";
import type { Timing } from "./timing.ts";

/** A certificate on a listener that is due. */
export interface RenewalCandidate {
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
  timing: Extract<Timing, { due: true }>;
  /** What follows it: the best first, and what else is fit, in order; or why nothing does. */
  successor: Found;
  /** Why it cannot be rotated where it is; null when it can. */
  obstacle: Reason | null;
  /** Who renews it, and where; absent where that is us. */
  elsewhere?: Reason;
  /** What a failure depends on beside the certificate: how its listener stands (`ListedRow.state`). */
  state: string;
  /** Listeners through which a QUIC listener can be verified; undefined where it is verified itself. */
  companions?: Companion[];
}

/** What is done about a candidate now. */
export type RenewalDecision =
  | {
      kind: "rotate";
      name: string;
      successorId: string;
      isCanary: boolean;
      forced: Reason | null;
      /** Whether it counts although nobody can see what is served. */
      isUnseen: boolean;
      situation: string;
    }
  | { kind: "order"; name: string; isNew: boolean }
  /** Something must end first; worth another look within minutes. `name` is its execution, empty where it waits for no single one. */
  | { kind: "later"; reason: Reason; name: string }
  /** It waits for the maintenance window. */
  | { kind: "window"; opensAt: number }
  /**
   * It could be done, and is not: its last attempt has failed, or too much has. `isFinal` when nothing is tried any more
   * until something changes; `failures` counts the attempts that came to nothing.
   */
  | { kind: "held"; reason: Reason; name: string; isFinal: boolean; failures: number }
  /** Nothing can be done without a person. */
  | { kind: "stuck"; reason: Reason }
  /** Whoever manages its listener renews it. */
  | { kind: "elsewhere"; reason: Reason };

/** How much may be under way and go wrong. */
export interface Limits {
  /** Rotations of a region that run at the same time. */
  atOnce: number;
  /** Rotations that run in other regions: all use the same CloudFlow. */
  elsewhere: number;
  /** Failed rotations in six hours after which, if they are more than a fifth of all, no more are started. */
  errorBudget: number;
  /** The share of its lifetime, at its end, in which a certificate is renewed. */
  share: number;
  /** Whether certificates can be ordered. */
  mayOrder: boolean;
  /** What is renewed although nothing can be verified from where the functions run. */
  unverified: "none" | "quic" | "all";
  /** What names of attempts end with comes from it. */
  key: Buffer;
  /** Where the listeners are, if that is not home: a region, or `<account>/<region>`. */
  region?: string;
}

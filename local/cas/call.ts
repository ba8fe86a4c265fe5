import type { Action } from "../rpc/action.ts";
import type { CasState } from "./rows.ts";

/** What CAS's actions know besides the state. */
interface CasSeed {
  /** The region of the CAS site: the suffix of certificate ids, not the region of the load balancers (alb.md §1.4). */
  site: string;
  /** Certificates that an account may hold, expired ones included. */
  certificateQuota: number;
  /** Whether a listener holds the certificate of this id, with its suffix. */
  isBound(certificateId: string): boolean;
}

/** An emulated CAS action. */
export type CasAction<Parameters> = Action<CasState, Parameters, CasSeed>;

/** The third argument of a CAS action. */
export type CasCall = Parameters<CasAction<never>>[2];

import type { Action } from "../rpc/action.ts";
import type { AlidnsState } from "./rows.ts";

/** What the actions know besides the state. */
interface AlidnsSeed {
  /** Names of the servers that a domain is delegated to. */
  dnsServers: readonly string[];
  /** Milliseconds from the change of a record to the first answer that has it. */
  propagationMs: number;
  /** Records that a domain may have. */
  recordQuota: number;
}

/** An emulated action of Alibaba Cloud DNS. */
export type AlidnsAction<Parameters> = Action<AlidnsState, Parameters, AlidnsSeed>;

/** The third argument of such an action. */
export type AlidnsCall = Parameters<AlidnsAction<never>>[2];

import type { Action } from "./action.ts";
import type { Api } from "./api.ts";
import type { ErrorOf } from "./errorOf.ts";
import type { FlatParameters } from "./parameters.ts";
import type { Rate } from "./rateLimit.ts";
import type { UsedToken } from "./replay.ts";
import type { Table } from "./table.ts";

/** A product of the RPC style: what the dispatcher must know to serve it. */
export interface RpcProduct<State, Seed> {
  service: "alb" | "cas" | "cms" | "dns" | "kms";
  /** As in `https://api.aliyun.com/troubleshoot?product=Alb`. */
  product: string;
  /** `alb` in `alb:StartListener`. */
  ramPrefix: string;
  /** What RAM calls an action, where that is not the API's name. */
  ramAction?(action: string): string;
  /** The `HostId` of error bodies. */
  host: string;
  /** Versions of actions that the table gives none of their own. */
  versions: string[];
  api: Api;
  actions: Readonly<Record<string, Action<State, never, Seed>>>;
  errorOf: ErrorOf;
  /** What actions can ask besides the state. */
  seed: Seed;
  state: {
    current(): State;
    /** For dry runs: what is written to it is forgotten. */
    fork(): State;
    /** For stale reads. */
    asOf(at: number): State;
    usedTokens?(): Table<UsedToken>;
  };
  /** Makes everything due by now happen, before a call sees the state. */
  settle(now: number): Promise<void> | undefined;
  /**
   * The resource that a call is about: its ARN for RAM, its id for faults and the call log. `also` are the ARNs of others
   * that the call must be allowed on as well.
   */
  resourceOf(state: State, action: string, parameters: FlatParameters): CalledOn;
  /** Undefined: as often as you like. */
  rateOf(action: string): Rate | undefined;
}

/** What RAM is asked about a call, and what faults and the call log know it by. */
export interface CalledOn {
  arn: string;
  also?: string[];
  id?: string;
}

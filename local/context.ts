import type { Clock } from "../shared/platform/clock.ts";
import type { Keeper } from "./keeper.ts";
import type { Ram, RamIdentity } from "./ram/contract.ts";
import type { Realities } from "./realities/realities.ts";

/** What every service of the local cloud is given when it is built. */
export interface CloudContext {
  clock: Clock;
  /** The region that this cloud plays, for example `cn-hangzhou`. */
  region: string;
  /** Sixteen digits. */
  accountId: string;
  ram: Ram;
  /** RAM of another account of this cloud; undefined when there is no such account. */
  ramOf?: (accountId: string) => Ram | undefined;
  /** Random, but repeatable for one seed: request ids, resource ids, jitter. */
  random: () => number;
  /** Writes one line to the call log; secrets are redacted by the writer of that log. */
  logCall(call: CallRecord): void;
  /** Tells ActionTrail of a call that was to change something, once RAM knew the caller and it was answered. */
  trail?(call: TrailedCall): void;
  /** The trails that there are, and one to be there from now on. */
  trails?(): Trail[];
  putTrail?(trail: Trail): void;
  /** The trail that delivers to this logstore is no more. */
  removeTrail?(logstore: string): void;
  /** Faults that somebody asked for; undefined when this call goes through undisturbed. */
  faultFor(call: CallToFault): Fault | undefined;
  /** What was found on the real cloud; absent: everything is as assumed. */
  realities?: Realities;
  /** Keeps what happens; absent in a cloud that forgets everything with its process. */
  keeper?: Keeper;
}

/** What is known of a call when a fault may hit it. */
export interface CallToFault {
  service: string;
  action: string;
  resource?: string;
  accountId?: string;
  region?: string;
  /** It only asks whether it would be accepted. */
  isDryRun?: boolean;
}

/** A logstore that a trail delivers to. */
export interface Trail {
  project: string;
  logstore: string;
  /** It was created, and delivers nothing yet. */
  isPaused?: boolean;
}

/** One call as the call log shows it. */
export interface CallRecord {
  at: number;
  service: "alb" | "cas" | "fnf" | "fc" | "sls" | "ram" | "dns" | "kms" | "cms";
  action: string;
  resource?: string;
  caller: string;
  status: number;
  code?: string;
  requestId: string;
  durationMs: number;
  /** Name of the fault that hit it. */
  fault?: string;
  /** Where it was made, when that is not the account and region that the cloud plays. */
  place?: { accountId: string; region: string };
}

/** A call as ActionTrail is told of it. */
export interface TrailedCall {
  at: number;
  /** As ActionTrail names it: `Alb`, `Log`. */
  product: string;
  /** `alb.cn-hangzhou.aliyuncs.com`. */
  host: string;
  action: string;
  identity: RamIdentity;
  /** Flat, secrets included: whoever tells of them leaves those out. */
  parameters: Record<string, string>;
  requestId: string;
  /** Of a call that was refused. */
  code?: string;
  message?: string;
  remoteAddress: string;
  userAgent: string;
}

/** What can be made to go wrong with a call. */
export type Fault =
  | { kind: "refuse"; status: number; code: string; message: string }
  | { kind: "throttle" }
  | { kind: "delay"; ms: number }
  /** A 5xx, before or after the call took effect. */
  | { kind: "error"; when: "before" | "after" }
  /** No answer until the client gives up, before or after the call took effect. */
  | { kind: "timeout"; when: "before" | "after" }
  | { kind: "reset"; when: "before" | "after" }
  /** The change never leaves `Configuring`. */
  | { kind: "stuck" }
  /** The job ends `Failed` and the resource goes back. */
  | { kind: "failJob"; code: string; message: string }
  /** A read answers with what was true `ms` ago. */
  | { kind: "stale"; ms: number }
  /** The data plane goes on with the old configuration for `ms` after the control plane reports success. */
  | { kind: "lag"; ms: number }
  | { kind: "deny" };

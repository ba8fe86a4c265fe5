import type { Action } from "../rpc/action.ts";
import type { ServerHealth } from "./dataPlane/contract.ts";
import type { Quotas } from "./quotas.ts";
import type { AlbState } from "./rows.ts";

/** What ALB's actions can ask of the rest of the cloud. */
interface AlbSeed {
  /** A server certificate by the id that a caller gives, bare or with its region suffix; undefined: CAS has none. */
  certificate(id: string): { certificateId: string; certificatePem: string } | undefined;
  /** A CA certificate by its identifier. */
  caCertificate(identifier: string): { certificatePem: string } | undefined;
  /** A loopback address that is not among the taken ones. */
  allocateAddress(taken: ReadonlySet<string>): string;
  /** How long a change by this action takes, in milliseconds. */
  durationOf(action: string): number;
  health(serverGroupId: string): ServerHealth[];
  quotas: Quotas;
}

/** An emulated ALB action. */
export type AlbAction<Parameters> = Action<AlbState, Parameters, AlbSeed>;

/** The third argument of an ALB action. */
export type AlbCall = Parameters<AlbAction<never>>[2];

import type { PlanCertificates } from "../../../shared/core/certificates/planCertificates.ts";
import type { State } from "../../../shared/core/verdict.ts";
import type { RunHistory } from "../../graph/progress.ts";
import type { ReportedReason } from "../../reportedReason.ts";

/** An execution as `GET /executions/{name}` tells it, as far as the page shows it. */
export interface ExecutionView extends RunHistory {
  name: string;
  operation: string;
  flow: string;
  startedAt: string;
  /** Null while it runs. */
  stoppedAt: string | null;
  /** Empty where it has to do with none. */
  listenerId: string;
  /** Where it is, where that is not home. */
  region?: string;
  account?: string;
  /** The execution that it takes back; else empty. */
  undoes: string;
  requestedBy: string;
  /** Why, and the ticket that it belongs to; empty where nobody has said. */
  why: string;
  ticket: string;
  /** Who has stopped it and why; null while nobody has. */
  stopped: ReportedStop | null;
  /** The execution that people have stopped and that this one ends, if it does. */
  stoppedExecution?: { execution: string; by: string; why: string; mode: "takeBack" | "leave"; at: string };
  /** What it has made, under the ids that the cloud gave; absent while it runs. */
  made?: { name: string; id: string }[];
  /** All that it touches, as grants name it. */
  touches: string[];
  lastEvent: number;
  input: object;
  output: object;
  verdict: VerdictView | null;
  /** What a state was given and gave, where it was asked for; null where there is no such state. */
  visit?: { state: string; input: object; output: object | null } | null;
  /** What it waits to have answered. */
  approval: { needed: number; approvedBy: string[]; until: string; link: string } | null;
}

/** How albflow's part of an execution stands; `stopped` where people have ended it. */
export type ExecutionState = State | "stopped";

export interface ReportedStop {
  /** Empty where it was stopped past albflow. */
  by: string;
  why: string;
  mode: "takeBack" | "leave";
  at: string;
  /** The execution that takes back what was changed, or tells what stays. */
  rollbackTarget: string | null;
}

export interface VerdictView {
  state: ExecutionState;
  reason: ReportedReason;
  /** What went wrong, where something was rolled back. */
  cause: ReportedReason | null;
  plan: PlanView | null;
  touches: string[];
  seen: ProbeView[];
  /** Where something was taken back. */
  clientsSaw?: ReportedReason;
  approvedBy: string[];
  apiCalls: number;
  writes: WriteView[];
}

export interface PlanView {
  hash: string;
  changes: { field: string; before: unknown; after: unknown }[];
  certificates?: PlanCertificates | undefined;
  steps: ReportedReason[];
  effect: ReportedReason[];
  /** The worst first; of executions that an older version has planned only the worst is known. */
  impacts?: string[];
  impact?: string;
  expectedSeconds: number;
  /** Of executions that an older version has planned it is not known. */
  atMostSeconds?: number;
  needsApproval: boolean;
  watch: { seconds: number; throughout: boolean; between?: { seconds: number; steps: number[] } };
}

export interface ProbeView {
  probe: ReportedReason;
  expected: ReportedReason | null;
  found: ReportedReason | null;
  problem: ReportedReason | null;
  inconclusive: ReportedReason | null;
}

export interface WriteView {
  at: string;
  action: string;
  resource: string;
  requestId: string;
  outcome: "done" | "refused" | "unknown";
  back: boolean;
}

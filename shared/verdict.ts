import { AlbflowError } from "./errors.ts";
import type { Change } from "./path.ts";
import type { World } from "./world.ts";

/** Where an operation stands. Flows branch on it with Choice. */
export type State =
  /** preflight: the plan may be carried out · nothing to do · must not be done */
  | "go"
  | "skip"
  | "refuse"
  /** call: the write is made */
  | "called"
  /** ready: the cloud has finished · it has not · it has failed */
  | "ready"
  | "waiting"
  | "failed"
  /** verify: this step is seen on the wire and another follows · it was the last · something else is served */
  | "next"
  | "verified"
  | "unverified"
  /** undo: back at the snapshot · on the way there */
  | "undone"
  | "undoing";

/**
 * What a phase returns, and what the next phase is given: plain data, every field always present, because a flow's
 * expressions fail on a path that is missing (cloudflow.md A6).
 */
export interface Verdict {
  state: State;
  /** A sentence that a person can act on. */
  because: string;
  /** Why things were undone; empty while nothing has failed. */
  cause: string;
  operation: string;
  /** Name of the execution: the idempotency key of everything that is done. */
  execution: string;
  input: Record<string, unknown>;
  plan: Plan | null;
  /** The step of the plan that is being carried out, from 0. */
  step: number;
  /** The ALB job of the last write; empty when there is none. */
  jobId: string;
  startedAt: number;
  /** Milliseconds since 1970 after which waiting is failure. */
  deadline: number;
  /** What was seen on the wire, last time somebody looked. */
  seen: Sight[];
  /** Calls made to cloud APIs so far, by everything that worked on this execution. */
  apiCalls: number;
}

/** What will be done, and from where: made by preflight, carried out by call, taken back by undo. */
export interface Plan {
  snapshot: World;
  changes: Change[];
  /** What clients will notice, in words. */
  impact: string;
  /** One sentence a step. */
  steps: string[];
}

/** One look at what a listener serves. */
export interface Sight {
  /** The name that was asked for; empty when none was sent. */
  serverName: string;
  served: ServedCertificate | null;
  /** Serial that the control plane says is served; empty when the port must be closed. */
  expected: string;
  /** What was wrong; empty when all was right. */
  problem: string;
}

/** A certificate as a client is served it. */
export interface ServedCertificate {
  subject: string;
  names: string[];
  serial: string;
  notAfter: string;
}

/** The verdict that a flow has passed on. Throws InvalidInput when there is none. */
export function verdictOf(request: Record<string, unknown>): Verdict {
  const verdict = request.verdict as Verdict | undefined;
  if (typeof verdict === "object" && verdict !== null && typeof verdict.execution === "string") return verdict;
  throw new AlbflowError("InvalidInput", "The event carries no verdict; flows pass on what preflight returned.");
}

/** The whole story of a verdict: what went wrong, if anything did, and where things are now. */
export function explain({ cause, because }: Pick<Verdict, "cause" | "because">): string {
  return cause === "" ? because : `${cause} ${because}`;
}

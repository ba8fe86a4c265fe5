import { AlbflowError } from "../platform/errors.ts";
import type { Place } from "../platform/place.ts";
import { type Reason, reason } from "../platform/reasons/reason.ts";
import type { PlanCertificates } from "./certificates/planCertificates.ts";
import type { Impact } from "./impact.ts";
import type { ResourceSet, Scope } from "./resourceSet.ts";
import type { ResourceName } from "./resources/registry.ts";
import type { Change } from "./resources/resource.ts";
import type { Stop } from "./stop.ts";

/** Where an operation can stand, who says so, and what that means. Flows branch on it with Choice. */
export const STATES = {
  planned: { by: "preflight", means: "the plan may be carried out" },
  awaitingApproval: { by: "preflight", means: "somebody else has to agree to the plan first" },
  left: {
    by: "preflight",
    means: "another execution was stopped, and what it has changed stays: not verified, and watched by nobody",
  },
  unchanged: { by: "preflight", means: "there is nothing to do" },
  refused: { by: "preflight", means: "it must not be done, for every reason that is told; nothing was changed" },
  submitted: { by: "call", means: "the step's write is made" },
  lockWait: { by: "call", means: "another execution works on the listener; it is tried again" },
  settled: { by: "ready", means: "the cloud has finished the step" },
  pending: { by: "ready", means: "the cloud has not finished it yet" },
  failed: {
    by: "ready",
    means: "it will not come to anything, and everything goes back; at the end: a person is needed",
  },
  advanced: { by: "verify", means: "the step is seen on the wire, and another follows" },
  observing: { by: "verify", means: "all steps are done, and the result is watched for a while" },
  verified: { by: "verify", means: "all steps are done and seen on the wire" },
  mismatched: {
    by: "verify",
    means: "something else is served than planned, or it cannot be seen; everything goes back",
  },
  rollingBack: { by: "undo", means: "rolling back to the snapshot" },
  rolledBack: { by: "undo", means: "back at the snapshot" },
} as const;

export type State = keyof typeof STATES;

/**
 * What a phase returns, and what the next phase is given: plain data, every field always present, because a flow's
 * expressions fail on a path that is missing (cloudflow.md A6).
 */
export interface Verdict {
  state: State;
  /** Why it stands there. */
  reason: Reason;
  /** Why things were rolled back; null while nothing has failed. */
  cause: Reason | null;
  operation: string;
  /** Name of the execution: the idempotency key of everything that is done. */
  execution: string;
  input: Record<string, unknown>;
  plan: Plan | null;
  /** Where it is done; absent at home, where albflow is deployed. */
  place?: Place;
  /** What it touches, as grants name it (shared/core/touches.ts); absent where nothing was looked at yet. */
  touches?: string[];
  /** The execution that people have stopped and that this one ends, with who did so and why; absent for all others. */
  stopped?: Stop & { execution: string };
  /** The step of the plan that is being carried out, from 0. */
  step: number;
  /** The ALB job of the last write; empty when there is none. */
  jobId: string;
  /** Executions of the lock's flow that keep others away; empty before the first write. */
  locks: string[];
  /**
   * One entry for each answer to the plan: a signed vote that counts, or `NO_VOTE` in place of what does not; `round`
   * counts the answers, from the first to this plan.
   */
  votes: string[];
  round: number;
  /** Milliseconds since 1970 until which votes count; 0 where none is needed. */
  votesUntil: number;
  /** CloudFlow waits so long for an answer, then asks once more and waits as long again; 1 where nobody is asked. */
  answerSeconds: number;
  approvedBy: string[];
  startedAt: number;
  /** Milliseconds since 1970 after which waiting is failure. */
  deadline: number;
  /** Milliseconds since 1970 until which the result is watched; 0 when it is not. */
  watchUntil: number;
  /** How often the flow has paused, on the way there or in the rollback; each pause may be longer than the one before. */
  pauses: number;
  /** Seconds of the next pause, 1 to 300. */
  pauseSeconds: number;
  /** How often it was planned again because somebody else had changed something. */
  replans: number;
  /** What was seen on the wire, last time somebody looked. */
  seen: ProbeResult[];
  /** What albflow itself got while it looked, from the first write on; absent before. */
  observed?: Observed;
  /** Every write so far, made, refused, or perhaps made: what the audit trail will tell. */
  writes: MadeWrite[];
  /** Calls made to cloud APIs so far, by everything that worked on this execution. */
  apiCalls: number;
  /** How often the cloud turned one of them away as too many; absent until it does. */
  throttled?: number;
  /**
   * Where `input` and the stages of `plan` stand in full when they are too large to be carried: compressed in `text`
   * (brotli, base64), or that text in executions of the flow `keep`. What stands in their own places is an outline then,
   * and `opened` (verdictSize.ts) puts them back.
   */
  packed?: { text: string; kept: string[] };
}

/** One write, as the audit trail will tell it. */
export interface MadeWrite {
  /** Milliseconds since 1970. */
  at: number;
  /** Product and action: `alb:StartListener`. */
  action: string;
  /** What it changes; what it makes, by the name that it is to have. */
  resource: string;
  changes: Change[];
  /** The cloud's ids of the request and the job; empty when no answer came. */
  requestId: string;
  jobId: string;
  /** `unknown`: the line broke, so that it may have taken effect or not. */
  outcome: "done" | "refused" | "unknown";
  /** Whether it was made in the rollback. */
  back: boolean;
  /** What was seen after it. */
  evidence: Reason[];
  /** What it has made, and the id that the cloud gave it: what may be taken back is known by it. */
  made?: { name: ResourceName; id: string };
}

/** What will be done, and from where: made by preflight, carried out by call, taken back by undo. */
export interface Plan {
  /** Where to look at what it has to do with. */
  keys: Scope;
  snapshot: ResourceSet;
  /** The stages on the way; the last is where it leads. */
  stages: ResourceSet[];
  changes: Change[];
  /** What is told of the certificates in `changes`, by id. */
  certificates?: PlanCertificates;
  /** Everything that it means for clients and for security, the worst first. */
  impacts: Impact[];
  /** What clients will notice. */
  effect: Reason[];
  /** What each step does. */
  steps: Reason[];
  /** How long it will take, verification included; `watch` comes on top. */
  expectedSeconds: number;
  /** After so many seconds it has ended, one way or the other: the deadline, the watch, and the rollback if it fails. */
  atMostSeconds: number;
  needsApproval: boolean;
  /** For how long the result is watched before it counts; `throughout`: to the end, even if all is well at once. */
  watch: {
    seconds: number;
    throughout: boolean;
    /** Steps before the last (from 0) after each of which it is watched throughout, for so many seconds. */
    between?: { seconds: number; steps: number[] };
  };
  /** SHA-256, hex, of snapshot, stages and input: what somebody agrees to. */
  hash: string;
}

/** What albflow's own questions got of a listener while something was changed. */
export interface Observed {
  /** Milliseconds since 1970, of the first and the last probe. */
  from: number;
  until: number;
  /** Answers over HTTP by status; 599 where none came. */
  answers: Record<string, number>;
  /** Other probes, like handshakes, and how many of them saw something else than they should. */
  probes: number;
  wrong: number;
  /** What the present server groups gave while nobody but albflow asked the new ones. */
  before?: { asked: number; failed: number };
  /** Everybody's answers by the access log between the first write and the end of the rollback, where there is one. */
  logged?: { total: number; errors: number };
}

/** One probe of what a listener really does. */
export interface ProbeResult {
  /** What was looked at: a handshake for shop.example.com, TLSv1.1, client certificate 1-cn-hangzhou, … */
  probe: Reason;
  /** What the configuration says; null where nothing was expected. */
  expected: Reason | null;
  /** What was seen; null where nothing could be. */
  found: Reason | null;
  /** The certificate that was served, where the look was a handshake. */
  served: ServedCertificate | null;
  /** What was wrong; null when all was right. */
  problem: Reason | null;
  /** Why it could not be seen from here; null when it could. */
  inconclusive: Reason | null;
  /** Statuses of the answers over HTTP that it got; 599 where none came. Counted by `observed`, and not kept. */
  answers?: number[];
  /** Whether these were the present server groups' alone, while nobody but albflow asked the new ones. Not kept either. */
  isBefore?: true;
}

/** A certificate as a client is served it. */
export interface ServedCertificate {
  subject: string;
  names: string[];
  serial: string;
  notAfter: string;
}

/**
 * A verdict that says nothing but what is given: every other is made from it. It also completes what lacks fields: those of
 * executions that an older version has started, and of those that a flow ends before anything was looked at.
 */
export function verdictWith(given: Pick<Verdict, "operation" | "execution"> & Partial<Verdict>): Verdict {
  return {
    state: "refused",
    reason: reason("text", { text: "" }),
    cause: null,
    input: {},
    plan: null,
    step: 0,
    jobId: "",
    locks: [],
    votes: [],
    round: 1,
    votesUntil: 0,
    answerSeconds: 1,
    approvedBy: [],
    startedAt: 0,
    deadline: 0,
    watchUntil: 0,
    pauses: 0,
    pauseSeconds: 1,
    replans: 0,
    seen: [],
    writes: [],
    apiCalls: 0,
    ...given,
  };
}

/** The verdict that a flow has passed on. Throws InvalidInput when there is none. */
export function verdictOf(request: Record<string, unknown>): Verdict {
  const verdict = request.verdict as Verdict | undefined;
  if (typeof verdict === "object" && verdict !== null && typeof verdict.execution === "string") {
    return verdictWith(verdict);
  }
  throw new AlbflowError("InvalidInput", reason("verdict-missing"));
}

/** The whole story of a verdict: what went wrong, if anything did, and where things are now. */
export function storyOf({ cause, reason: now }: Pick<Verdict, "cause" | "reason">): Reason[] {
  return cause === null ? [now] : [cause, now];
}

/** A text in an input; empty when it is absent or something else. */
export function textIn(input: Record<string, unknown>, field: string): string {
  const value = input[field];
  return typeof value === "string" ? value : "";
}

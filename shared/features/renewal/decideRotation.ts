import { createHash } from "node:crypto";
import { numericId } from "../../core/certificates/certificate.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import { type AttemptIndex, bindingKey, failureOf, failuresOf } from "./attemptIndex.ts";
import { type Attempt, type FailedAttempt, rotationName, slotOf } from "./attempts.ts";
import type { Limits, RenewalCandidate, RenewalDecision } from "./renewalDecision.ts";
import { reserveOf } from "./timing.ts";

/**
 * What is done about a certificate that has a successor and may be rotated now. Its listener must be free and able; then
 * each of what could follow it is thought of in turn, and the first that nothing speaks against is rotated to.
 */
export function decideRotation(
  candidate: RenewalCandidate,
  successorIds: string[],
  attemptIndex: AttemptIndex,
  limits: Limits,
  now: number,
): RenewalDecision {
  const { listenerId, certificate, obstacle } = candidate;
  if (obstacle !== null) return { kind: "stuck", reason: obstacle };
  const here = attemptIndex.runningRotations.find((one) => one.listenerId === listenerId);
  if (here !== undefined) return busyWith(here, candidate, now);
  const before = attemptIndex.byPlace.get(bindingKey(listenerId, numericId(certificate.id))) ?? [];
  let known: string | undefined;
  // Most wait for their turn, and need none.
  const situation = () => {
    known ??= situationOf(candidate, successorIds);
    return known;
  };
  let first: RenewalDecision | undefined;
  for (const successorId of successorIds) {
    const decision = decisionTo(candidate, successorId, { attemptIndex, limits, now, before, situation });
    if (decision.kind !== "held" && decision.kind !== "stuck") return decision;
    // What is told is what speaks against the best of them.
    first ??= decision;
  }
  return first ?? { kind: "stuck", reason: reason("nothing-follows") };
}

/** What a failure depends on: the same again ends the same until one of these is another. */
export function situationOf({ state, isDefault }: RenewalCandidate, successorIds: string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([state, isDefault, [...successorIds].sort()]))
    .digest("hex")
    .slice(0, 16);
}

/** Approvals aside, which renewal does not ask for, nothing takes so long: the way there and back has deadlines. */
const LONGEST_ROTATION_MS = 3 * 3_600_000;

function busyWith(here: Attempt, { certificate }: RenewalCandidate, now: number): RenewalDecision {
  const isThis = here.certificate === numericId(certificate.id);
  if (now - here.startedAt > LONGEST_ROTATION_MS) {
    const stuck = reason("rotation-not-ended", { execution: here.name, startedAt: here.startedAt });
    return { kind: "held", reason: stuck, name: here.name, isFinal: true, failures: 1 };
  }
  return {
    kind: "later",
    reason: isThis ? reason("rotation-running") : reason("listener-busy", { execution: here.name }),
    name: here.name,
  };
}

interface Circumstances {
  attemptIndex: AttemptIndex;
  limits: Limits;
  now: number;
  /** What was tried with this certificate on this listener. */
  before: Attempt[];
  situation: () => string;
}

function decisionTo(candidate: RenewalCandidate, successorId: string, circumstances: Circumstances): RenewalDecision {
  const { listenerId, certificate, timing } = candidate;
  const { attemptIndex, limits, now, before, situation } = circumstances;
  const slot = slotOf(certificate, now, timing.isUrgent);
  const later = (why: Reason, name = ""): RenewalDecision => ({ kind: "later", reason: why, name });
  const held = (why: Reason, failures = 0, isFinal = false): RenewalDecision => ({
    kind: "held",
    reason: why,
    name: failures === 0 ? "" : (mine.at(-1)?.name ?? ""),
    isFinal,
    failures,
  });

  const successor = numericId(successorId);
  const mine = before.filter((one) => one.successor === successor);
  const last = mine.at(-1);
  if (last?.status === "succeeded" && last.startedAt >= slot.start)
    return later(reason("rotation-just-ended"), last.name);
  if (last?.status === "failed") {
    const failure = failureOf(attemptIndex, last);
    const again = againAt(candidate, last, failure, circumstances);
    const failed = mine.reduce((sum, one) => sum + (one.status === "failed" ? failuresOf(one) : 0), 0);
    if (again === undefined) {
      return held(reason("rotation-failed", { ...reported(failure), again: null }), failed, true);
    }
    if (again > now) return held(reason("rotation-failed", { ...reported(failure), again }), failed);
  }

  const unseen = isUnseen(candidate, limits);
  const companion = unseen ? undefined : withoutCompanion(candidate, successor, attemptIndex);
  if (companion !== undefined) return companion;
  const number = numericId(certificate.id);
  const group = attemptIndex.rotations.filter((one) => one.certificate === number && one.successor === successor);
  const isProven = group.some(({ status }) => status === "succeeded");
  if (!isProven) {
    const first = group.find(({ status }) => status === "running");
    if (first !== undefined) return later(reason("another-listener-first", { listenerId: first.listenerId }));
    const failed = group.find(
      (one) =>
        one.status === "failed" &&
        one.startedAt >= slot.start &&
        one.listenerId !== listenerId &&
        failureOf(attemptIndex, one).kind !== "refused",
    );
    if (failed !== undefined) {
      return held(reason("first-listener-failed", { listenerId: failed.listenerId, again: slot.end }));
    }
  }
  if (attemptIndex.usedUp !== undefined && !timing.isUrgent) return held(attemptIndex.usedUp);
  const running = attemptIndex.runningRotations.length;
  if (running >= limits.atOnce) return later(reason("rotations-running", { count: running }));
  const inAll = running + limits.elsewhere;
  const mostInAll = timing.isUrgent ? IN_ALL_REGIONS : IN_ALL_REGIONS - KEPT_FOR_URGENT;
  if (inAll >= Math.max(mostInAll, limits.atOnce)) return later(reason("rotations-running", { count: inAll }));
  const forced = timing.mayAct ? timing.forced : null;
  const attempt = { listenerId, certificateId: certificate.id, successorId, slot: slot.start, situation: situation() };
  const name = rotationName(limits.key, { region: limits.region ?? "", ...attempt });
  return { kind: "rotate", name, successorId, isCanary: !isProven, forced, isUnseen: unseen, situation: situation() };
}

/**
 * When an attempt that has failed is made again; undefined when not before something changes. What clients have seen go
 * wrong goes wrong again, so that only the last days before the end, when there is little to lose, try it once in a while.
 */
function againAt(
  { certificate, timing }: RenewalCandidate,
  last: Attempt,
  { kind }: FailedAttempt,
  { situation, limits }: Circumstances,
): number | undefined {
  if (last.situation !== situation()) return last.stoppedAt;
  if (kind === "seen") {
    if (!timing.isUrgent) return undefined;
    const left = certificate.notAfter - last.startedAt;
    return (
      last.startedAt +
      Math.min(reserveOf(certificate, limits.share) / LAST_TRIES, left / (left > DAY_MS ? 2 : LAST_PARTS))
    );
  }
  // A refusal tells the same each hour, and a person each time.
  return slotOf(certificate, last.startedAt, timing.isUrgent && kind === "passing").end;
}

/**
 * Rotations at the same time in all regions. Each makes three calls of DescribeExecution and two of ListExecutions at home, of
 * which CloudFlow takes 300 and 120 a minute (cloudflow.md §8.4); ten at once end about 27 a minute (docs/scale.md).
 */
const IN_ALL_REGIONS = 10;
/**
 * Of these ten. When a window opens, a whole week's certificates wait for their turn, while one that came hours before its end is read
 * once an hour: it must find a place then.
 */
const KEPT_FOR_URGENT = 2;

/** The reserve is divided into so many. */
const LAST_TRIES = 7;
/**
 * Half of what is left is waited for where that is less, and an eighth on the last day. A region that is down for all of the last
 * night leaves a few hours before it: a second try must fall into them, and a place is read once an hour.
 */
const LAST_PARTS = 8;
const DAY_MS = 86_400_000;

function reported({ kind, reason: cause }: FailedAttempt): { isRefused: boolean; cause: Reason | null } {
  return { isRefused: kind === "refused", cause };
}

function isUnseen({ companions }: RenewalCandidate, { unverified }: Limits): boolean {
  return unverified === "all" || (unverified === "quic" && companions !== undefined);
}

/** What keeps a QUIC listener, which is verified through another, from being rotated now; undefined: nothing. */
function withoutCompanion(
  { companions, certificate }: RenewalCandidate,
  successor: number,
  attemptIndex: AttemptIndex,
): RenewalDecision | undefined {
  if (companions === undefined) return undefined;
  const holding = (number: number) => companions.find(({ certificates }) => certificates.includes(number));
  if (holding(successor) !== undefined) return undefined;
  const first = holding(numericId(certificate.id));
  if (first === undefined)
    return { kind: "stuck", reason: reason("quic-unrenewable", { setting: "ALBFLOW_RENEWAL_UNVERIFIED" }) };
  const why = reason("quic-companion-first", { listenerId: first.listenerId });
  const isRunning = attemptIndex.runningRotations.some(({ listenerId }) => listenerId === first.listenerId);
  return isRunning
    ? { kind: "later", reason: why, name: "" }
    : { kind: "held", reason: why, name: "", isFinal: false, failures: 0 };
}

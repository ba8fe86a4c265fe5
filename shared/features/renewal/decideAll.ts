import { numericId } from "../../core/certificates/certificate.ts";
import { type AttemptIndex, addAttempt, bindingKey } from "./attemptIndex.ts";
import type { Attempt } from "./attempts.ts";
import { decideOrder } from "./decideOrder.ts";
import { decideRotation } from "./decideRotation.ts";
import type { Limits, RenewalCandidate, RenewalDecision } from "./renewalDecision.ts";

/** A candidate, and what is done about it. */
export interface Decided {
  candidate: RenewalCandidate;
  decision: RenewalDecision;
}

/**
 * Decides what to do about everything that is due, the most urgent first, and enters into the ledger of the last 24 hours
 * what is begun. A certificate is rotated on one listener first, and on the others when that has succeeded; on one
 * listener one certificate at a time.
 */
export function decideAll(
  candidates: RenewalCandidate[],
  attemptIndex: AttemptIndex,
  limits: Limits,
  now: number,
): Decided[] {
  return inOrder(candidates, attemptIndex).map((candidate) => {
    const { successor, timing, elsewhere } = candidate;
    const decision: RenewalDecision =
      elsewhere !== undefined
        ? { kind: "elsewhere", reason: elsewhere }
        : "none" in successor
          ? decideOrder(candidate, successor.none, attemptIndex, limits, now)
          : timing.mayAct || candidate.obstacle !== null
            ? decideRotation(candidate, [successor.id, ...(successor.others ?? [])], attemptIndex, limits, now)
            : { kind: "window", opensAt: timing.opensAt };
    if (decision.kind === "rotate" || (decision.kind === "order" && decision.isNew)) {
      addAttempt(attemptIndex, begun(candidate, decision, now), now);
    }
    return { candidate, decision };
  });
}

/**
 * What expires first, first. Where one successor follows several of a listener, the default goes first: a successor that
 * is additional already would have to leave for a moment to become the default (alb.md U14). Of listeners that hold the
 * same certificate one on which it has failed, or that can only be verified through another, is not the first.
 */
function inOrder(candidates: RenewalCandidate[], attemptIndex: AttemptIndex): RenewalCandidate[] {
  const isLater = ({ listenerId, certificate, obstacle, companions }: RenewalCandidate) =>
    obstacle !== null ||
    companions !== undefined ||
    attemptIndex.byPlace
      .get(bindingKey(listenerId, numericId(certificate.id)))
      ?.some(({ status }) => status === "failed") === true;
  const ends = new Map<string, number>();
  const keyed = candidates.map((candidate) => {
    const { listenerId, successor, certificate } = candidate;
    const key = "id" in successor ? `${listenerId} ${successor.id}` : "";
    if (key !== "") ends.set(key, Math.min(certificate.notAfter, ends.get(key) ?? certificate.notAfter));
    return { candidate, key, later: Number(isLater(candidate)) };
  });
  return keyed
    .map(({ candidate, key, later }) => ({ candidate, later, end: ends.get(key) ?? candidate.certificate.notAfter }))
    .sort(
      (one, other) =>
        one.end - other.end ||
        one.later - other.later ||
        Number(other.candidate.isDefault) - Number(one.candidate.isDefault),
    )
    .map(({ candidate }) => candidate);
}

function begun(
  { listenerId, certificate }: RenewalCandidate,
  decision: RenewalDecision & { kind: "rotate" | "order" },
  startedAt: number,
): Attempt {
  const rotates = decision.kind === "rotate";
  return {
    name: decision.name,
    kind: decision.kind,
    certificate: numericId(certificate.id),
    successor: rotates ? numericId(decision.successorId) : 0,
    listenerId: rotates ? listenerId : "",
    status: "running",
    startedAt,
    stoppedAt: 0,
    situation: rotates ? decision.situation : "",
  };
}

import { numericId } from "../../core/certificates/certificate.ts";
import type { Attempt } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import { enter, type Ledger, placeOf } from "./ledger.ts";
import { orderCourse } from "./orderCourse.ts";
import { rotationCourse } from "./rotationCourse.ts";

/** A candidate, and what is done about it. */
export interface Decided {
  candidate: Candidate;
  course: Course;
}

/**
 * Decides what to do about everything that is due, the most urgent first, and enters into the ledger of the last 24 hours
 * what is begun. A certificate is rotated on one listener first, and on the others when that has succeeded; on one
 * listener one certificate at a time.
 */
export function admit(candidates: Candidate[], ledger: Ledger, limits: Limits, now: number): Decided[] {
  return inOrder(candidates, ledger).map((candidate) => {
    const { successor, timing } = candidate;
    const course: Course =
      "none" in successor
        ? orderCourse(candidate, successor.none, ledger, limits, now)
        : timing.mayAct || candidate.obstacle !== ""
          ? rotationCourse(candidate, [successor.id, ...(successor.others ?? [])], ledger, limits, now)
          : { kind: "window", opensAt: timing.opensAt };
    if (course.kind === "rotate" || (course.kind === "order" && course.isNew)) {
      enter(ledger, begun(candidate, course, now), now);
    }
    return { candidate, course };
  });
}

/**
 * What expires first, first. Where one successor follows several of a listener, the default goes first: a successor that
 * is additional already would have to leave for a moment to become the default (alb.md U14). Of listeners that hold the
 * same certificate one on which it has failed, or that can only be verified through another, is not the first.
 */
function inOrder(candidates: Candidate[], ledger: Ledger): Candidate[] {
  const isLater = ({ listenerId, certificate, obstacle, companions }: Candidate) =>
    obstacle !== "" ||
    companions !== undefined ||
    ledger.byPlace.get(placeOf(listenerId, numericId(certificate.id)))?.some(({ status }) => status === "failed") ===
      true;
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
  { listenerId, certificate }: Candidate,
  course: Course & { kind: "rotate" | "order" },
  startedAt: number,
): Attempt {
  const rotates = course.kind === "rotate";
  return {
    name: course.name,
    kind: course.kind,
    certificate: numericId(certificate.id),
    successor: rotates ? numericId(course.successorId) : 0,
    listenerId: rotates ? listenerId : "",
    status: "running",
    startedAt,
    stoppedAt: 0,
    situation: rotates ? course.situation : "",
  };
}

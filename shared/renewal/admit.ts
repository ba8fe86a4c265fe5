import { type Certificate, numericId } from "../certificate.ts";
import { type Attempt, orderName, rotationName, slotOf } from "./attempts.ts";
import { minuteOf, type Timing } from "./timing.ts";

/** A certificate on a listener that is due. */
export interface Candidate {
  listenerId: string;
  isDefault: boolean;
  certificate: Certificate;
  timing: Extract<Timing, { due: true }>;
  /** What follows it, or why nothing does. */
  successor: { id: string } | { none: string };
}

/** What is done about a candidate now. */
export type Course =
  | { kind: "rotate"; name: string; successorId: string; isCanary: boolean; forced: string }
  | { kind: "order"; name: string; isNew: boolean }
  /** Something must end first; worth another look within minutes. */
  | { kind: "later"; because: string; name: string }
  /** It waits for the maintenance window. */
  | { kind: "window"; opensAt: number }
  /** It could be done, and is not: its last attempt has failed, or too much has. */
  | { kind: "held"; because: string; name: string }
  /** Nothing can be done without a person. */
  | { kind: "stuck"; because: string };

/** How much may be under way and go wrong. */
export interface Limits {
  /** Rotations of a region that run at the same time. */
  atOnce: number;
  /** Failed rotations in six hours after which, if they are more than a fifth of all, no more are started. */
  errorBudget: number;
  /** Whether certificates can be ordered. */
  mayOrder: boolean;
}

/**
 * Decides what to do about everything that is due, the most urgent first. Pure: `attempts` are those of the last 24 hours.
 * A certificate is rotated on one listener first, and on the others when that has succeeded; on one listener one
 * certificate at a time.
 */
export function admit(
  candidates: Candidate[],
  attempts: Attempt[],
  limits: Limits,
  now: number,
): { candidate: Candidate; course: Course }[] {
  const known = [...attempts];
  return inOrder(candidates).map((candidate) => {
    const course = courseOf(candidate, known, limits, now);
    if (course.kind === "rotate" || (course.kind === "order" && course.isNew)) known.push(begun(candidate, course));
    return { candidate, course };
  });
}

/**
 * What expires first, first. Where one successor follows several of a listener, the default goes first: a successor that
 * is additional already would have to leave for a moment to become the default (alb.md U14).
 */
function inOrder(candidates: Candidate[]): Candidate[] {
  const end = new Map<string, number>();
  const keyOf = ({ listenerId, successor }: Candidate) => `${listenerId} ${"id" in successor ? successor.id : ""}`;
  for (const one of candidates) {
    end.set(keyOf(one), Math.min(one.certificate.notAfter, end.get(keyOf(one)) ?? Number.POSITIVE_INFINITY));
  }
  const endOf = (one: Candidate) => end.get(keyOf(one)) ?? 0;
  return [...candidates].sort(
    (one, other) => endOf(one) - endOf(other) || Number(other.isDefault) - Number(one.isDefault),
  );
}

/** Why no more rotations are started; undefined while they are. */
export function budgetUsedUp(attempts: Attempt[], { errorBudget }: Limits, now: number): string | undefined {
  const ended = attempts.filter(({ kind, stoppedAt }) => kind === "rotate" && stoppedAt > now - BUDGET_MS);
  const failed = ended.filter(({ status }) => status === "failed").length;
  if (failed < errorBudget || failed * 5 <= ended.length) return undefined;
  return `${failed} of ${ended.length} rotations have failed in six hours, which uses up the error budget of ${errorBudget}`;
}

const BUDGET_MS = 6 * 3_600_000;
/** Certificate authorities count orders by the hour. */
const ORDERS_AT_ONCE = 5;

function courseOf(candidate: Candidate, known: Attempt[], limits: Limits, now: number): Course {
  const { successor, timing } = candidate;
  if ("none" in successor) return orderCourse(candidate, successor.none, known, limits, now);
  if (!timing.mayAct) return { kind: "window", opensAt: timing.opensAt };
  return rotationCourse(candidate, successor.id, timing.forced, known, limits, now);
}

function rotationCourse(
  { listenerId, certificate, timing: { isUrgent } }: Candidate,
  successorId: string,
  forced: string,
  known: Attempt[],
  limits: Limits,
  now: number,
): Course {
  const slot = slotOf(certificate, now, isUrgent);
  const name = rotationName(listenerId, certificate.id, successorId, slot.start);
  const again = `it is tried again from ${minuteOf(slot.end)}`;
  const numbers = { certificate: numericId(certificate.id), successor: numericId(successorId) };
  const rotations = known.filter(({ kind }) => kind === "rotate");
  const later = (because: string, execution = name): Course => ({ kind: "later", because, name: execution });

  const running = rotations.filter(({ status }) => status === "running");
  const here = running.find((one) => one.listenerId === listenerId);
  if (here !== undefined) {
    const isThis = here.certificate === numbers.certificate;
    return later(isThis ? "it is being rotated" : `${here.name} works on the listener`, here.name);
  }
  const same = rotations.find((one) => one.name === name);
  if (same?.status === "failed") return { kind: "held", because: `its rotation has failed; ${again}`, name };
  if (same?.status === "succeeded") return later("its rotation has just ended");

  const group = rotations.filter(
    ({ certificate, successor }) => certificate === numbers.certificate && successor === numbers.successor,
  );
  const isProven = group.some(({ status }) => status === "succeeded");
  if (!isProven) {
    const canary = group.find(({ status }) => status === "running");
    if (canary !== undefined) return later(`${canary.listenerId} gets it first, to see whether all is well`);
    const failed = group.find(({ name: tried }) => tried.endsWith(name.slice(-10)));
    if (failed !== undefined) {
      return {
        kind: "held",
        because: `${failed.listenerId} got it first, and that has failed; ${again}`,
        name: failed.name,
      };
    }
  }
  const budget = isUrgent ? undefined : budgetUsedUp(known, limits, now);
  if (budget !== undefined) return { kind: "held", because: budget, name: "" };
  if (running.length >= limits.atOnce) return later(`${running.length} rotations are running already`);
  return { kind: "rotate", name, successorId, isCanary: !isProven, forced };
}

function orderCourse(
  { certificate, timing: { isUrgent } }: Candidate,
  because: string,
  known: Attempt[],
  { mayOrder }: Limits,
  now: number,
): Course {
  if (!mayOrder) return { kind: "stuck", because };
  const slot = slotOf(certificate, now, isUrgent);
  const name = orderName(certificate.id, slot.start);
  const orders = known.filter(({ kind }) => kind === "order");
  const running = orders.filter(({ status }) => status === "running");
  const mine = running.find((one) => one.certificate === numericId(certificate.id));
  if (mine !== undefined) return { kind: "order", name: mine.name, isNew: false };
  const same = orders.find((one) => one.name === name);
  const again = `it is tried again from ${minuteOf(slot.end)}`;
  if (same?.status === "failed")
    return { kind: "held", because: `${because}, and ordering one has failed; ${again}`, name };
  if (same?.status === "succeeded") {
    // CAS may take a moment to list what it was given.
    if (now - same.stoppedAt < LISTED_MS)
      return { kind: "later", because: "its successor has just been ordered", name };
    return { kind: "stuck", because: `${because}, although one was ordered by ${name}` };
  }
  if (running.length >= ORDERS_AT_ONCE) return { kind: "later", because: `${running.length} orders are running`, name };
  return { kind: "order", name, isNew: true };
}

const LISTED_MS = 10 * 60_000;

function begun({ listenerId, certificate }: Candidate, course: Course & { kind: "rotate" | "order" }): Attempt {
  const rotates = course.kind === "rotate";
  return {
    name: course.name,
    kind: course.kind,
    certificate: numericId(certificate.id),
    successor: rotates ? numericId(course.successorId) : 0,
    listenerId: rotates ? listenerId : "",
    status: "running",
    stoppedAt: 0,
  };
}

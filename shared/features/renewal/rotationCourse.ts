import { createHash } from "node:crypto";
import { numericId } from "../../core/certificates/certificate.ts";
import { type Attempt, type Failure, rotationName, slotOf } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import { failureOf, type Ledger, placeOf } from "./ledger.ts";
import { minuteOf, reserveOf } from "./timing.ts";

/**
 * What is done about a certificate that has a successor and may be rotated now. Its listener must be free and able; then
 * each of what could follow it is thought of in turn, and the first that nothing speaks against is rotated to.
 */
export function rotationCourse(
  candidate: Candidate,
  successorIds: string[],
  ledger: Ledger,
  limits: Limits,
  now: number,
): Course {
  const { listenerId, certificate, obstacle } = candidate;
  if (obstacle !== "") return { kind: "stuck", because: obstacle };
  const here = ledger.runningRotations.find((one) => one.listenerId === listenerId);
  if (here !== undefined) return busyWith(here, candidate, now);
  const before = ledger.byPlace.get(placeOf(listenerId, numericId(certificate.id))) ?? [];
  let reason: Course | undefined;
  for (const successorId of successorIds) {
    const situation = situationOf(candidate, successorIds);
    const course = courseTo(candidate, successorId, { ledger, limits, now, before, situation });
    if (course.kind !== "held" && course.kind !== "stuck") return course;
    // What is told is what speaks against the best of them.
    reason ??= course;
  }
  return reason ?? { kind: "stuck", because: "nothing follows it" };
}

/** What a failure depends on: the same again ends the same until one of these is another. */
export function situationOf({ state, isDefault }: Candidate, successorIds: string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([state, isDefault, [...successorIds].sort()]))
    .digest("hex")
    .slice(0, 16);
}

/** Approvals aside, which renewal does not ask for, nothing takes so long: the way there and back has deadlines. */
const LONGEST_ROTATION_MS = 3 * 3_600_000;

function busyWith(here: Attempt, { certificate }: Candidate, now: number): Course {
  const isThis = here.certificate === numericId(certificate.id);
  if (now - here.startedAt > LONGEST_ROTATION_MS) {
    const because = `${here.name} works on the listener since ${minuteOf(here.startedAt)} and has not ended`;
    return { kind: "held", because, name: here.name, isFinal: true, failures: 1 };
  }
  return {
    kind: "later",
    because: isThis ? "it is being rotated" : `${here.name} works on the listener`,
    name: here.name,
  };
}

interface Standing {
  ledger: Ledger;
  limits: Limits;
  now: number;
  /** What was tried with this certificate on this listener. */
  before: Attempt[];
  situation: string;
}

function courseTo(candidate: Candidate, successorId: string, standing: Standing): Course {
  const { listenerId, certificate, timing } = candidate;
  const { ledger, limits, now, before, situation } = standing;
  const slot = slotOf(certificate, now, timing.isUrgent);
  const attempt = { listenerId, certificateId: certificate.id, successorId, slot: slot.start, situation };
  const name = rotationName(limits.key, attempt);
  const later = (because: string): Course => ({ kind: "later", because, name });
  const held = (because: string, failures = 0, isFinal = false): Course => ({
    kind: "held",
    because,
    name: failures === 0 ? "" : (mine.at(-1)?.name ?? ""),
    isFinal,
    failures,
  });

  const successor = numericId(successorId);
  const mine = before.filter((one) => one.successor === successor);
  const last = mine.at(-1);
  if (last?.status === "succeeded" && last.startedAt >= slot.start) return later("its rotation has just ended");
  if (last?.status === "failed") {
    const failure = failureOf(ledger, last);
    const again = againAt(candidate, last, failure, standing);
    const failed = mine.filter(({ status }) => status === "failed").length;
    if (again === undefined) {
      const until = "it is not tried again until the listener, or what could follow, is another";
      return held(`${told(failure)}; ${until}`, failed, true);
    }
    if (again > now) return held(`${told(failure)}; it is tried again from ${minuteOf(again)}`, failed);
  }

  const unseen = isUnseen(candidate, limits);
  const companion = unseen ? undefined : withoutCompanion(candidate, successor, ledger);
  if (companion !== undefined) return companion;
  const group = ledger.rotations.filter(
    (one) => one.certificate === numericId(certificate.id) && one.successor === successor,
  );
  const isProven = group.some(({ status }) => status === "succeeded");
  if (!isProven) {
    const first = group.find(({ status }) => status === "running");
    if (first !== undefined) return later(`${first.listenerId} gets it first, to see whether all is well`);
    const failed = group.find(
      (one) =>
        one.status === "failed" &&
        one.startedAt >= slot.start &&
        one.listenerId !== listenerId &&
        failureOf(ledger, one).kind !== "refused",
    );
    if (failed !== undefined) {
      return held(
        `${failed.listenerId} got it first, and that has failed; another one goes first from ${minuteOf(slot.end)}`,
      );
    }
  }
  if (ledger.usedUp !== undefined && !timing.isUrgent) return held(ledger.usedUp);
  const running = ledger.runningRotations.length;
  if (running >= limits.atOnce) return later(`${running} rotations are running already`);
  const forced = timing.mayAct ? timing.forced : "";
  return { kind: "rotate", name, successorId, isCanary: !isProven, forced, isUnseen: unseen, situation };
}

/**
 * When an attempt that has failed is made again; undefined when not before something changes. What clients have seen go
 * wrong goes wrong again, so that only the last days before the end, when there is little to lose, try it once in a while.
 */
function againAt(
  { certificate, timing }: Candidate,
  last: Attempt,
  { kind }: Failure,
  { situation, limits }: Standing,
): number | undefined {
  if (last.situation !== situation) return last.stoppedAt;
  if (kind === "seen") {
    return timing.isUrgent ? last.startedAt + reserveOf(certificate, limits.share) / LAST_TRIES : undefined;
  }
  // A refusal tells the same each hour, and a person each time.
  return slotOf(certificate, last.startedAt, timing.isUrgent && kind === "passing").end;
}

/** Of what clients have seen go wrong, before the end. */
const LAST_TRIES = 7;

function told({ kind, because }: Failure): string {
  const what = kind === "refused" ? "its rotation was refused" : "its rotation has failed";
  return because === "" ? what : `${what}: ${because}`;
}

function isUnseen({ companions }: Candidate, { unverified }: Limits): boolean {
  return unverified === "all" || (unverified === "quic" && companions !== undefined);
}

/** What keeps a QUIC listener, which is verified through another, from being rotated now; undefined: nothing. */
function withoutCompanion(
  { companions, certificate }: Candidate,
  successor: number,
  ledger: Ledger,
): Course | undefined {
  if (companions === undefined) return undefined;
  const holding = (number: number) => companions.find(({ certificates }) => certificates.includes(number));
  if (holding(successor) !== undefined) return undefined;
  const first = holding(numericId(certificate.id));
  if (first === undefined) return { kind: "stuck", because: UNSEEN };
  const because = `QUIC cannot be spoken from here, so that ${first.listenerId}, which holds the same certificate, goes first`;
  const isRunning = ledger.runningRotations.some(({ listenerId }) => listenerId === first.listenerId);
  return isRunning
    ? { kind: "later", because, name: "" }
    : { kind: "held", because, name: "", isFinal: false, failures: 0 };
}

const UNSEEN =
  "QUIC cannot be spoken from here, and no running HTTPS listener of the same instance holds the certificate; ALBFLOW_RENEWAL_UNVERIFIED=quic renews it by configuration alone";

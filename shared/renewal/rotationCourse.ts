import { numericId } from "../certificate.ts";
import { type Attempt, rotationName, type Slot, slotOf } from "./attempts.ts";
import type { Candidate, Course, Limits } from "./course.ts";
import type { Ledger } from "./ledger.ts";
import { minuteOf } from "./timing.ts";

/**
 * What is done about a certificate that has a successor and may be rotated now. Each reason to wait in its turn: the
 * listener is worked on, this attempt was made already, another listener goes first, too much has failed, too much runs.
 */
export function rotationCourse(
  { listenerId, certificate, timing }: Candidate,
  successorId: string,
  ledger: Ledger,
  { atOnce }: Limits,
  now: number,
): Course {
  const slot = slotOf(certificate, now, timing.isUrgent);
  const name = rotationName(listenerId, certificate.id, successorId, slot.start);
  const numbers = { certificate: numericId(certificate.id), successor: numericId(successorId) };
  const later = (because: string, execution = name): Course => ({ kind: "later", because, name: execution });

  const here = ledger.runningRotations.find((one) => one.listenerId === listenerId);
  if (here !== undefined) {
    const isThis = here.certificate === numbers.certificate;
    return later(isThis ? "it is being rotated" : `${here.name} works on the listener`, here.name);
  }
  const same = ledger.byName.get(name);
  if (same?.status === "failed") return { kind: "held", because: `its rotation has failed; ${again(slot)}`, name };
  if (same?.status === "succeeded") return later("its rotation has just ended");

  const group = ledger.rotations.filter(
    (one) => one.certificate === numbers.certificate && one.successor === numbers.successor,
  );
  const isProven = group.some(({ status }) => status === "succeeded");
  const first = isProven ? undefined : afterCanary(group, slot, name);
  if (first !== undefined) return first;
  if (ledger.usedUp !== undefined && !timing.isUrgent) return { kind: "held", because: ledger.usedUp, name: "" };
  const running = ledger.runningRotations.length;
  if (running >= atOnce) return later(`${running} rotations are running already`);
  return { kind: "rotate", name, successorId, isCanary: !isProven, forced: timing.mayAct ? timing.forced : "" };
}

/** What it means for the others that one listener gets a certificate first; undefined when none has yet. */
function afterCanary(group: Attempt[], slot: Slot, name: string): Course | undefined {
  const canary = group.find(({ status }) => status === "running");
  if (canary !== undefined) {
    return { kind: "later", because: `${canary.listenerId} gets it first, to see whether all is well`, name };
  }
  const failed = group.find(({ name: tried }) => tried.endsWith(name.slice(-10)));
  if (failed === undefined) return undefined;
  const because = `${failed.listenerId} got it first, and that has failed; ${again(slot)}`;
  return { kind: "held", because, name: failed.name };
}

function again({ end }: Slot): string {
  return `it is tried again from ${minuteOf(end)}`;
}

import { addressOf, type SeenCall } from "./calls.ts";
import type { ChaosCase } from "./chaosCase.ts";
import { type FaultKind, faultKinds } from "./faultKinds.ts";
import type { Run } from "./runCase.ts";

/**
 * Every case of one operation with one fault: each call of its healthy run with each kind that fits it, but for those that
 * cannot come to anything else than another one that is there.
 */
export function singleFaultCases({ operation, calls }: Pick<Run, "operation" | "calls">): ChaosCase[] {
  return calls.flatMap((call, index) =>
    faultKinds
      .filter((kind) => kind.fits(call) && REPETITIONS.every((isRepetition) => !isRepetition(call, kind, calls, index)))
      .map((kind) => ({ operation, faults: [{ address: addressOf(call), kind }] })),
  );
}

type IsRepetition = (call: SeenCall, kind: FaultKind, calls: readonly SeenCall[], index: number) => boolean;

/** What makes a case another one's equal. */
const REPETITIONS: IsRepetition[] = [
  /** A poll between the first and the last of its invocation: nothing that anybody knows is different at it. */
  (call, _kind, calls, index) => {
    const isSame = (other: SeenCall | undefined) => other !== undefined && isRead(other) && sameQuestion(call, other);
    return isRead(call) && calls.slice(0, index).some(isSame) && calls.slice(index + 1).some(isSame);
  },
  /** Another wording of a fault, at another call of the action than its function's first. */
  (call, kind, calls, index) =>
    kind.isWording?.(call) === true &&
    calls.slice(0, index).some((other) => nameOf(other) === nameOf(call) && other.by === call.by),
  /** A function that dies between two reads has done as little as one that dies before the first of them. */
  (call, kind, calls, index) => {
    const former = calls[index - 1];
    return kind.platform === "killed" && isRead(call) && former?.invocation === call.invocation && isRead(former);
  },
];

function isRead({ service, isWrite }: SeenCall): boolean {
  return service !== "fc" && !isWrite;
}

function sameQuestion(one: SeenCall, other: SeenCall): boolean {
  return one.invocation === other.invocation && nameOf(one) === nameOf(other) && questionOf(one) === questionOf(other);
}

function nameOf({ service, action }: SeenCall): string {
  return `${service}.${action}`;
}

/** Parameters that differ from call to call, whatever it asks. */
const PASSING = /^(?:Signature|SignatureNonce|Timestamp)$/;

function questionOf({ parameters }: SeenCall): string {
  return [...parameters].filter(([name]) => !PASSING.test(name)).join("&");
}

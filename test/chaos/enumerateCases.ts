import { addressOf, type SeenCall } from "./calls.ts";
import type { ChaosCase } from "./chaosCase.ts";
import { type FaultKind, faultKinds } from "./faultKinds.ts";
import type { Run } from "./runCase.ts";

/**
 * Every case of one operation with one fault: each call of its healthy run with each kind that fits it, but for those that
 * cannot come to anything else than another one that is there.
 */
export function singleFaultCases({ operation, calls }: Pick<Run, "operation" | "calls">): ChaosCase[] {
  return calls.flatMap((call, index) => {
    const scene: Scene = { call, index, calls, alike: calls.filter((other) => isAlike(call, other)) };
    return faultKinds
      .filter((kind) => kind.fits(call) && REPETITIONS.every((isRepetition) => !isRepetition(kind, scene)))
      .map((kind) => ({ operation, faults: [{ address: addressOf(call), kind }] }));
  });
}

/** A call among all others of its run. */
interface Scene {
  call: SeenCall;
  index: number;
  calls: readonly SeenCall[];
  /** The same action called by the same task, this call among them. */
  alike: readonly SeenCall[];
}

/** What makes a case another one's equal. */
const REPETITIONS: ((kind: FaultKind, scene: Scene) => boolean)[] = [
  /** A task that is called, or asks, again and again does the same on its way from the first to the last time. */
  (_, { call, alike }) => !isEffect(call) && call !== alike[0] && call !== alike.at(-1),
  /** A read that fails in passing is read again by the client, and all goes on as if it had not: once for each task. */
  (kind, { call, alike }) => kind.name === "reset-before" && isRead(call) && call !== alike[0],
  /** Another wording of a fault, at another call of the action than its function's first. */
  (kind, { call, index, calls }) =>
    kind.isWording?.(call) === true &&
    calls.slice(0, index).some((other) => nameOf(other) === nameOf(call) && functionOf(other) === functionOf(call)),
  /** A function that dies between two reads has done as little as one that dies before the first of them. */
  (kind, { call, index, calls }) => {
    const former = calls[index - 1];
    return (
      kind.platform === "killed" &&
      isRead(call) &&
      former !== undefined &&
      former.invocation === call.invocation &&
      isRead(former)
    );
  },
  /** An engine that comes back goes on by its journal, whatever the task: each kind of task once is enough. */
  (kind, { call, alike }) => kind.engine !== undefined && alike[0] !== call,
  /** Who only reads may be asked twice at once: five times is that among other things. */
  (kind, { call, calls }) =>
    kind.platform === "twice" && !calls.some((other) => other.invocation === call.invocation && isEffect(other)),
  /** Five times is among other things late. */
  (kind) => kind.platform === "late",
];

function isRead({ service, isWrite }: SeenCall): boolean {
  return service !== "fc" && !isWrite;
}

/** A call that changes the cloud by itself. */
function isEffect({ service, isWrite }: SeenCall): boolean {
  return service !== "fc" && isWrite;
}

function isAlike(one: SeenCall, other: SeenCall): boolean {
  return nameOf(one) === nameOf(other) && one.by === other.by;
}

function nameOf({ service, action }: SeenCall): string {
  return `${service}.${action}`;
}

function functionOf({ by }: SeenCall): string | undefined {
  return by?.split(" ")[0];
}

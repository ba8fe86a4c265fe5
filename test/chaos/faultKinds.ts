import type { Fault } from "../../local/context.ts";
import type { SeenCall } from "./calls.ts";

/** One way in which a call can go wrong. */
export interface FaultKind {
  name: string;
  /** Which calls it is worth trying on. Where two kinds cannot be told apart from outside, only one fits. */
  fits(call: SeenCall): boolean;
  /**
   * Where it is only another wording of a fault that is tried on every call: who words it, an SDK or CloudFlow, is the same
   * at every call of an action, so the first one is enough.
   */
  isWording?(call: SeenCall): boolean;
  /** What the local cloud is asked to do to the call. */
  fault?: Fault;
  /** What becomes of the function that made the call, or that was called. */
  platform?: "killed" | "twice" | "late" | "five times";
  /** The engine loses its process when the invocation begins, or when it has ended. */
  engine?: "before" | "after";
  /** For how many simulated ms the listener stays `Configuring`, after which its change goes through. */
  stuckMs?: number;
  /** Nobody can repair this: a rollback may fail too. */
  isPermanent?: true;
}

const ofApi = ({ service }: SeenCall) => service !== "fc";
const ofFunction = ({ service }: SeenCall) => service === "fc";
/** A read has no effect before which, or after which, anything could happen. */
const written = (call: SeenCall) => ofApi(call) && call.isWrite;
const inFunction = (call: SeenCall) => ofApi(call) && call.by !== undefined;
/** What ALB does in a job of its own. */
const inJob = (call: SeenCall) => call.service === "alb" && call.isWrite;

/** A read that fails in passing is read again by the client, whatever its SDK calls the failure: `reset-before`. */
const ofRead = (call: SeenCall) => ofApi(call) && !call.isWrite;
/**
 * CloudFlow tries an invocation that did not come about again, whatever its code: `error-before`. And one whose answer was
 * lost: `timeout-after`.
 */
const ofReadOrFunction = (call: SeenCall) => !ofApi(call) || ofRead(call);

/** Every kind of fault, by its name in the id of a case. */
export const faultKinds: FaultKind[] = [
  {
    name: "refused",
    fits: () => true,
    isWording: ofFunction,
    fault: { kind: "refuse", status: 403, code: "OperationDenied.Fault", message: "Refused by a fault." },
  },
  { name: "throttled", fits: () => true, isWording: ofReadOrFunction, fault: { kind: "throttle" } },
  { name: "error-before", fits: () => true, isWording: ofRead, fault: { kind: "error", when: "before" } },
  {
    name: "error-after",
    fits: ({ isWrite }) => isWrite,
    isWording: ofFunction,
    fault: { kind: "error", when: "after" },
  },
  { name: "timeout-before", fits: ofApi, isWording: ofRead, fault: { kind: "timeout", when: "before" } },
  { name: "timeout-after", fits: ({ isWrite }) => isWrite, fault: { kind: "timeout", when: "after" } },
  { name: "reset-before", fits: ofApi, fault: { kind: "reset", when: "before" } },
  { name: "reset-after", fits: written, fault: { kind: "reset", when: "after" } },
  { name: "stuck-for-a-while", fits: inJob, fault: { kind: "stuck" }, stuckMs: 40_000 },
  { name: "stuck-for-good", fits: inJob, fault: { kind: "stuck" }, isPermanent: true },
  {
    name: "job-failed",
    fits: inJob,
    fault: { kind: "failJob", code: "SystemBusy", message: "System is busy, please try again later." },
  },
  { name: "lag-3s", fits: inJob, fault: { kind: "lag", ms: 3_000 } },
  { name: "lag-60s", fits: inJob, fault: { kind: "lag", ms: 60_000 } },
  { name: "killed-before", fits: inFunction, fault: { kind: "reset", when: "before" }, platform: "killed" },
  {
    name: "killed-after",
    fits: (call) => inFunction(call) && call.isWrite,
    fault: { kind: "reset", when: "after" },
    platform: "killed",
  },
  { name: "delivered-twice", fits: ofFunction, platform: "twice" },
  { name: "delivered-late", fits: ofFunction, platform: "late" },
  { name: "delivered-five-times", fits: ofFunction, platform: "five times" },
  { name: "engine-killed-before", fits: ofFunction, engine: "before" },
  { name: "engine-killed-after", fits: ofFunction, engine: "after" },
];

/** The kind of that name. Throws an `Error` with the names that there are. */
export function faultKind(name: string): FaultKind {
  const kind = faultKinds.find((one) => one.name === name);
  if (kind !== undefined) return kind;
  throw new Error(`There is no fault "${name}"; known are ${faultKinds.map((one) => one.name).join(", ")}.`);
}

import type { CallRecord } from "../../local/context.ts";
import { addressOf, isWriteAction, type SeenCall } from "./calls.ts";
import type { FaultKind } from "./faultKinds.ts";

/** Sees every call of a run, and says what goes wrong with it. */
export interface Gate {
  calls: SeenCall[];
  /** What has struck, in order. */
  struck: { call: SeenCall; kind: FaultKind }[];
  /** Takes down a call; answers the kind of fault that strikes it. */
  pass(call: PassingCall): FaultKind | undefined;
}

/** A call as it comes to the gate. */
interface PassingCall {
  service: CallRecord["service"];
  action: string;
  /** The task that makes it, or that it calls. */
  by?: string | undefined;
  parameters?: ReadonlyMap<string, string> | undefined;
  resource?: string | undefined;
  /** Filled when the call has an answer. */
  made?: readonly string[] | undefined;
}

/** Chooses the fault for a call; the first of a run has index 0. */
export type Choose = (call: SeenCall, index: number) => FaultKind | undefined;

/** Opens the gate for one run, which begins with its first call. */
export function openGate(now: () => number, choose: Choose): Gate {
  const calls: SeenCall[] = [];
  const ordinals = new Map<string, number>();
  let began: number | undefined;
  const gate: Gate = {
    calls,
    struck: [],
    pass({ service, action, by, parameters = new Map(), resource, made = [] }) {
      const name = `${service}.${action}`;
      const ordinal = (ordinals.get(name) ?? 0) + 1;
      ordinals.set(name, ordinal);
      const isDryRun = parameters.get("DryRun") === "true";
      began ??= now();
      const at = now() - began;
      const invocation = ordinals.get("fc.InvokeFunction") ?? 0;
      const call = {
        service,
        action,
        ordinal,
        invocation,
        at,
        by,
        isWrite: isWriteAction(action) && !isDryRun,
        parameters,
        resource,
        made,
      };
      calls.push(call);
      const kind = choose(call, calls.length - 1);
      if (kind !== undefined) gate.struck.push({ call, kind });
      return kind;
    },
  };
  return gate;
}

/** Strikes the calls that a case names. */
export function planned(faults: { address: string; kind: FaultKind }[]): Choose {
  const kinds = new Map(faults.map(({ address, kind }) => [address, kind]));
  return (call) => kinds.get(addressOf(call));
}

import type { Fault } from "../../../local/context.ts";
import type { FaultKind } from "../faultKinds.ts";
import { currentInvocation } from "./invocation.ts";

/** What the local cloud does to a call that a fault of this kind strikes; a function that is to die dies now. */
export function faultOfKind(kind: FaultKind | undefined): Fault | undefined {
  if (kind?.platform === "killed") currentInvocation()?.kill();
  return kind?.fault;
}

import { nameAt, type Place } from "../../platform/place.ts";
import type { Scope } from "../resourceSet.ts";

/** What nobody else may write to meanwhile, in an order that is the same for everybody. */
export function lockedBy(
  { listener, accessLog, copy, serverGroup, securityPolicy }: Scope,
  place: Place | undefined,
): string[] {
  const names = [
    accessLog?.LoadBalancerId ?? copy?.address?.LoadBalancerId,
    listener?.ListenerId,
    listener === undefined ? (serverGroup?.ServerGroupName ?? securityPolicy?.SecurityPolicyName) : undefined,
  ];
  return names.flatMap((name) => (name === undefined ? [] : [nameAt(place, name)])).sort();
}

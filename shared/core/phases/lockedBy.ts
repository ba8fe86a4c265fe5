import type { Scope } from "../resourceSet.ts";

/** What nobody else may write to meanwhile, in an order that is the same for everybody. */
export function lockedBy({ listener, accessLog, copy, serverGroup, securityPolicy }: Scope): string[] {
  const names = [
    accessLog?.LoadBalancerId ?? copy?.address?.LoadBalancerId,
    listener?.ListenerId,
    listener === undefined ? (serverGroup?.ServerGroupName ?? securityPolicy?.SecurityPolicyName) : undefined,
  ];
  return names.filter((name) => name !== undefined).sort();
}

import type { AlbAction } from "../call.ts";
import { requireSecurityPolicy } from "../lookups.ts";

/** The listeners that use each policy. `SecrityPolicyRelations` is ALB's own spelling (alb.md §1.11). */
export const listSecurityPolicyRelations: AlbAction<{ SecurityPolicyIds: string[] }> = (
  state,
  { SecurityPolicyIds },
  call,
) => {
  for (const id of SecurityPolicyIds) requireSecurityPolicy(state, id, call);
  return {
    SecrityPolicyRelations: SecurityPolicyIds.map((SecurityPolicyId) => ({
      SecurityPolicyId,
      RelatedListeners: state.listeners
        .by("securityPolicy", SecurityPolicyId)
        .map(({ ListenerId, ListenerPort, ListenerProtocol, LoadBalancerId }) => ({
          ListenerId,
          ListenerPort,
          ListenerProtocol,
          LoadBalancerId,
        })),
    })),
  };
};

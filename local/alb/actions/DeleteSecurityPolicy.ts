import type { AlbAction } from "../call.ts";
import { writableSecurityPolicy } from "../lookups.ts";

/** Refused while a listener uses the policy. */
export const deleteSecurityPolicy: AlbAction<{ SecurityPolicyId: string }> = (state, { SecurityPolicyId }, call) => {
  writableSecurityPolicy(state, SecurityPolicyId, call);
  if (state.listeners.by("securityPolicy", SecurityPolicyId).length > 0) {
    throw call.error("ResourceInUse.SecurityPolicy", SecurityPolicyId);
  }
  state.securityPolicies.delete(SecurityPolicyId);
  state.tags.delete(SecurityPolicyId);
  return {};
};

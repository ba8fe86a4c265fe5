import type { AlbAction } from "../call.ts";
import { systemSecurityPolicies } from "../systemSecurityPolicies.ts";

/** The policies that every account has. */
export const listSystemSecurityPolicies: AlbAction<object> = (_state, _parameters, call) => {
  const lacks = call.isFound("system-policies/1_0_to_1_3", "missing");
  const shown = systemSecurityPolicies.filter(
    ({ SecurityPolicyId }) => !lacks || SecurityPolicyId !== "tls_cipher_policy_1_0_to_1_3",
  );
  return { SecurityPolicies: shown };
};

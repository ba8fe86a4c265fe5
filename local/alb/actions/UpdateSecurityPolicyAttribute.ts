import type { AlbAction } from "../call.ts";
import { writableSecurityPolicy } from "../lookups.ts";
import type { SecurityPolicy } from "../rows.ts";
import { schedule } from "../schedule.ts";
import { checkSecurityPolicy } from "../securityPolicyRules.ts";

type Parameters = Partial<Pick<SecurityPolicy, "SecurityPolicyName" | "TLSVersions" | "Ciphers">> & {
  SecurityPolicyId: string;
};

/** Versions and ciphers are replaced whole; listeners with this policy follow when the job is done. */
export const updateSecurityPolicyAttribute: AlbAction<Parameters> = (
  state,
  { SecurityPolicyId: id, ...sent },
  call,
) => {
  const after = { ...writableSecurityPolicy(state, id, call), ...sent };
  checkSecurityPolicy(after, call);
  const during = { ...after, SecurityPolicyStatus: "Configuring" as const };
  return schedule(state, call, {
    resource: { type: "securitypolicy", id },
    operate: "Update",
    edits: [{ table: "securityPolicies", id, during, after }],
  });
};

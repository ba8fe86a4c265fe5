import { newId } from "../../rpc/ids.ts";
import type { AlbAction } from "../call.ts";
import { type SecurityPolicy, securityPolicyRow } from "../rows.ts";
import { schedule } from "../schedule.ts";
import { checkSecurityPolicy } from "../securityPolicyRules.ts";
import { putTags, type SentTag } from "../tags.ts";
import { isoSeconds } from "../time.ts";

type Parameters = Pick<SecurityPolicy, "SecurityPolicyName" | "TLSVersions" | "Ciphers"> & {
  ResourceGroupId?: string;
  Tag?: SentTag[];
};

/** A TLS policy of the account's own; it becomes Available by itself, without a JobId (alb.md §3). */
export const createSecurityPolicy: AlbAction<Parameters> = (state, { Tag, ...parameters }, call) => {
  checkSecurityPolicy(parameters, call);
  const { size } = state.securityPolicies;
  const quota = call.quotas.securityPolicies;
  if (size >= quota)
    throw call.error("QuotaExceeded.SecurityPoliciesNum", "alb_quota_security_policies_num", size, quota);
  const SecurityPolicyId = newId("spy", call.random);
  const policy = securityPolicyRow.parse({ ...parameters, SecurityPolicyId, CreateTime: isoSeconds(call.now) });
  schedule(state, call, {
    resource: { type: "securitypolicy", id: SecurityPolicyId },
    operate: "Create",
    edits: [
      {
        table: "securityPolicies",
        id: SecurityPolicyId,
        during: { ...policy, SecurityPolicyStatus: "Configuring" },
        after: policy,
      },
    ],
  });
  putTags(state, "securitypolicy", SecurityPolicyId, Tag);
  return { SecurityPolicyId };
};

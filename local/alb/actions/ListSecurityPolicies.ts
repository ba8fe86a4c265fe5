import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import { hasTags, type SentTag } from "../tags.ts";
import { securityPolicyView } from "../views.ts";

interface Parameters extends Paging {
  SecurityPolicyIds?: string[];
  SecurityPolicyNames?: string[];
  ResourceGroupId?: string;
  Tag?: SentTag[];
}

/** The account's own policies; the system's are in ListSystemSecurityPolicies. */
export const listSecurityPolicies: AlbAction<Parameters> = (state, parameters) => {
  const { SecurityPolicyIds, SecurityPolicyNames, ResourceGroupId, Tag } = parameters;
  const candidates =
    SecurityPolicyIds === undefined
      ? [...state.securityPolicies.all()]
      : pick(state.securityPolicies, SecurityPolicyIds);
  const found = candidates.filter(
    (policy) =>
      (SecurityPolicyNames === undefined || SecurityPolicyNames.includes(policy.SecurityPolicyName)) &&
      (ResourceGroupId === undefined || policy.ResourceGroupId === ResourceGroupId) &&
      hasTags(state, policy.SecurityPolicyId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.securityPolicies, found, parameters);
  return { ...page, SecurityPolicies: rows.map((policy) => securityPolicyView(state, policy)) };
};

import { allPages, collect } from "../../platform/clients/pages.ts";
import { createOnlyResource, inMotion } from "./resource.ts";

/** A custom TLS policy: which versions and ciphers a listener offers. */
export interface SecurityPolicy {
  SecurityPolicyName: string;
  TLSVersions: string[];
  Ciphers: string[];
  /** Given by the cloud. */
  SecurityPolicyId?: string;
}

/** A custom TLS policy, found by its name. */
export const securityPolicy = createOnlyResource<Pick<SecurityPolicy, "SecurityPolicyName">, SecurityPolicy>({
  field: "SecurityPolicy",
  async read({ alb }, { SecurityPolicyName }) {
    const rows = await collect(
      allPages(
        (paging) => alb.call("ListSecurityPolicies", { SecurityPolicyNames: [SecurityPolicyName], ...paging }),
        (page) => page.SecurityPolicies,
      ),
    );
    const found = rows.find((row) => row.SecurityPolicyName === SecurityPolicyName);
    if (found === undefined) return { value: null, unsettled: undefined };
    const { SecurityPolicyId = "", TLSVersions = [], Ciphers = [], SecurityPolicyStatus } = found;
    return {
      value: {
        SecurityPolicyName,
        TLSVersions: [...TLSVersions].sort(),
        Ciphers: [...Ciphers].sort(),
        SecurityPolicyId,
      },
      unsettled:
        SecurityPolicyStatus === "Configuring" ? inMotion(SecurityPolicyName, SecurityPolicyStatus) : undefined,
    };
  },
  make(value) {
    const { SecurityPolicyId: _, ...policy } = value;
    return [{ action: "CreateSecurityPolicy", parameters: { ...policy }, after: policy }];
  },
  remove: () => [{ action: "DeleteSecurityPolicy", parameters: { SecurityPolicyId: "@securityPolicy" }, after: null }],
});

import { CloudError } from "../wire/cloudError.ts";
import type { RamIdentity } from "./contract.ts";
import type { PolicyDecision } from "./evaluatePolicies.ts";

/**
 * The refusal of a call that no policy allows, in the words of the service that was called. Texts of SLS, FC and RAM
 * as users of these services have quoted them; every other service answers like the common gateway.
 */
export function denial(
  identity: RamIdentity,
  action: string,
  resource: string,
  decision: Exclude<PolicyDecision, "Allow">,
): CloudError {
  const [status, code, message] = (WORDS[action.slice(0, action.indexOf(":"))] ?? gateway)(action, resource);
  return new CloudError(status, code, message, { AccessDeniedDetail: accessDeniedDetail(identity, action, decision) });
}

type Words = (action: string, resource: string) => [status: number, code: string, message: string];

const gateway: Words = (action, resource) => [
  403,
  "NoPermission",
  `You are not authorized to do this action. Resource: ${resource} Action: ${action}`,
];

const WORDS: Record<string, Words> = {
  log: (action, resource) => [401, "Unauthorized", `denied by sts or ram, action: ${action}, resource: ${resource}`],
  fc: (action, resource) => [
    403,
    "AccessDenied",
    `the caller is not authorized to perform '${action}' on resource '${resource}'`,
  ],
};

/** What the SDKs hand on as `accessDeniedDetail`. */
function accessDeniedDetail(identity: RamIdentity, action: string, decision: Exclude<PolicyDecision, "Allow">) {
  return {
    AuthAction: action,
    AuthPrincipalType: identity.roleName === undefined ? "Account" : "AssumedRoleUser",
    AuthPrincipalDisplayName: identity.roleName ?? identity.accountId,
    AuthPrincipalOwnerId: identity.accountId,
    PolicyType: "AccountLevelIdentityBasedPolicy",
    NoPermissionType: decision,
  };
}

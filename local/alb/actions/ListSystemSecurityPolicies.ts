import type { AlbAction } from "../call.ts";
import { systemSecurityPolicies } from "../systemSecurityPolicies.ts";

/** The policies that every account has. */
export const listSystemSecurityPolicies: AlbAction<object> = () => ({ SecurityPolicies: systemSecurityPolicies });

import { allPages, collect } from "../../../platform/clients/pages.ts";
import type { Clients } from "../../../platform/clients.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import type { AskedListener } from "./askedListener.ts";
import type { ListedTlsPolicy } from "./listedResource.ts";

/** The TLS policies of the system and of the account. Throws `AlbflowError`. */
export async function listTlsPolicies({ alb }: Clients, asked: AskedListener | undefined): Promise<ListedTlsPolicy[]> {
  const [{ SecurityPolicies: ofSystem = [] }, own] = await Promise.all([
    alb.call("ListSystemSecurityPolicies", {}),
    collect(
      allPages(
        (paging) => alb.call("ListSecurityPolicies", paging),
        (page) => page.SecurityPolicies,
      ),
    ),
  ]);
  const usedId = asked?.listener.SecurityPolicyId;
  const { LoadBalancerEdition, LoadBalancerId: loadBalancerId = "" } = asked?.loadBalancer ?? {};
  const listed = (
    { SecurityPolicyId: id = "", TLSVersions: versions = [], Ciphers: ciphers = [], ...row }: Row,
    isSystem: boolean,
  ): ListedTlsPolicy => ({
    id,
    name: row.SecurityPolicyName ?? "",
    isSystem,
    versions,
    ciphers,
    isUsed: id === usedId,
    unfit: LoadBalancerEdition === "Basic" && !isSystem ? [reason("own-policy-on-basic", { loadBalancerId })] : [],
  });
  return [...ofSystem.map((row) => listed(row, true)), ...own.map((row) => listed(row, false))];
}

interface Row {
  SecurityPolicyId?: string;
  SecurityPolicyName?: string;
  TLSVersions?: string[];
  Ciphers?: string[];
}

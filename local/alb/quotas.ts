import type { LoadBalancer } from "./rows.ts";

/** Upper limits per resource; two figures are for Basic and for the other editions (alb.md §12). */
export interface Quotas {
  loadBalancers: number;
  serverGroups: number;
  serversPerGroup: number;
  securityPolicies: number;
  listenersPerSecurityPolicy: number;
  acls: number;
  aclsPerListener: number;
  aclEntries: ByEdition;
  listeners: ByEdition;
  additionalCertificates: ByEdition;
  rules: ByEdition;
  servers: ByEdition;
}

interface ByEdition {
  basic: number;
  standard: number;
}

export const defaultQuotas: Quotas = {
  loadBalancers: 60,
  serverGroups: 1_000,
  serversPerGroup: 1_000,
  securityPolicies: 50,
  listenersPerSecurityPolicy: 10,
  acls: 1_000,
  aclsPerListener: 3,
  aclEntries: { basic: 300, standard: 500 },
  listeners: { basic: 50, standard: 50 },
  additionalCertificates: { basic: 10, standard: 25 },
  rules: { basic: 40, standard: 100 },
  servers: { basic: 200, standard: 1_000 },
};

/** The quota that holds for a load balancer of this edition. */
export function quotaFor(loadBalancer: Pick<LoadBalancer, "LoadBalancerEdition">, quota: ByEdition): number {
  return loadBalancer.LoadBalancerEdition === "Basic" ? quota.basic : quota.standard;
}

import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";
import type { LoadBalancer } from "../rows.ts";

interface Parameters {
  LoadBalancerId: string;
  LoadBalancerName?: string;
  ModificationProtectionConfig?: Partial<LoadBalancer["ModificationProtectionConfig"]>;
}

/** Name and modification protection; that one blocks the console only, never the API (alb.md §3). */
export const updateLoadBalancerAttribute: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, LoadBalancerName, ModificationProtectionConfig: sent } = parameters;
  const before = writableLoadBalancer(state, LoadBalancerId, call);
  const protection = { ...before.ModificationProtectionConfig, ...sent };
  return changeLoadBalancer(state, call, {
    ...before,
    LoadBalancerName: LoadBalancerName ?? before.LoadBalancerName,
    ModificationProtectionConfig: protection.Status === "NonProtection" ? { Status: "NonProtection" } : protection,
  });
};

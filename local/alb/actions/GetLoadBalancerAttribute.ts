import type { AlbAction } from "../call.ts";
import { loadBalancerOf } from "../lookups.ts";
import { loadBalancerSummary } from "../views.ts";

/** Everything about one load balancer, its zones and addresses included. */
export const getLoadBalancerAttribute: AlbAction<{ LoadBalancerId: string }> = (state, { LoadBalancerId }, call) => {
  const loadBalancer = loadBalancerOf(state, LoadBalancerId, call);
  return {
    ...loadBalancerSummary(state, loadBalancer),
    ZoneMappings: loadBalancer.ZoneMappings,
    RegionId: call.region,
  };
};

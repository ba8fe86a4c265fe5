import type { AlbAction } from "../call.ts";
import { loadBalancerOf } from "../lookups.ts";
import { loadBalancerSummary } from "../views.ts";

/** Everything about one load balancer, its zones and addresses included. */
export const getLoadBalancerAttribute: AlbAction<{ LoadBalancerId: string }> = (state, { LoadBalancerId }, call) => {
  const loadBalancer = loadBalancerOf(state, LoadBalancerId, call);
  return {
    ...loadBalancerSummary(state, loadBalancer),
    ZoneMappings: loadBalancer.ZoneMappings,
    // No SDK has this field; an instance that another service owns is told with it (real-cloud.md CR3).
    ...(loadBalancer.ServiceManagedEnabled === true && { ServiceManagedEnabled: true }),
    RegionId: call.region,
  };
};

import type { AlbAction } from "../call.ts";
import { writableLoadBalancer } from "../lookups.ts";

/** Takes effect at once. */
export const disableDeletionProtection: AlbAction<{ ResourceId: string }> = (state, { ResourceId }, call) => {
  const loadBalancer = writableLoadBalancer(state, ResourceId, call);
  state.loadBalancers.put({ ...loadBalancer, DeletionProtectionConfig: { Enabled: false } });
  return {};
};

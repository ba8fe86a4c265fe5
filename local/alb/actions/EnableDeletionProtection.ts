import type { AlbAction } from "../call.ts";
import { writableLoadBalancer } from "../lookups.ts";
import { isoSeconds } from "../time.ts";

/** Takes effect at once. */
export const enableDeletionProtection: AlbAction<{ ResourceId: string }> = (state, { ResourceId }, call) => {
  const loadBalancer = writableLoadBalancer(state, ResourceId, call);
  const EnabledTime = isoSeconds(call.now);
  state.loadBalancers.put({ ...loadBalancer, DeletionProtectionConfig: { Enabled: true, EnabledTime } });
  return {};
};

import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";
import { checkZones, type SentZone, zoneMappingsOf } from "../zones.ts";

interface Parameters {
  LoadBalancerId: string;
  ZoneMappings: SentZone[];
}

/** The zones afterwards, all of them; one that stays keeps its addresses. */
export const updateLoadBalancerZones: AlbAction<Parameters> = (state, { LoadBalancerId, ZoneMappings }, call) => {
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  checkZones(ZoneMappings, call);
  return changeLoadBalancer(state, call, {
    ...loadBalancer,
    ZoneMappings: zoneMappingsOf(loadBalancer, ZoneMappings, call),
  });
};

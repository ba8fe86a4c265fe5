import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";
import type { LoadBalancer } from "../rows.ts";

interface Parameters {
  LoadBalancerId: string;
  LoadBalancerEdition: LoadBalancer["LoadBalancerEdition"];
}

/** Upwards from Basic, or between Standard and StandardWithWaf; never down to Basic. No JobId. */
export const updateLoadBalancerEdition: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, LoadBalancerEdition } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  if (LoadBalancerEdition === "Basic") throw call.error("InvalidParameter");
  changeLoadBalancer(state, call, { ...loadBalancer, LoadBalancerEdition });
  return {};
};

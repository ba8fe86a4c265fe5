import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";

interface Parameters {
  LoadBalancerId: string;
  BandwidthPackageId: string;
}

/** Takes the Internet Shared Bandwidth instance away. */
export const detachCommonBandwidthPackageFromLoadBalancer: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, BandwidthPackageId } = parameters;
  const { BandwidthPackageId: attached, ...loadBalancer } = writableLoadBalancer(state, LoadBalancerId, call);
  if (attached !== BandwidthPackageId) {
    throw call.error("ResourceNotAssociated.BandwidthPackage", BandwidthPackageId);
  }
  return changeLoadBalancer(state, call, loadBalancer);
};

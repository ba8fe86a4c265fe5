import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";

interface Parameters {
  LoadBalancerId: string;
  BandwidthPackageId: string;
}

/** Attaches an Internet Shared Bandwidth instance to a public load balancer that has none. */
export const attachCommonBandwidthPackageToLoadBalancer: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, BandwidthPackageId } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  if (!BandwidthPackageId.startsWith("cbwp-")) {
    throw call.error("ResourceNotFound.BandwidthPackage", BandwidthPackageId);
  }
  if (loadBalancer.AddressType !== "Internet") throw call.error("OperationDenied.AddressType", LoadBalancerId);
  if (loadBalancer.BandwidthPackageId !== undefined) {
    throw call.error("ResourceAlreadyAssociated.BandwidthPackage", loadBalancer.BandwidthPackageId);
  }
  return changeLoadBalancer(state, call, { ...loadBalancer, BandwidthPackageId });
};

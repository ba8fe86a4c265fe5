import type { AlbAction } from "../call.ts";
import { changeIpv6Type } from "../changeLoadBalancer.ts";

/** Keeps IPv6 of a dual-stack instance within its VPC. */
export const disableLoadBalancerIpv6Internet: AlbAction<{ LoadBalancerId: string }> = (state, parameters, call) =>
  changeIpv6Type(state, call, parameters.LoadBalancerId, "Intranet");

import type { AlbAction } from "../call.ts";
import { changeIpv6Type } from "../changeLoadBalancer.ts";

/** Lets the Internet reach a dual-stack instance over IPv6. */
export const enableLoadBalancerIpv6Internet: AlbAction<{ LoadBalancerId: string }> = (state, parameters, call) =>
  changeIpv6Type(state, call, parameters.LoadBalancerId, "Internet");

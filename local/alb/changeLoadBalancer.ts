import type { AlbCall } from "./call.ts";
import { writableLoadBalancer } from "./lookups.ts";
import type { AlbState, LoadBalancer } from "./rows.ts";
import { schedule } from "./schedule.ts";

/** Takes a load balancer through Configuring to what it shall be. */
export function changeLoadBalancer(state: AlbState, call: AlbCall, after: LoadBalancer): { JobId: string } {
  const id = after.LoadBalancerId;
  return schedule(state, call, {
    resource: { type: "loadbalancer", id },
    operate: "Update",
    edits: [{ table: "loadBalancers", id, during: { ...after, LoadBalancerStatus: "Configuring" }, after }],
  });
}

/** Changes how far IPv6 of a dual-stack load balancer reaches. One that has IPv4 alone has nothing to change. */
export function changeIpv6Type(
  state: AlbState,
  call: AlbCall,
  id: string,
  Ipv6AddressType: NonNullable<LoadBalancer["Ipv6AddressType"]>,
): object {
  const loadBalancer = writableLoadBalancer(state, id, call);
  if (loadBalancer.AddressIpVersion !== "DualStack") throw call.error("OperationDenied.AddressIpVersion", id);
  return changeLoadBalancer(state, call, { ...loadBalancer, Ipv6AddressType });
}

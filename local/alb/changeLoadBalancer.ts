import type { AlbCall } from "./call.ts";
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

import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { writableLoadBalancer } from "../lookups.ts";

interface Parameters {
  LoadBalancerId: string;
  LogProject: string;
  LogStore: string;
}

/** The load balancer goes through Configuring; to change the store, disable first (alb.md §9). */
export const enableLoadBalancerAccessLog: AlbAction<Parameters> = (state, parameters, call) => {
  const { LoadBalancerId, ...AccessLogConfig } = parameters;
  const loadBalancer = writableLoadBalancer(state, LoadBalancerId, call);
  if (loadBalancer.AccessLogConfig !== undefined) throw call.error("OperationDenied.AccessLogEnabled");
  return changeLoadBalancer(state, call, { ...loadBalancer, AccessLogConfig });
};

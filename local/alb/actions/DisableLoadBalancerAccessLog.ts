import type { AlbAction } from "../call.ts";
import { changeLoadBalancer } from "../changeLoadBalancer.ts";
import { loadBalancerOf, writableLoadBalancer } from "../lookups.ts";

/** Allowed while a listener traces: its traces stop, its setting stays (alb.md U5). No JobId (alb.md §3). */
export const disableLoadBalancerAccessLog: AlbAction<{ LoadBalancerId: string }> = (state, parameters, call) => {
  const { LoadBalancerId } = parameters;
  if (loadBalancerOf(state, LoadBalancerId, call).LoadBalancerStatus === "Configuring") {
    throw call.error("ResourceInConfiguring.LoadBalancer", LoadBalancerId);
  }
  const { AccessLogConfig, ...loadBalancer } = writableLoadBalancer(state, LoadBalancerId, call);
  if (AccessLogConfig === undefined) throw call.error("OperationDenied.AccessLogDisabled");
  const traces = state.listeners
    .by("loadBalancer", LoadBalancerId)
    .some(({ LogConfig }) => LogConfig.AccessLogTracingConfig?.TracingEnabled === true);
  if (traces && call.isFound("log-off-while-tracing", "refused")) throw call.error("OperationDenied.AccessLogDisabled");
  changeLoadBalancer(state, call, loadBalancer);
  return {};
};

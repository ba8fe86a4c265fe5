import type { AlbAction } from "../call.ts";
import { writableListener, writableLoadBalancer } from "../lookups.ts";
import { schedule } from "../schedule.ts";
import { tagsGone } from "../tags.ts";

/** Goes with its listeners and rules; refused under deletion protection and while a listener is busy. */
export const deleteLoadBalancer: AlbAction<{ LoadBalancerId: string }> = (state, { LoadBalancerId: id }, call) => {
  const loadBalancer = writableLoadBalancer(state, id, call);
  if (loadBalancer.DeletionProtectionConfig.Enabled) throw call.error("OperationDenied.DeletionProtection");
  const listeners = state.listeners.by("loadBalancer", id);
  const rules = state.rules.by("loadBalancer", id);
  for (const { ListenerId } of listeners) writableListener(state, ListenerId, call);
  return schedule(state, call, {
    resource: { type: "loadbalancer", id },
    operate: "Delete",
    edits: [
      { table: "loadBalancers", id, during: { ...loadBalancer, LoadBalancerStatus: "Configuring" }, after: null },
      ...listeners.map((listener) => ({
        table: "listeners" as const,
        id: listener.ListenerId,
        during: { ...listener, ListenerStatus: "Deleting" as const },
        after: null,
      })),
      ...rules.map((rule) => ({
        table: "rules" as const,
        id: rule.RuleId,
        during: { ...rule, RuleStatus: "Deleting" as const },
        after: null,
      })),
      ...tagsGone(state, [id, ...listeners.map((row) => row.ListenerId), ...rules.map((row) => row.RuleId)]),
    ],
  });
};

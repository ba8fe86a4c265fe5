import { albApi } from "./albApi.ts";
import type { AlbAction } from "./call.ts";
import type { AlbState } from "./rows.ts";

/**
 * The same actions, of which those that write refuse what another service of Alibaba Cloud manages: recorded for
 * UpdateListenerAttribute (real-cloud.md CR3). Tags stay the user's own.
 */
export function refuseManaged<Action extends AlbAction<never>>(
  actions: Record<string, Action>,
): Record<string, Action> {
  return Object.fromEntries(
    Object.entries(actions).map(([name, action]) => {
      if (albApi.actions[name]?.kind !== "write" || /^(?:Un)?TagResources$/.test(name)) return [name, action];
      const guarded: AlbAction<never> = (state, parameters, call) => {
        const id = loadBalancerIn(state, parameters);
        if (id !== undefined && state.loadBalancers.get(id)?.ServiceManagedEnabled === true) {
          throw call.error("OperationDenied.ServiceManagedResource");
        }
        return action(state, parameters, call);
      };
      return [name, guarded as Action];
    }),
  );
}

/** The instance that a write is about. */
function loadBalancerIn(state: AlbState, parameters: Record<string, unknown>): string | undefined {
  const { LoadBalancerId, ListenerId, RuleId, RuleIds } = parameters as Record<string, string> & { RuleIds?: string[] };
  const rule = RuleId ?? RuleIds?.[0];
  if (LoadBalancerId !== undefined) return LoadBalancerId;
  if (ListenerId !== undefined) return state.listeners.get(ListenerId)?.LoadBalancerId;
  return rule === undefined ? undefined : state.rules.get(rule)?.LoadBalancerId;
}

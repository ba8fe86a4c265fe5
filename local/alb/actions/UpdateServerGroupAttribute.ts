import type { AlbAction } from "../call.ts";
import { checkServerGroup } from "../listenerRules.ts";
import { writableServerGroup } from "../lookups.ts";
import type { ServerGroup } from "../serverGroupRow.ts";
import { changeGroup } from "../servers.ts";
import { checkSlowStart, refuseForFunctions } from "./CreateServerGroup.ts";

type Parameters = { ServerGroupId: string } & Partial<
  Pick<
    ServerGroup,
    | "ServerGroupName"
    | "Scheduler"
    | "UchConfig"
    | "UpstreamKeepaliveEnabled"
    | "ServiceName"
    | "CrossZoneEnabled"
    | "IpVersionAffinityMode"
  >
> & {
    [Config in (typeof CONFIGS)[number]]?: Partial<ServerGroup[Config]>;
  };

const CONFIGS = ["HealthCheckConfig", "StickySessionConfig", "ConnectionDrainConfig", "SlowStartConfig"] as const;

/** What is left out stays, inside the configurations too. */
export const updateServerGroupAttribute: AlbAction<Parameters> = (state, parameters, call) => {
  const group = writableServerGroup(state, parameters.ServerGroupId, call);
  const configs = CONFIGS.map((name) => [name, { ...group[name], ...parameters[name] }]);
  const updated: ServerGroup = { ...group, ...parameters, ...Object.fromEntries(configs) };
  refuseForFunctions(updated, call);
  checkSlowStart(updated, call);
  const users = [
    ...state.listeners.by("serverGroup", group.ServerGroupId),
    ...state.rules.by("serverGroup", group.ServerGroupId).flatMap((rule) => state.listeners.get(rule.ListenerId) ?? []),
  ];
  for (const listener of users) {
    const loadBalancer = state.loadBalancers.get(listener.LoadBalancerId);
    if (loadBalancer !== undefined) checkServerGroup(updated, listener, loadBalancer, call);
  }
  return changeGroup(state, call, "Update", updated, updated);
};

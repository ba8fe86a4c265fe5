import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import type { AlbAction, AlbCall } from "../call.ts";
import type { ServerHealth } from "../dataPlane/contract.ts";
import { listenerOf } from "../lookups.ts";
import type { AlbState } from "../rows.ts";
import { servedEndpointOf } from "../served.ts";
import type { ServerGroup } from "../serverGroupRow.ts";
import { forwardedTo, serverGroupsOfListener } from "../state.ts";

interface Parameters extends Paging {
  ListenerId: string;
  IncludeRule?: boolean;
}

/** Per server group only the servers that are not healthy; the protocol in lower case (alb.md §3). Rules are paged. */
export const getListenerHealthStatus: AlbAction<Parameters> = (state, parameters, call) => {
  const { ListenerId, IncludeRule = false } = parameters;
  const listener = listenerOf(state, ListenerId, call);
  const rules = IncludeRule ? state.rules.by("listener", ListenerId) : [];
  const { rows, NextToken } = pageOfRows(state.rules, rules, parameters);
  return {
    ...(NextToken === undefined ? {} : { NextToken }),
    ListenerHealthStatus: [
      {
        ListenerId,
        ListenerPort: listener.ListenerPort,
        ListenerProtocol: listener.ListenerProtocol.toLowerCase(),
        ServerGroupInfos: groupInfos(state, serverGroupsOfListener(listener), "ForwardGroup", call),
      },
    ],
    RuleHealthStatus: rows.map((rule) => ({
      RuleId: rule.RuleId,
      ServerGroupInfos: rule.RuleActions.flatMap((action) => [
        ...groupInfos(state, forwardedTo(action.ForwardGroupConfig), "ForwardGroup", call),
        ...groupInfos(state, forwardedTo(action.TrafficMirrorConfig?.MirrorGroupConfig), "TrafficMirror", call),
      ]),
    })),
  };
};

function groupInfos(state: AlbState, ids: string[], ActionType: string, call: AlbCall): object[] {
  return ids
    .flatMap((id) => state.serverGroups.get(id) ?? [])
    .map((group) => ({
      ServerGroupId: group.ServerGroupId,
      ActionType,
      ServerCount: group.Servers.length,
      HealthCheckEnabled: group.HealthCheckConfig.HealthCheckEnabled ? "on" : "off",
      NonNormalServers: call
        .health(group.ServerGroupId)
        .filter((server) => server.status !== "Healthy")
        .map((server) => nonNormal(group, server)),
    }));
}

function nonNormal(group: ServerGroup, { host, port, status, reasonCode }: ServerHealth): object {
  const known = group.Servers.find((server) => {
    const endpoint = servedEndpointOf(server);
    return endpoint.host === host && endpoint.port === port;
  });
  return {
    ServerId: known?.ServerId ?? host,
    ServerIp: known?.ServerIp ?? host,
    Port: port,
    Status: status,
    ...(reasonCode === undefined ? {} : { Reason: { ReasonCode: reasonCode } }),
  };
}

import type { Schema } from "../rpc/store.ts";
import type { AlbRows, Listener, Rule } from "./rows.ts";
import type { ForwardGroupConfig } from "./ruleShapes.ts";

/** Where each row's id stands, and by what else it is looked up. */
export const albSchema: Schema<AlbRows> = {
  loadBalancers: { id: (row) => row.LoadBalancerId },
  listeners: {
    id: (row) => row.ListenerId,
    indexes: {
      loadBalancer: (row) => [row.LoadBalancerId],
      socket: (row) => [socketOf(row)],
      serverGroup: serverGroupsOfListener,
      securityPolicy: (row) => (row.SecurityPolicyId === undefined ? [] : [row.SecurityPolicyId]),
      acl: (row) => row.AclConfig.AclRelations.map(({ AclId }) => AclId),
      quicListener: (row) => (row.QuicConfig.QuicListenerId === undefined ? [] : [row.QuicConfig.QuicListenerId]),
    },
  },
  rules: {
    id: (row) => row.RuleId,
    indexes: {
      listener: (row) => [row.ListenerId],
      loadBalancer: (row) => [row.LoadBalancerId],
      serverGroup: serverGroupsOfRule,
    },
  },
  serverGroups: { id: (row) => row.ServerGroupId },
  securityPolicies: { id: (row) => row.SecurityPolicyId },
  acls: { id: (row) => row.AclId },
  healthCheckTemplates: { id: (row) => row.HealthCheckTemplateId },
  tags: { id: (row) => row.ResourceId, indexes: { type: (row) => [row.ResourceType] } },
  jobs: { id: (row) => row.Id, indexes: { resource: (row) => [row.ResourceId] } },
  changes: { id: (row) => row.ChangeId },
  usedTokens: { id: (row) => row.Token },
};

/** One load balancer has one listener for a port and protocol family: TCP (HTTP, HTTPS) or UDP (QUIC), alb.md U21. */
export function socketOf(listener: Pick<Listener, "LoadBalancerId" | "ListenerProtocol" | "ListenerPort">): string {
  const family = listener.ListenerProtocol === "QUIC" ? "udp" : "tcp";
  return `${listener.LoadBalancerId}/${family}/${listener.ListenerPort}`;
}

/** The server groups that a listener's default action forwards to. */
export function serverGroupsOfListener(listener: Pick<Listener, "DefaultActions">): string[] {
  return unique(
    listener.DefaultActions.flatMap((action) => action.ForwardGroupConfig.ServerGroupTuples).map(
      (tuple) => tuple.ServerGroupId,
    ),
  );
}

/** The server groups that a rule forwards or mirrors to. */
export function serverGroupsOfRule(rule: Pick<Rule, "RuleActions">): string[] {
  return unique(
    rule.RuleActions.flatMap((action) => [
      ...forwardedTo(action.ForwardGroupConfig),
      ...forwardedTo(action.TrafficMirrorConfig?.MirrorGroupConfig),
    ]),
  );
}

/** The server groups that one forwarding configuration names. */
export function forwardedTo(config: ForwardGroupConfig = {}): string[] {
  return (config.ServerGroupTuples ?? []).flatMap(({ ServerGroupId }) => ServerGroupId ?? []);
}

function unique(ids: string[]): string[] {
  return [...new Set(ids)];
}

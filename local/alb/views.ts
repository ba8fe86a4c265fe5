import type { AlbState, Listener, LoadBalancer, SecurityPolicy } from "./rows.ts";
import type { HealthCheckTemplate, ServerGroup } from "./serverGroupRow.ts";
import { serverGroupsOfListener, serverGroupsOfRule } from "./state.ts";
import { tagsOf } from "./tags.ts";

/** A listener as ListListeners shows it: without certificates and mutual TLS (alb.md §3). */
export function listenerSummary(state: AlbState, listener: Listener): object {
  return {
    ...without(
      listener,
      ...(["Certificates", "AdditionalCertificates", "CaCertificates", "CaEnabled", "AclConfig"] as const),
      ...(listener.ListenerProtocol === "HTTPS" ? [] : (["QuicConfig"] as const)),
    ),
    Tags: tagsOf(state, listener.ListenerId),
  };
}

/** A listener as GetListenerAttribute shows it: the default certificate only, and without its status (alb.md §3). */
export function listenerDetail(state: AlbState, listener: Listener): object {
  return {
    ...listenerSummary(state, listener),
    Certificates: listener.Certificates.map(({ CertificateId }) => ({ CertificateId })),
    CaEnabled: listener.CaEnabled,
    CaCertificates: listener.CaCertificates.map((certificate) => ({ ...certificate, IsDefault: true })),
    AclConfig: listener.AclConfig.AclRelations.length === 0 ? {} : listener.AclConfig,
  };
}

/**
 * A load balancer as ListLoadBalancers shows it: without its zones, and with an access log that is an empty object where it
 * is off (the vendor's Terraform provider takes it for an object without looking).
 */
export function loadBalancerSummary(state: AlbState, loadBalancer: LoadBalancer): object {
  return {
    AccessLogConfig: {},
    ...without(loadBalancer, "ZoneMappings", "ServiceManagedEnabled"),
    Tags: tagsOf(state, loadBalancer.LoadBalancerId),
  };
}

/**
 * A server group as ListServerGroups shows it: its servers only counted, and the load balancers that use it. One of functions
 * has neither a protocol nor sessions that stick (the vendor's Terraform provider refuses to plan where it is told them).
 */
export function serverGroupSummary(state: AlbState, group: ServerGroup): object {
  const { Servers, ...shown } = group;
  const { Protocol: _, ...ofFunctions } = { ...shown, StickySessionConfig: {} };
  return {
    ...(group.ServerGroupType === "Fc" ? ofFunctions : shown),
    ServerCount: Servers.length,
    RelatedLoadBalancerIds: loadBalancersUsing(state, group.ServerGroupId),
    Tags: tagsOf(state, group.ServerGroupId),
  };
}

/** A custom security policy as ListSecurityPolicies shows it. */
export function securityPolicyView(state: AlbState, policy: SecurityPolicy): object {
  return { ...policy, Tags: tagsOf(state, policy.SecurityPolicyId) };
}

/** A health-check template as both of its reads show it. */
export function healthCheckTemplateView(state: AlbState, template: HealthCheckTemplate): object {
  return { ...template, Tags: tagsOf(state, template.HealthCheckTemplateId) };
}

/** The load balancers that have a listener or rule forwarding to this server group. */
export function loadBalancersUsing(state: AlbState, serverGroupId: string): string[] {
  const users = [...state.listeners.by("serverGroup", serverGroupId), ...state.rules.by("serverGroup", serverGroupId)];
  return [...new Set(users.map((user) => user.LoadBalancerId))];
}

/** The server groups in use on a load balancer, by default actions and rules. */
export function serverGroupsOn(state: AlbState, loadBalancerId: string): string[] {
  const listeners = state.listeners.by("loadBalancer", loadBalancerId).flatMap(serverGroupsOfListener);
  const rules = state.rules.by("loadBalancer", loadBalancerId).flatMap(serverGroupsOfRule);
  return [...new Set([...listeners, ...rules])];
}

function without<Row extends object, Name extends keyof Row>(row: Row, ...names: Name[]): Omit<Row, Name> {
  const rest = { ...row };
  for (const name of names) delete rest[name];
  return rest;
}

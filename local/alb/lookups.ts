import type { AlbCall } from "./call.ts";
import type { AlbState, Listener, LoadBalancer, Rule, SecurityPolicy } from "./rows.ts";
import type { HealthCheckTemplate, ServerGroup } from "./serverGroupRow.ts";
import { systemSecurityPolicies } from "./systemSecurityPolicies.ts";

/** The listener, or 404. */
export function listenerOf(state: AlbState, id: string, call: AlbCall): Listener {
  return found(state.listeners.get(id), "ResourceNotFound.Listener", id, call);
}

/** The load balancer, or 404. */
export function loadBalancerOf(state: AlbState, id: string, call: AlbCall): LoadBalancer {
  return found(state.loadBalancers.get(id), "ResourceNotFound.LoadBalancer", id, call);
}

/** The server group, or 404. */
export function serverGroupOf(state: AlbState, id: string, call: AlbCall): ServerGroup {
  return found(state.serverGroups.get(id), "ResourceNotFound.ServerGroup", id, call);
}

/** The rule, or 404. */
function ruleOf(state: AlbState, id: string, call: AlbCall): Rule {
  return found(state.rules.get(id), "ResourceNotFound.Rule", id, call);
}

/** The health-check template, or 404. */
export function healthCheckTemplateOf(state: AlbState, id: string, call: AlbCall): HealthCheckTemplate {
  return found(state.healthCheckTemplates.get(id), "ResourceNotFound.HealthCheckTemplate", id, call);
}

/** The custom policy, or 404. */
function securityPolicyOf(state: AlbState, id: string, call: AlbCall): SecurityPolicy {
  return found(state.securityPolicies.get(id), "ResourceNotFound.SecurityPolicy", id, call);
}

/** Does the policy exist, the system's or one of the account's? Else 404. */
export function requireSecurityPolicy(state: AlbState, id: string, call: AlbCall) {
  if (!systemSecurityPolicies.some((policy) => policy.SecurityPolicyId === id)) securityPolicyOf(state, id, call);
}

/**
 * A listener that may be changed now: not busy, in one of the states, on a load balancer that is Active and in good
 * standing. Of the two codes for a busy listener `IncorrectStatus.Listener` comes (alb.md U9).
 */
export function writableListener(
  state: AlbState,
  id: string,
  call: AlbCall,
  statuses: Listener["ListenerStatus"][] = ["Running", "Stopped"],
): Listener {
  const listener = listenerOf(state, id, call);
  writableLoadBalancer(state, listener.LoadBalancerId, call);
  if (!statuses.includes(listener.ListenerStatus)) {
    throw call.error("IncorrectStatus.Listener", id, listener.ListenerStatus);
  }
  return listener;
}

/** A load balancer on which something may be changed now. */
export function writableLoadBalancer(state: AlbState, id: string, call: AlbCall): LoadBalancer {
  const loadBalancer = loadBalancerOf(state, id, call);
  if (loadBalancer.LoadBalancerBussinessStatus !== "Normal") {
    throw call.error("IncorrectBusinessStatus.LoadBalancer", id, loadBalancer.LoadBalancerBussinessStatus);
  }
  if (loadBalancer.LoadBalancerStatus !== "Active") {
    throw call.error("IncorrectStatus.LoadBalancer", id, loadBalancer.LoadBalancerStatus);
  }
  return loadBalancer;
}

/** A server group that may be changed now. */
export function writableServerGroup(state: AlbState, id: string, call: AlbCall): ServerGroup {
  const group = serverGroupOf(state, id, call);
  if (group.ServerGroupStatus !== "Available") {
    throw call.error("IncorrectStatus.ServerGroup", id, group.ServerGroupStatus);
  }
  return group;
}

function found<Row>(row: Row | undefined, code: string, id: string, call: AlbCall): Row {
  if (row === undefined) throw call.error(code, id);
  return row;
}

/** A custom policy that may be changed now. */
export function writableSecurityPolicy(state: AlbState, id: string, call: AlbCall): SecurityPolicy {
  const policy = securityPolicyOf(state, id, call);
  if (policy.SecurityPolicyStatus !== "Available") {
    throw call.error("IncorrectStatus.SecurityPolicy", id, policy.SecurityPolicyStatus);
  }
  return policy;
}

/** A rule that may be changed now, on a listener that may be changed. */
export function writableRule(state: AlbState, id: string, call: AlbCall): Rule {
  const rule = ruleOf(state, id, call);
  writableListener(state, rule.ListenerId, call);
  if (rule.RuleStatus !== "Available") throw call.error("IncorrectStatus.Rule", id, rule.RuleStatus);
  return rule;
}

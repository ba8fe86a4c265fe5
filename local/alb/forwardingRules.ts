import type { AlbCall } from "./call.ts";
import { checkServerGroup, checkServersQuota } from "./listenerRules.ts";
import { loadBalancerOf, serverGroupOf } from "./lookups.ts";
import { quotaFor } from "./quotas.ts";
import type { AlbState, Listener, LoadBalancer, Rule } from "./rows.ts";
import type { RuleAction } from "./ruleShapes.ts";
import type { ServerGroup } from "./serverGroupRow.ts";
import { forwardedTo } from "./state.ts";

/** The configuration that an action of each type cannot do without. */
const NEEDED_CONFIG: Record<string, `${string}Config`> = {
  ForwardGroup: "ForwardGroupConfig",
  Redirect: "RedirectConfig",
  FixedResponse: "FixedResponseConfig",
  Rewrite: "RewriteConfig",
  InsertHeader: "InsertHeaderConfig",
  RemoveHeader: "RemoveHeaderConfig",
  TrafficLimit: "TrafficLimitConfig",
  TrafficMirror: "TrafficMirrorConfig",
  Cors: "CorsConfig",
};

/** What every rule of a listener must be; throws the first broken thing. */
export function checkRule(state: AlbState, rule: Rule, listener: Listener, call: AlbCall) {
  const loadBalancer = loadBalancerOf(state, listener.LoadBalancerId, call);
  checkActions(rule.RuleActions, call);
  checkConditions(rule, call);
  checkGroups(state, rule.RuleActions, listener, loadBalancer, call);
  checkServersQuota(
    state,
    loadBalancer,
    rule.RuleActions.flatMap((action) => forwardedTo(action.ForwardGroupConfig)),
    call,
  );
}

/** Priorities are unique on a listener, within each direction; rules about to be replaced do not count. */
export function checkPriorities(state: AlbState, listenerId: string, rules: Rule[], call: AlbCall) {
  const changed = new Set(rules.map((rule) => rule.RuleId));
  const taken = new Map<string, string>();
  const others = state.rules.by("listener", listenerId).filter((rule) => !changed.has(rule.RuleId));
  for (const rule of [...others, ...rules]) {
    const place = `${rule.Direction}/${rule.Priority}`;
    const other = taken.get(place);
    if (other !== undefined) throw call.error("Conflict.Priority", other, rule.RuleId);
    taken.set(place, rule.RuleId);
  }
}

/** Are there places left for `more` rules on the load balancer? */
export function checkRulesQuota(state: AlbState, loadBalancerId: string, more: number, call: AlbCall) {
  const usage = state.rules.by("loadBalancer", loadBalancerId).length;
  const quota = quotaFor(loadBalancerOf(state, loadBalancerId, call), call.quotas.rules);
  if (usage + more <= quota) return;
  const name = "alb_quota_loadbalancer_rules_num";
  throw call.error("ResourceQuotaExceeded.LoadBalancerRulesNum", name, loadBalancerId, usage, quota);
}

function checkActions(actions: RuleAction[], call: AlbCall) {
  const types = actions.map((action) => action.Type);
  for (const action of actions) {
    const needed = NEEDED_CONFIG[action.Type];
    if (needed !== undefined && action[needed] === undefined) throw call.error("InvalidParameter");
  }
  if (types.includes("Rewrite") && !types.includes("ForwardGroup")) {
    throw call.error("OperationDenied.RewriteMissingForwardGroup");
  }
}

function checkConditions(rule: Rule, call: AlbCall) {
  for (const condition of rule.RuleConditions) {
    const config = condition[`${condition.Type}Config`];
    if (config?.Values === undefined || config.Values.length === 0) throw call.error("InvalidParameter");
  }
}

function checkGroups(
  state: AlbState,
  actions: RuleAction[],
  listener: Listener,
  loadBalancer: LoadBalancer,
  call: AlbCall,
) {
  const groups = (config: RuleAction["ForwardGroupConfig"]) =>
    forwardedTo(config).map((id) => serverGroupOf(state, id, call));
  const forwards = actions.flatMap((action) => groups(action.ForwardGroupConfig));
  const mirrors = actions.flatMap((action) => groups(action.TrafficMirrorConfig?.MirrorGroupConfig));
  for (const group of forwards) checkServerGroup(group, listener, loadBalancer, call);
  if (new Set(forwards.map((group) => group.Protocol)).size > 1) {
    throw call.error("OperationDenied.ProtocolMustSameForForwardGroupAction");
  }
  for (const group of mirrors) checkMirror(group, forwards, call);
}

function checkMirror(group: ServerGroup, forwards: ServerGroup[], call: AlbCall) {
  if (forwards.some((other) => other.ServerGroupId === group.ServerGroupId)) {
    throw call.error("OperationDenied.SameGroupForForwardAndMirrorAction");
  }
  if (group.ServerGroupType === "Ip") throw call.error("OperationDenied.IpGroupCanNotUsedForMirrorAction");
  if (group.Protocol !== "HTTP") throw call.error("OperationDenied.MirrorActionSupportHttpGroupOnly");
}

import type { CloudContext } from "../context.ts";
import type { FlatParameters } from "../rpc/parameters.ts";
import type { AlbState } from "./rows.ts";

/** The parameters that say what a call is about, the closest first; ids in lists count by their first. */
const ABOUT = [
  "RuleId",
  "ListenerId",
  "LoadBalancerId",
  "ServerGroupId",
  "SecurityPolicyId",
  "AclId",
  "ResourceId",
  "RuleIds.1",
  "ListenerIds.1",
  "LoadBalancerIds.1",
  "ServerGroupIds.1",
  "SecurityPolicyIds.1",
  "AclIds.1",
  "ResourceId.1",
  "ResourceIds.1",
];

/**
 * The resource of a call: its ARN for RAM (`loadbalancer/`, `servergroup/`, `securitypolicy/` and `acl/` only, alb.md §3;
 * listeners and rules belong to their load balancer) and its id for faults and the call log.
 */
export function resourceOf({ region, accountId }: Pick<CloudContext, "region" | "accountId">) {
  return (state: AlbState, action: string, parameters: FlatParameters): { arn: string; id?: string } => {
    const id = ABOUT.map((name) => parameters.get(name)).find((value) => value !== undefined && value !== "");
    const arn = `acs:alb:${region}:${accountId}:${pathOf(state, action, id, parameters.get("LoadBalancerId"))}`;
    return id === undefined ? { arn } : { arn, id: id.slice(0, 128) };
  };
}

function pathOf(state: AlbState, action: string, id: string | undefined, loadBalancerId: string | undefined): string {
  const kind = kindOf(action);
  if (kind === "listener" || kind === "rule") {
    const known = id ?? "";
    const row = state.listeners.get(known) ?? state.rules.get(known) ?? state.loadBalancers.get(known);
    return `loadbalancer/${row?.LoadBalancerId ?? loadBalancerId ?? "*"}`;
  }
  return kind === "*" ? "*" : `${kind}/${id ?? "*"}`;
}

function kindOf(action: string): "listener" | "rule" | "loadbalancer" | "servergroup" | "securitypolicy" | "acl" | "*" {
  if (action.includes("ServerGroup")) return "servergroup";
  if (action.includes("SecurityPolic")) return "securitypolicy";
  if (action.includes("Listener")) return "listener";
  if (action.includes("Acl")) return "acl";
  if (action.includes("Rule")) return "rule";
  if (action.includes("LoadBalancer") || action.includes("DeletionProtection")) return "loadbalancer";
  return "*";
}

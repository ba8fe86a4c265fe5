import type { CloudContext } from "../context.ts";
import type { FlatParameters } from "../rpc/parameters.ts";
import type { CalledOn } from "../rpc/product.ts";
import type { AlbState } from "./rows.ts";

/** The parameters that say what a call is about, the closest first; ids in lists count by their first. */
const ABOUT = [
  "RuleId",
  "ListenerId",
  "LoadBalancerId",
  "ServerGroupId",
  "SecurityPolicyId",
  "AclId",
  "HealthCheckTemplateId",
  "ResourceId",
  "RuleIds.1",
  "ListenerIds.1",
  "LoadBalancerIds.1",
  "ServerGroupIds.1",
  "SecurityPolicyIds.1",
  "AclIds.1",
  "HealthCheckTemplateIds.1",
  "ResourceId.1",
  "ResourceIds.1",
];

/**
 * The resource of a call: its ARN for RAM (`loadbalancer/`, `servergroup/`, `securitypolicy/` and `acl/` only, alb.md §3;
 * listeners and rules belong to their load balancer), its id for faults and the call log, and the ARNs of what else the
 * call must be allowed on.
 */
export function resourceOf({ region, accountId, realities }: Pick<CloudContext, "region" | "accountId" | "realities">) {
  return (state: AlbState, action: string, parameters: FlatParameters): CalledOn => {
    const id = ABOUT.map((name) => parameters.get(name)).find((value) => value !== undefined && value !== "");
    const arn = `acs:alb:${region}:${accountId}:${pathOf(state, action, id, parameters.get("LoadBalancerId"))}`;
    const also = othersIn(action, parameters, realities).map((path) =>
      path.startsWith("acs:")
        ? path.replace("::", `:${region}:${accountId}:`)
        : `acs:alb:${region}:${accountId}:${path}`,
    );
    return { arn, ...(also.length > 0 && { also }), ...(id !== undefined && { id: id.slice(0, 128) }) };
  };
}

/** What else a call names that it must be allowed on: groups and policies of listeners and rules, servers, access control lists. */
function othersIn(action: string, parameters: FlatParameters, realities: CloudContext["realities"]): string[] {
  if (FORWARDING.has(action)) {
    const question = action === "UpdateListenerAttribute" ? "update-second-resource" : "second-resources";
    if (realities?.is(question, "not checked") === true) return [];
    return idsIn(parameters, /(?:^|\.)ServerGroupId$/, "servergroup").concat(
      idsIn(parameters, /^SecurityPolicyId$/, "securitypolicy"),
    );
  }
  if (/^(?:Associate|Dissociate)Acls/.test(action)) return idsIn(parameters, /^AclIds\.\d+$/, "acl");
  if (action === "AddServersToServerGroup" || action === "ReplaceServersInServerGroup") {
    return serversIn(parameters).filter((arn) => !isLeftOut(arn, realities));
  }
  return [];
}

/**
 * UpdateListenerAttribute is documented on load balancer, server group and TLS policy (real-cloud.md CB3); of the others the
 * same is assumed (open.md O44).
 */
const FORWARDING = new Set([
  "CreateListener",
  "UpdateListenerAttribute",
  "CreateRule",
  "CreateRules",
  "UpdateRuleAttribute",
  "UpdateRulesAttribute",
]);

function idsIn(parameters: FlatParameters, name: RegExp, kind: string): string[] {
  const ids = [...parameters].flatMap(([key, value]) => (name.test(key) && value !== "" ? [value] : []));
  return [...new Set(ids)].map((id) => `${kind}/${id}`);
}

/**
 * Two pages name servers by different ARNs, so both must be allowed (real-cloud.md CB4, open.md O46). Addresses and
 * functions belong to nobody that RAM could ask about.
 */
function serversIn(parameters: FlatParameters): string[] {
  return [...parameters].flatMap(([key, id]) => {
    const list = /^((?:Added)?Servers\.\d+)\.ServerId$/.exec(key)?.[1];
    const arns = list === undefined ? undefined : SERVER_ARNS.get(parameters.get(`${list}.ServerType`) ?? "");
    return arns?.map((arn) => `${arn}/${id}`) ?? [];
  });
}

/** One of the two, where that was found to be the one. */
function isLeftOut(arn: string, realities: CloudContext["realities"]): boolean {
  const onlyOne = arn.startsWith("acs:") ? "the name of ALB alone" : "the name of ECS alone";
  return realities?.is("server-arn", onlyOne) === true;
}

const SERVER_ARNS = new Map([
  ["Ecs", ["ecs", "acs:ecs::instance"]],
  ["Eni", ["eni", "acs:ecs::eni"]],
  ["Eci", ["eci", "acs:eci::containergroup"]],
]);

function pathOf(state: AlbState, action: string, id: string | undefined, loadBalancerId: string | undefined): string {
  const kind = kindOf(action);
  if (kind === "listener" || kind === "rule") {
    const known = id ?? "";
    const row = state.listeners.get(known) ?? state.rules.get(known) ?? state.loadBalancers.get(known);
    return `loadbalancer/${row?.LoadBalancerId ?? loadBalancerId ?? "*"}`;
  }
  return kind === "*" ? "*" : `${kind}/${id ?? "*"}`;
}

type Kind =
  | "listener"
  | "rule"
  | "loadbalancer"
  | "servergroup"
  | "securitypolicy"
  | "acl"
  | "healthchecktemplate"
  | "*";

/** Templates are named by the same pattern as the others, which is assumed. */
function kindOf(action: string): Kind {
  if (action.includes("ServerGroup")) return "servergroup";
  if (action.includes("SecurityPolic")) return "securitypolicy";
  if (action.includes("Listener")) return "listener";
  if (action.includes("Acl")) return "acl";
  if (action.includes("Rule")) return "rule";
  if (action.includes("HealthCheckTemplate")) return "healthchecktemplate";
  if (action.includes("LoadBalancer") || action.includes("DeletionProtection")) return "loadbalancer";
  return "*";
}

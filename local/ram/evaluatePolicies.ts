import { isForAllResources } from "./allResources.ts";
import { type ConditionContext, conditionsHold, isConditionOperator } from "./conditions.ts";
import type { Policy, PolicyStatement } from "./contract.ts";
import { fitsWildcard } from "./wildcard.ts";

/** What policies say about one action on one resource. Whatever no policy allows is denied implicitly. */
export type PolicyDecision = "Allow" | "ExplicitDeny" | "ImplicitDeny";

/** Decides as RAM does: a Deny beats every Allow, whatever the order of statements and policies. */
export function evaluatePolicies(
  policies: Policy[],
  action: string,
  resource: string,
  context: ConditionContext,
  isStarOnly: (action: string) => boolean = isForAllResources,
): PolicyDecision {
  let decision: PolicyDecision = "ImplicitDeny";
  for (const { Statement } of policies) {
    for (const statement of Statement) {
      if (!concerns(statement, action, resource, context, isStarOnly(action))) continue;
      if (statement.Effect === "Deny") return "ExplicitDeny";
      decision = "Allow";
    }
  }
  return decision;
}

function concerns(
  statement: PolicyStatement,
  action: string,
  resource: string,
  context: ConditionContext,
  starOnly: boolean,
): boolean {
  if (!list(statement.Action).some((pattern) => fitsWildcard(pattern, action))) return false;
  if (!list(statement.Resource).some((pattern) => (starOnly ? pattern === "*" : fitsWildcard(pattern, resource))))
    return false;
  // A condition that we cannot read must not open a client: it makes an Allow void and a Deny unconditional.
  if (!Object.keys(statement.Condition ?? {}).every(isConditionOperator)) return statement.Effect === "Deny";
  return conditionsHold(statement.Condition, context);
}

function list(value: string | string[]): string[] {
  return Array.isArray(value) ? value : [value];
}

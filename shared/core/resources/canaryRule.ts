import { canonicalJson } from "../../platform/canonicalJson.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import { inMotion, type Resource } from "./resource.ts";
import type { Write } from "./write.ts";

/**
 * A forwarding rule that shares a listener's requests between its present server groups and new ones by weight, while the
 * new ones prove themselves. A listener's default action takes no weights; a rule's action does
 * (docs/decisions/a-canary-is-a-rule.md).
 */
export interface CanaryRule {
  RuleName: string;
  /** 1 to 10000; after every other rule of the listener. */
  Priority: number;
  RuleConditions: object[];
  ServerGroupTuples: WeightedGroup[];
  /** Given by the cloud. */
  RuleId?: string;
}

/** A server group with its share of the requests. */
interface WeightedGroup {
  ServerGroupId: string;
  /** 0 to 100. */
  Weight: number;
}

/** The canary of a listener is found by its name: a listener has one at most. */
export interface CanaryKey {
  ListenerId: string;
  RuleName: string;
}

export const CANARY_NAME = "albflow-canary";

/** The conditions of a rule that only albflow's own questions meet. */
export const PROBED_ONLY = [{ Type: "Header", HeaderConfig: { Key: CANARY_NAME, Values: ["probe"] } }];

/** The conditions of a rule that every request meets. */
export const EVERYTHING = [{ Type: "Path", PathConfig: { Values: ["/*"] } }];

export const canaryRule: Resource<CanaryKey, CanaryRule> = {
  async read({ alb }, { ListenerId, RuleName }) {
    const rows = await collect(
      allPages(
        (paging) => alb.call("ListRules", { ListenerIds: [ListenerId], ...paging }),
        (page) => page.Rules,
      ),
    );
    const found = rows.find((row) => row.RuleName === RuleName);
    if (found === undefined) return { value: null, unsettled: undefined };
    const { Priority = 0, RuleConditions = [], RuleActions = [], RuleId = "", RuleStatus = "Available" } = found;
    const tuples = RuleActions[0]?.ForwardGroupConfig?.ServerGroupTuples ?? [];
    return {
      value: {
        RuleName,
        Priority,
        RuleConditions: RuleConditions.map(essential),
        ServerGroupTuples: tuples.map(({ ServerGroupId = "", Weight = 100 }) => ({ ServerGroupId, Weight })),
        RuleId,
      },
      unsettled: RuleStatus === "Available" ? undefined : inMotion(RuleName, RuleStatus),
    };
  },
  writes(from, to) {
    if (to === null) {
      return from === null ? [] : [{ action: "DeleteRule", parameters: { RuleId: "@canaryRule" }, after: null }];
    }
    const { RuleName, Priority, RuleConditions } = to;
    const body = { RuleConditions, RuleActions: actionsTo(to.ServerGroupTuples) };
    if (from === null) {
      const parameters = { ListenerId: "@listener", RuleName, Priority, ...body };
      const { RuleId: _, ...after } = to;
      return [{ action: "CreateRule", parameters, after }];
    }
    if (canaryRule.same(from, to)) return [];
    const after = { ...from, RuleConditions, ServerGroupTuples: to.ServerGroupTuples };
    const update: Write<CanaryRule> = {
      action: "UpdateRuleAttribute",
      parameters: { RuleId: "@canaryRule", ...body },
      after,
    };
    return [update];
  },
  same(seen, expected) {
    if (seen === null || expected === null) return seen === expected;
    return textOf(seen) === textOf(expected);
  },
  changes: (from, to) => (canaryRule.same(from, to) ? [] : [{ field: "CanaryRule", before: from, after: to }]),
  /** It never stays, whichever way a plan goes. */
  rollbackTarget: () => null,
};

function actionsTo(ServerGroupTuples: WeightedGroup[]): object[] {
  return [{ Type: "ForwardGroup", Order: 1, ForwardGroupConfig: { ServerGroupTuples } }];
}

function textOf({ Priority, RuleConditions, ServerGroupTuples }: CanaryRule): string {
  const groups = [...ServerGroupTuples].sort((one, other) => (one.ServerGroupId < other.ServerGroupId ? -1 : 1));
  return canonicalJson([Priority, RuleConditions, groups]);
}

/** A condition without members of other types, which ALB may tell as well. */
function essential(condition: object): object {
  const { Type = "", ...configs } = condition as { Type?: string } & Record<string, object | undefined>;
  const name = `${Type}Config`;
  return JSON.parse(JSON.stringify({ Type, [name]: configs[name] })) as object;
}

import type { ServedRule } from "./dataPlane/contract.ts";
import type { Rule } from "./rows.ts";
import type { ForwardGroupConfig, RuleAction, RuleCondition } from "./ruleShapes.ts";

/** Groups with the share of traffic each gets, 100 where none is said; a listener's default action has no weights (alb.md §3). */
export function weighed(config: ForwardGroupConfig): { serverGroupId: string; weight: number }[] {
  return (config.ServerGroupTuples ?? []).flatMap(({ ServerGroupId, Weight = 100 }) =>
    ServerGroupId === undefined ? [] : { serverGroupId: ServerGroupId, weight: Weight },
  );
}

/**
 * A forwarding rule as the data plane uses it; none for a rule without an action that ends a request. Rewrite, header,
 * limit, mirror and CORS actions exist in the control plane only.
 */
export function servedRule(rule: Rule): ServedRule[] {
  const inOrder = [...rule.RuleActions].sort((one, other) => one.Order - other.Order);
  const action = inOrder.map(servedAction).find((one) => one !== undefined);
  if (action === undefined) return [];
  return [
    {
      ruleId: rule.RuleId,
      priority: rule.Priority,
      conditions: rule.RuleConditions.flatMap(servedCondition),
      action,
    },
  ];
}

function servedAction(action: RuleAction): ServedRule["action"] | undefined {
  if (action.Type === "ForwardGroup") {
    return { type: "ForwardGroup", serverGroups: weighed(action.ForwardGroupConfig ?? {}) };
  }
  if (action.Type === "Redirect") {
    const sent = action.RedirectConfig ?? {};
    return {
      type: "Redirect",
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: ALB's own placeholders.
      host: sent.Host ?? "${host}",
      path: sent.Path ?? "${path}",
      port: sent.Port ?? "${port}",
      protocol: sent.Protocol ?? "${protocol}",
      query: sent.Query ?? "${query}",
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: ALB's own placeholders.
      httpCode: Number(sent.HttpCode ?? 301),
    };
  }
  if (action.Type === "FixedResponse") {
    const sent = action.FixedResponseConfig ?? {};
    return {
      type: "FixedResponse",
      content: sent.Content ?? "",
      contentType: sent.ContentType ?? "text/plain",
      httpCode: Number(sent.HttpCode ?? 200),
    };
  }
  return undefined;
}

/** Those on the answer (ResponseHeader, ResponseStatusCode) exist in the control plane only. */
const REQUEST_CONDITIONS = ["Host", "Path", "Method", "Header", "QueryString", "Cookie", "SourceIp"] as const;

/** Conditions with a key for each value (cookies, query strings) become one per key: any of its values may match. */
function servedCondition(condition: RuleCondition): ServedRule["conditions"] {
  const type = REQUEST_CONDITIONS.find((known) => known === condition.Type);
  if (type === undefined) return [];
  const { Key, Values = [] } = condition[`${type}Config`] ?? {};
  const byKey = new Map<string | undefined, string[]>();
  for (const value of Values) {
    const [key, text] = typeof value === "string" ? [Key, value] : [value.Key, value.Value ?? ""];
    byKey.set(key, [...(byKey.get(key) ?? []), text]);
  }
  return [...byKey].map(([key, values]) => ({ type, ...(key === undefined ? {} : { key }), values }));
}

import type { ServedRule } from "./dataPlane/contract.ts";
import type { Rule } from "./rows.ts";

/** Groups with the share of traffic each gets, 100 where none is said. */
export function weighed(config: ForwardConfig): { serverGroupId: string; weight: number }[] {
  return (config.ServerGroupTuples ?? []).map((tuple) => ({
    serverGroupId: tuple.ServerGroupId,
    weight: tuple.Weight ?? 100,
  }));
}

/**
 * A forwarding rule as the data plane uses it; none for a rule without an action that ends a request. Rewrite, header,
 * limit, mirror and CORS actions exist in the control plane only.
 */
export function servedRule(rule: Rule): ServedRule[] {
  const inOrder = [...(rule.RuleActions as unknown as SentAction[])].sort((one, other) => one.Order - other.Order);
  const action = inOrder.map(servedAction).find((one) => one !== undefined);
  if (action === undefined) return [];
  return [
    {
      ruleId: rule.RuleId,
      priority: rule.Priority,
      conditions: (rule.RuleConditions as unknown as SentCondition[]).flatMap(servedCondition),
      action,
    },
  ];
}

interface ForwardConfig {
  ServerGroupTuples?: { ServerGroupId: string; Weight?: number }[];
}

/** As CreateRule takes it; the parameter table has checked it. */
interface SentAction {
  Type: string;
  Order: number;
  ForwardGroupConfig?: ForwardConfig;
  RedirectConfig?: {
    Host?: string;
    Path?: string;
    Port?: string;
    Protocol?: string;
    Query?: string;
    HttpCode?: string;
  };
  FixedResponseConfig?: { Content?: string; ContentType?: string; HttpCode?: string };
}

interface SentCondition {
  Type: ServedRule["conditions"][number]["type"] | "ResponseHeader" | "ResponseStatusCode";
  [config: `${string}Config`]: { Key?: string; Values?: (string | { Key?: string; Value?: string })[] } | undefined;
}

function servedAction(action: SentAction): ServedRule["action"] | undefined {
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

/** Conditions with a key for each value (cookies, query strings) become one per key: any of its values may match. */
function servedCondition(condition: SentCondition): ServedRule["conditions"] {
  const { Type: type } = condition;
  if (type === "ResponseHeader" || type === "ResponseStatusCode") return [];
  const { Key, Values = [] } = condition[`${type}Config`] ?? {};
  const byKey = new Map<string | undefined, string[]>();
  for (const value of Values) {
    const [key, text] = typeof value === "string" ? [Key, value] : [value.Key, value.Value ?? ""];
    byKey.set(key, [...(byKey.get(key) ?? []), text]);
  }
  return [...byKey].map(([key, values]) => ({ type, ...(key === undefined ? {} : { key }), values }));
}

import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { AlbState, Rule } from "../rows.ts";
import { hasTags, type SentTag, tagsOf } from "../tags.ts";

interface Parameters extends Paging {
  RuleIds?: string[];
  ListenerIds?: string[];
  LoadBalancerIds?: string[];
  Direction?: "Request" | "Response";
  Tag?: SentTag[];
}

/** Every filter that is given must fit. Default actions are no rules and are not listed. */
export const listRules: AlbAction<Parameters> = (state, parameters) => {
  const { ListenerIds, LoadBalancerIds, Direction = "Request", Tag } = parameters;
  const found = candidates(state, parameters).filter(
    (rule) =>
      rule.Direction === Direction &&
      (ListenerIds === undefined || ListenerIds.includes(rule.ListenerId)) &&
      (LoadBalancerIds === undefined || LoadBalancerIds.includes(rule.LoadBalancerId)) &&
      hasTags(state, rule.RuleId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.rules, found, parameters);
  return { ...page, Rules: rows.map((rule) => ({ ...rule, Tags: tagsOf(state, rule.RuleId) })) };
};

function candidates(state: AlbState, { RuleIds, ListenerIds, LoadBalancerIds }: Parameters): Rule[] {
  if (RuleIds !== undefined) return pick(state.rules, RuleIds);
  if (ListenerIds !== undefined) return pick(state.rules, ListenerIds, "listener");
  if (LoadBalancerIds !== undefined) return pick(state.rules, LoadBalancerIds, "loadBalancer");
  return [...state.rules.all()];
}

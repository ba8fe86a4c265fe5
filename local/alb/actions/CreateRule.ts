import type { AlbAction } from "../call.ts";
import { addRules } from "../changeRules.ts";
import type { SentRule } from "../ruleShapes.ts";

/** One forwarding rule. */
export const createRule: AlbAction<SentRule & { ListenerId: string }> = (state, { ListenerId, ...rule }, call) => {
  const { job, rules } = addRules(state, call, ListenerId, [rule]);
  return { ...job, RuleId: rules[0]?.RuleId };
};

import type { AlbAction } from "../call.ts";
import { updateRules } from "../changeRules.ts";
import type { SentRule } from "../ruleShapes.ts";

/** Changes one rule; conditions and actions are replaced whole. */
export const updateRuleAttribute: AlbAction<Partial<SentRule> & { RuleId: string }> = (state, rule, call) =>
  updateRules(state, call, [rule]);

import type { AlbAction } from "../call.ts";
import { updateRules } from "../changeRules.ts";
import type { SentRule } from "../ruleShapes.ts";

/** Changes several rules, all or none; so two can swap priorities. */
export const updateRulesAttribute: AlbAction<{ Rules: (Partial<SentRule> & { RuleId: string })[] }> = (
  state,
  { Rules },
  call,
) => updateRules(state, call, Rules);

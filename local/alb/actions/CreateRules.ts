import type { AlbAction } from "../call.ts";
import { addRules } from "../changeRules.ts";
import type { SentRule } from "../ruleShapes.ts";

/** Several forwarding rules of one listener, all or none. */
export const createRules: AlbAction<{ ListenerId: string; Rules: SentRule[] }> = (
  state,
  { ListenerId, Rules },
  call,
) => {
  const { job, rules } = addRules(state, call, ListenerId, Rules);
  return { ...job, RuleIds: rules.map(({ RuleId, Priority }) => ({ RuleId, Priority })) };
};

import type { AlbAction } from "../call.ts";
import { removeRules } from "../changeRules.ts";

/** Deletes one rule. */
export const deleteRule: AlbAction<{ RuleId: string }> = (state, { RuleId }, call) =>
  removeRules(state, call, [RuleId]);

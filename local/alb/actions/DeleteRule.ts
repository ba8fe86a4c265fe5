import type { AlbAction } from "../call.ts";
import { deleteRules } from "../changeRules.ts";

/** Deletes one rule. */
export const deleteRule: AlbAction<{ RuleId: string }> = (state, { RuleId }, call) =>
  deleteRules(state, call, [RuleId]);

import type { AlbAction } from "../call.ts";
import { removeRules } from "../changeRules.ts";

/** Deletes several rules, all or none. */
export const deleteRules: AlbAction<{ RuleIds: string[] }> = (state, { RuleIds }, call) =>
  removeRules(state, call, RuleIds);

import type { AlbAction } from "../call.ts";
import { deleteRules as deleteAll } from "../changeRules.ts";

/** Deletes several rules, all or none. */
export const deleteRules: AlbAction<{ RuleIds: string[] }> = (state, { RuleIds }, call) =>
  deleteAll(state, call, RuleIds);

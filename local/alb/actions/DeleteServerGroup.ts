import type { AlbAction } from "../call.ts";
import { writableServerGroup } from "../lookups.ts";
import { schedule } from "../schedule.ts";
import { tagsGone } from "../tags.ts";
import { loadBalancersUsing } from "../views.ts";

/** Refused while a listener or rule forwards to it. */
export const deleteServerGroup: AlbAction<{ ServerGroupId: string }> = (state, { ServerGroupId: id }, call) => {
  const group = writableServerGroup(state, id, call);
  if (loadBalancersUsing(state, id).length > 0) throw call.error("ResourceInUse.ServerGroup", id);
  return schedule(state, call, {
    resource: { type: "servergroup", id },
    operate: "Delete",
    edits: [
      { table: "serverGroups", id, during: { ...group, ServerGroupStatus: "Configuring" }, after: null },
      ...tagsGone(state, [id]),
    ],
  });
};

import type { AlbAction } from "../call.ts";
import { writableListener } from "../lookups.ts";
import { schedule } from "../schedule.ts";
import { tagsGone } from "../tags.ts";

/** Deleting, then gone with its rules. Refused while an HTTPS listener upgrades to it (alb.md §6.1). */
export const deleteListener: AlbAction<{ ListenerId: string }> = (state, { ListenerId }, call) => {
  const listener = writableListener(state, ListenerId, call);
  if (state.listeners.by("quicListener", ListenerId).length > 0) throw call.error("ResourceInUse.Listener", ListenerId);
  const rules = state.rules.by("listener", ListenerId);
  return schedule(state, call, {
    resource: { type: "listener", id: ListenerId },
    operate: "Delete",
    edits: [
      {
        table: "listeners",
        id: ListenerId,
        during: { ...listener, ListenerStatus: "Deleting" },
        after: null,
      },
      ...rules.map((rule) => ({
        table: "rules" as const,
        id: rule.RuleId,
        during: { ...rule, RuleStatus: "Deleting" as const },
        after: null,
      })),
      ...tagsGone(state, [ListenerId, ...rules.map((rule) => rule.RuleId)]),
    ],
  });
};

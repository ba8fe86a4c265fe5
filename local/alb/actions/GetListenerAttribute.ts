import type { AlbAction, AlbCall } from "../call.ts";
import { listenerOf } from "../lookups.ts";
import type { AlbState, Listener } from "../rows.ts";
import { listenerDetail } from "../views.ts";

/** The listener as it will be: while Configuring it shows the new values already (alb.md U24). */
export const getListenerAttribute: AlbAction<{ ListenerId: string }> = (state, { ListenerId }, call) =>
  listenerDetail(state, shownListener(state, listenerOf(state, ListenerId, call), call));

function shownListener(state: AlbState, listener: Listener, call: AlbCall): Listener {
  if (!call.isFound("values-while-configuring", "the former ones")) return listener;
  const former = [...state.changes.all()]
    .flatMap(({ before }) => before)
    .find(({ table, id }) => table === "listeners" && id === listener.ListenerId)?.row;
  return former == null ? listener : { ...(former as Listener), ListenerStatus: listener.ListenerStatus };
}

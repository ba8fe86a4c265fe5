import type { AlbAction } from "../call.ts";
import { listenerOf } from "../lookups.ts";
import { listenerDetail } from "../views.ts";

/** The listener as it will be: while Configuring it shows the new values already (alb.md U24). */
export const getListenerAttribute: AlbAction<{ ListenerId: string }> = (state, { ListenerId }, call) =>
  listenerDetail(state, listenerOf(state, ListenerId, call));

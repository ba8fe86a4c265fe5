import { type Paging, pageOfRows } from "../../rpc/paging.ts";
import { pick } from "../../rpc/table.ts";
import type { AlbAction } from "../call.ts";
import type { AlbState, Listener } from "../rows.ts";
import { hasTags, type SentTag } from "../tags.ts";
import { listenerSummary } from "../views.ts";

interface Parameters extends Paging {
  ListenerIds?: string[];
  LoadBalancerIds?: string[];
  ListenerProtocol?: string;
  Tag?: SentTag[];
}

/** Unknown ids give an empty list, no error (alb.md §3). */
export const listListeners: AlbAction<Parameters> = (state, parameters) => {
  const { ListenerProtocol, Tag, LoadBalancerIds } = parameters;
  const found = candidates(state, parameters).filter(
    (listener) =>
      (ListenerProtocol === undefined || listener.ListenerProtocol === ListenerProtocol) &&
      (LoadBalancerIds === undefined || LoadBalancerIds.includes(listener.LoadBalancerId)) &&
      hasTags(state, listener.ListenerId, Tag),
  );
  const { rows, ...page } = pageOfRows(state.listeners, found, parameters);
  return { ...page, Listeners: rows.map((listener) => listenerSummary(state, listener)) };
};

function candidates(state: AlbState, { ListenerIds, LoadBalancerIds }: Parameters): Listener[] {
  if (ListenerIds !== undefined) return pick(state.listeners, ListenerIds);
  if (LoadBalancerIds === undefined) return [...state.listeners.all()];
  return pick(state.listeners, LoadBalancerIds, "loadBalancer");
}

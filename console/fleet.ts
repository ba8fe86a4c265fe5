import type { ListedListener, ListenerList } from "../shared/listing/listedListener.ts";
import { createMemory } from "./memory.ts";
import type { PageCall } from "./view.ts";

/** The listeners of some regions as they were at a moment. */
export interface Fleet {
  listeners: ListedListener[];
  unread: ListenerList["unread"];
  /** Milliseconds since 1970. */
  readAt: number;
  /** Whether certificates and health are told, too. */
  isWhole: boolean;
}

/** Regions that are looked at; none for the deployment's own. */
type Regions = string[];

/**
 * What ALB lists in pages, without certificates and health: ten calls for a thousand listeners. If all of it was read in
 * the last minute, that is given instead, and says when that was.
 */
export async function readFleet(call: PageCall, regions: Regions): Promise<Fleet> {
  return memory.recall(call, regions)?.value ?? listed(call, { regions, certificates: "false" }, false);
}

/** All of it: a call for each listener and certificate. It is remembered for a minute. */
export async function readWholeFleet(call: PageCall, regions: Regions): Promise<Fleet> {
  return (
    memory.recall(call, regions) ?? memory.keep(call, regions, await listed(call, { regions, health: "true" }, true))
  ).value;
}

/** All that is to be known of some listeners. */
export async function readListeners(call: PageCall, regions: Regions, listenerIds: string[]): Promise<Fleet> {
  if (listenerIds.length === 0) return { listeners: [], unread: [], readAt: call.now, isWhole: true };
  return listed(call, { regions, listenerIds: listenerIds.join(","), health: "true" }, true);
}

const memory = createMemory<Fleet>();

async function listed(
  { api, now }: PageCall,
  { regions, ...wanted }: { regions: Regions } & Record<string, string | Regions>,
  isWhole: boolean,
): Promise<Fleet> {
  const asked = {
    ...(wanted as Record<string, string>),
    ...(regions.length === 0 ? {} : { regions: regions.join(",") }),
  };
  const { listeners, unread } = await api.get<ListenerList>("/listeners", asked);
  return { listeners, unread, readAt: now, isWhole };
}

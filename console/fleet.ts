import type { ListedListener, ListenerList } from "../shared/listing/listedListener.ts";
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
  const known = remembered.get(keyOf(call, regions));
  const isFresh = known !== undefined && call.now - known.readAt < FRESH_MS && known.readAt <= call.now;
  if (isFresh && call.query.get("fresh") === null) return known;
  return listed(call, { regions, certificates: "false" }, false);
}

/** All of it: a call for each listener and certificate. It is remembered for a minute, for whoever has asked. */
export async function readWholeFleet(call: PageCall, regions: Regions): Promise<Fleet> {
  const fleet = await listed(call, { regions, health: "true" }, true);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(keyOf(call, regions), fleet);
  return fleet;
}

/** All that is to be known of some listeners. */
export async function readListeners(call: PageCall, regions: Regions, listenerIds: string[]): Promise<Fleet> {
  if (listenerIds.length === 0) return { listeners: [], unread: [], readAt: call.now, isWhole: true };
  return listed(call, { regions, listenerIds: listenerIds.join(","), health: "true" }, true);
}

/** In the memory of one instance of the function. */
const remembered = new Map<string, Fleet>();
const FRESH_MS = 60_000;
const MOST_REMEMBERED = 20;

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

/** What one person may see is nobody else's. */
function keyOf({ identity }: PageCall, regions: Regions): string {
  return JSON.stringify([identity, regions]);
}

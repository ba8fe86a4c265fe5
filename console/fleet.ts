import type { ListedListener, ListenerList } from "../shared/features/inventory/listedListener.ts";
import { createCache, type ReadBy } from "./cache.ts";
import type { PageCall } from "./view.ts";

/** The listeners of some regions: what ALB lists in pages, and what more is known of some of them. */
export interface ListedFleet {
  listeners: KnownListener[];
  unavailable: ListenerList["unavailable"];
  /** When they were listed, milliseconds since 1970. */
  readAt: number;
}

/** A listener, and when its certificates and its health were read; undefined while they were not. */
export type KnownListener = ListedListener & { knownAt?: number };

/** Regions that are looked at; none for the deployment's own. */
type Regions = string[];

/** Ten calls for a thousand listeners. What more was read of some lately comes along. */
export async function readFleet(call: PageCall, regions: Regions): Promise<ListedFleet> {
  const known = lists.recall(call, regions);
  const { value, readAt } = known ?? lists.keep(call, regions, await listed(call, regions, { certificates: "false" }));
  const listeners = value.listeners.map((listener): KnownListener => {
    const details = detailed.recall(call, listener.listenerId);
    return details === undefined ? listener : { ...listener, ...details.value, knownAt: details.readAt };
  });
  return { listeners, unavailable: value.unavailable, readAt };
}

/**
 * Reads more of those of whom it is wanted, a call or two for each. ALB answers 200 calls a minute (alb.md U18): whoever
 * wants more than some at once has to ask again.
 */
export async function readMore(
  call: PageCall,
  regions: Regions,
  fleet: ListedFleet,
  wanted: ListedListener[],
): Promise<ListedFleet> {
  const unknown = fleet.listeners.filter(
    ({ listenerId, knownAt }) => knownAt === undefined && wanted.some((one) => one.listenerId === listenerId),
  );
  const asked = unknown.slice(0, MOST_AT_ONCE).map(({ listenerId }) => listenerId);
  if (asked.length === 0) return fleet;
  const { listeners } = await listed(call, regions, { listenerIds: asked.join(","), health: "true" });
  for (const { listenerId, certificates, health, warnings, unavailable } of listeners) {
    if (unavailable !== undefined) continue;
    detailed.keep(call, listenerId, { certificates, warnings, ...(health === undefined ? {} : { health }) });
  }
  const read = new Map(listeners.map((listener) => [listener.listenerId, listener]));
  return {
    ...fleet,
    listeners: fleet.listeners.map((listener) => {
      const found = read.get(listener.listenerId);
      return found === undefined || found.unavailable !== undefined ? listener : { ...found, knownAt: call.now };
    }),
  };
}

/** Nothing is as it was after something was done. */
export function forgetFleet(): void {
  lists.forget();
  detailed.forget();
}

const MOST_AT_ONCE = 100;
const lists = createCache<ListenerList>({ seconds: 15, most: 20 });
const detailed = createCache<Pick<ListedListener, "certificates" | "health" | "warnings">>({
  seconds: 120,
  most: 5_000,
});

async function listed(
  { api }: PageCall,
  regions: Regions,
  wanted: Record<string, string>,
): Promise<ListenerList & ReadBy> {
  return api.get<ListenerList & ReadBy>("/listeners", {
    ...wanted,
    ...(regions.length === 0 ? {} : { regions: regions.join(",") }),
  });
}

import type { ListedListener, ListenerList } from "../shared/features/inventory/listedListener.ts";
import { regionName } from "../shared/platform/place.ts";
import { createCache, type ReadBy } from "./cache.ts";
import type { PageCall } from "./view.ts";

/** The listeners of some regions: what ALB lists in pages, and what more is known of some of them. */
export interface ListedFleet {
  listeners: KnownListener[];
  unavailable: ListenerList["unavailable"];
  /** How many there are of each account. */
  accounts: { account: string; listeners: number; countedAt?: number }[];
  /** Where only a page of them was read: how the next one is asked for, null on the last. */
  nextCursor?: string | null;
  /** When they were listed, milliseconds since 1970. */
  readAt: number;
  /** Of the index in which they were found, where they were looked for by a domain. */
  index?: ListenerList["index"];
}

/** A listener, and when its certificates and its health were read; undefined while they were not. */
export type KnownListener = ListedListener & { knownAt?: number };

/** Accounts and regions that are looked at; none for the deployment's own. */
export interface Where {
  accounts: string[];
  regions: string[];
  /** Only what serves it. */
  domain?: string;
  /** Only a page, which begins behind a cursor where one is given. */
  page?: { limit: number; cursor: string };
}

/** The deployment's own account at home; the first of others for those who may see nothing there. */
export function homeOf({ accounts, ownAccount }: Pick<PageCall, "accounts" | "ownAccount">): Where {
  return { accounts: accounts.includes(ownAccount) ? [] : accounts.slice(0, 1), regions: [] };
}

/** Ten calls for a thousand listeners. What more was read of some lately comes along. */
export async function readFleet(call: PageCall, where: Where): Promise<ListedFleet> {
  const known = lists.recall(call, where);
  const { value, readAt } = known ?? lists.keep(call, where, await listed(call, where, { certificates: "false" }));
  const listeners = value.listeners.map((listener): KnownListener => {
    const details = detailed.recall(call, nameOf(listener));
    return details === undefined ? listener : { ...listener, ...details.value, knownAt: details.readAt };
  });
  const { unavailable, accounts, index, nextCursor = null } = value;
  return {
    listeners,
    unavailable,
    accounts,
    readAt,
    ...(index === undefined ? {} : { index }),
    ...(where.page === undefined ? {} : { nextCursor }),
  };
}

/**
 * Reads more of those of whom it is wanted, a call or two for each. ALB answers 200 calls a minute (alb.md U18): whoever
 * wants more than some at once has to ask again.
 */
export async function readMore(
  call: PageCall,
  where: Where,
  fleet: ListedFleet,
  wanted: ListedListener[],
): Promise<ListedFleet> {
  const unknown = fleet.listeners.filter(
    (listener) => listener.knownAt === undefined && wanted.some((one) => nameOf(one) === nameOf(listener)),
  );
  const asked = unknown.slice(0, MOST_AT_ONCE);
  if (asked.length === 0) return fleet;
  const listenerIds = asked.map(({ listenerId }) => listenerId).join(",");
  const { listeners } = await listed(call, placesOf(call, where, asked), { listenerIds, health: "true" });
  for (const listener of listeners) {
    const { certificates, health, warnings, unavailable } = listener;
    if (unavailable !== undefined) continue;
    detailed.keep(call, nameOf(listener), { certificates, warnings, ...(health === undefined ? {} : { health }) });
  }
  const read = new Map(listeners.map((listener) => [nameOf(listener), listener]));
  return {
    ...fleet,
    listeners: fleet.listeners.map((listener) => {
      const found = read.get(nameOf(listener));
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
const lists = createCache<Listed>({ seconds: 15, most: 20 });
const detailed = createCache<Pick<ListedListener, "certificates" | "health" | "warnings">>({
  seconds: 120,
  most: 5_000,
});

type Listed = ListenerList & Pick<ListedFleet, "accounts" | "nextCursor">;

/** Of all accounts those alone where these listeners are. */
function placesOf({ ownAccount }: PageCall, where: Where, listeners: ListedListener[]): Where {
  if (where.page === undefined) return where;
  return {
    accounts: [...new Set(listeners.map(({ account = ownAccount }) => account))],
    regions: [...new Set(listeners.map(({ region }) => region))],
  };
}

/** Ids are an account's and a region's own. */
function nameOf(listener: ListedListener): string {
  return `${regionName(listener)} ${listener.listenerId}`;
}

async function listed({ api }: PageCall, where: Where, wanted: Record<string, string>): Promise<Listed & ReadBy> {
  return api.get<Listed & ReadBy>("/listeners", { ...wanted, ...whereQuery(where) });
}

/** As the API's lists are asked for it. */
export function whereQuery({ accounts, regions, domain, page }: Where): Record<string, string> {
  return {
    ...(accounts.length === 0 ? {} : { accounts: accounts.join(",") }),
    ...(regions.length === 0 ? {} : { regions: regions.join(",") }),
    ...(domain === undefined ? {} : { domain }),
    ...(page === undefined ? {} : { limit: String(page.limit) }),
    ...(page === undefined || page.cursor === "" ? {} : { cursor: page.cursor }),
  };
}

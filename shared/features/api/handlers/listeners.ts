import { flowNameOf, LOCK, operationOf } from "../../../core/flowDefinition.ts";
import { holderOf } from "../../../core/lock.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { nameAt, placeIn, readRegionName, regionName } from "../../../platform/place.ts";
import type { CertificateList } from "../../inventory/certificateStatus.ts";
import type { ListedListener, UnavailablePlace } from "../../inventory/listedListener.ts";
import type { Changing, ListenerDescription } from "../../inventory/listenerDescription.ts";
import type { RenewalReport } from "../../renewal/report.ts";
import { type ApiCall, type ApiHandler, demand } from "../apiCall.ts";
import { allows, allowsAt } from "../authentication/identity.ts";
import { afterIn, cursorBehind, listPage, placeOfNumber } from "../listPage.ts";
import { readShared } from "../sharedReads.ts";
import { hasInstance } from "../touchesOf.ts";
import {
  ACCOUNTS_AT_ONCE,
  accountsAsked,
  askedOfAccounts,
  type Listed,
  lastRound,
  oldest,
  seesAllAt,
  unavailableFor,
  visibleListeners,
} from "../visibleListeners.ts";

/** `GET /listeners`: the listeners that the caller may see, by account, region and instance. */
export const listListeners: ApiHandler = async (call) => {
  if (isOfManyAccounts(call)) return { status: 200, body: await pageOfAccounts(call) };
  const { listeners, ...list } = await visibleListeners(call, whatIsListed(call));
  const { rows, nextCursor } = listPage(call, listeners, placeOfListener);
  return { status: 200, body: { listeners: rows, accounts: countsOf(call, listeners), nextCursor, ...list } };
};

function placeOfListener({ account, region, loadBalancerId, port, listenerId }: ListedListener): string {
  return `${regionName({ account, region })} ${loadBalancerId} ${placeOfNumber(port)} ${listenerId}`;
}

/** Whether a page is wanted of several accounts, which are not read before it is their turn. */
function isOfManyAccounts(call: ApiCall): boolean {
  const { limit, domain } = call.query as { limit?: number; domain?: string };
  return limit !== undefined && domain === undefined && accountsAsked(call).length > 1;
}

/**
 * A page of the listeners of several accounts: these are read in turn until the page is full, so that it costs the same however many
 * follow. Of those that it has not come to, the last round of renewal tells how many there are and what could not be read.
 */
async function pageOfAccounts(call: ApiCall) {
  const { deployed, query } = call;
  const { limit = 0 } = query as { limit?: number };
  // The own account's places are told without its number, which stands behind all numbers.
  const nameOf = (account: string) => (account === deployed.accountId ? "~" : account);
  const all = accountsAsked(call).sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const after = afterIn(call) ?? "";
  const turn = all.filter((account) => !isBehind(after, nameOf(account)));
  const lists: Awaited<ReturnType<typeof visibleListeners>>[] = [];
  const read: string[] = [];
  const page = () =>
    listPage(
      call,
      lists.flatMap(({ listeners }) => listeners),
      placeOfListener,
    );
  while (read.length < turn.length && page().rows.length < limit) {
    // The first is often enough.
    const accounts = turn.slice(read.length, read.length + (read.length === 0 ? 1 : ACCOUNTS_AT_ONCE));
    const these = { ...call, query: { ...query, accounts } };
    lists.push(await visibleListeners(these, whatIsListed(these)));
    read.push(...accounts);
  }
  const { rows, nextCursor } = page();
  const last = rows.at(-1);
  const isMore = read.length < turn.length && last !== undefined;
  const counts = new Map(
    lists.flatMap(({ listeners }) => countsOf(call, listeners)).map((one) => [one.account, one] as const),
  );
  const left = all.filter((account) => !read.includes(account));
  const before = left.length === 0 ? undefined : await lastRound(call);
  return {
    listeners: rows,
    accounts: all.flatMap((account) => counts.get(account) ?? countBefore(call, account, left, before)),
    nextCursor: nextCursor ?? (isMore ? cursorBehind(call, placeOfListener(last)) : null),
    unavailable: [
      ...lists.flatMap(({ unavailable }) => unavailable),
      ...(await unavailableFor(call, unavailableOf(call, left, before))),
    ],
    readAt: oldest(lists),
  };
}

/** Whether all of an account's places stand before the one after which a page begins. */
function isBehind(after: string, name: string): boolean {
  const { account = "~" } = readRegionName(after.split(" ")[0] ?? "");
  return after !== "" && name < account;
}

/** How many listeners an account had that this page does not come to, for those who may see all of them. */
function countBefore(call: ApiCall, account: string, left: string[], before: RenewalReport | undefined) {
  const { deployed, query } = call;
  const isPart = ["regions", "loadBalancerIds", "listenerIds"].some((name) => query[name] !== undefined);
  if (before === undefined || isPart || !left.includes(account)) return [];
  if (!seesAllAt(call, { account, region: deployed.region })) return [];
  const { listeners: all, accounts: others = {}, endedAt: countedAt } = before;
  const own = all - Object.values(others).reduce((sum, count) => sum + count, 0);
  const listeners = account === deployed.accountId ? own : others[account];
  return listeners === undefined ? [] : [{ account, listeners, countedAt }];
}

/** What the last round could not read of accounts that this page does not come to. */
function unavailableOf({ deployed }: ApiCall, left: string[], before: RenewalReport | undefined): UnavailablePlace[] {
  return (before?.unavailable ?? []).flatMap(({ account, region, reason, since, goesOn }) =>
    goesOn === true || !left.includes(account ?? deployed.accountId)
      ? []
      : [
          {
            ...(account === undefined ? {} : { account }),
            region,
            reason,
            since: since ?? before?.endedAt ?? 0,
            shownFrom: null,
          },
        ],
  );
}

/** How many listeners of each account there are on all pages. */
function countsOf({ deployed }: ApiCall, listeners: ListedListener[]): { account: string; listeners: number }[] {
  const counts = new Map<string, number>();
  for (const { account = deployed.accountId } of listeners) counts.set(account, (counts.get(account) ?? 0) + 1);
  return [...counts].map(([account, count]) => ({ account, listeners: count }));
}

/** Which page of the list is wanted is no question to the cloud: all pages are cut from one answer. */
function whatIsListed({ query }: ApiCall): Listed {
  const { limit: _, cursor: __, ...listed } = query;
  return listed;
}

/** `GET /listeners/{id}`: everything about one, what clients are served included. */
export const describeListener: ApiHandler = async (call) => {
  const { deployed, path, identity, query } = call;
  const listenerId = path.id ?? "";
  const place = placeIn(query, deployed);
  const touched = nameAt(place, listenerId);
  if (!allowsAt(identity, "view", place)) demand(call, "view", { touches: [touched] });
  // A grant for its instance is enough, and which that is has to be looked up.
  if (!hasInstance(identity)) demand(call, "view", { touches: [touched] });
  const body = (await deployed.functions.invoke(flowNameOf(deployed.prefix, "describeListener"), {
    listenerId,
    ...query,
  })) as ListenerDescription;
  if (!allows(identity, "view", { touches: [touched] })) {
    demand(call, "view", { touches: [nameAt(place, `${body.loadBalancer.LoadBalancerId}/${listenerId}`)] });
  }
  const where = place === undefined ? {} : { place };
  return { status: 200, body: { ...body, ...where, changing: await changingOf(call, touched) } };
};

/** The execution that works on a listener now; null where none does, or nobody can tell. */
async function changingOf({ deployed, charge }: ApiCall, listenerId: string): Promise<Changing | null> {
  const { cloudFlow, prefix } = deployed;
  const read = async () => ({
    holder: await holderOf(cloudFlow, flowNameOf(prefix, LOCK.name), listenerId),
    apiCalls: 2,
  });
  try {
    const { holder } = await readShared(["changing", prefix, listenerId], read, charge);
    if (holder === undefined) return null;
    return { operation: operationOf(prefix, holder.flow), execution: holder.execution };
  } catch (error) {
    if (error instanceof AlbflowError) return null;
    throw error;
  }
}

/** `GET /certificates`: what the listeners hold that the caller may see, by certificate, the next to expire first. */
export const listCertificates: ApiHandler = async (call) => {
  const { identity, deployed } = call;
  const query = whatIsListed(call);
  const { listeners: seen, ...listed } = await visibleListeners(call, { ...query, certificates: false });
  if (seen.length === 0) return { status: 200, body: { certificates: [], nextCursor: null, ...listed } };
  const nameOf = (one: { account?: string; region: string; listenerId: string }) =>
    nameAt(placeIn(one, deployed), one.listenerId);
  const ids = new Set(seen.map(nameOf));
  const lists = await askedOfAccounts<CertificateList>(call, "listCertificates", query);
  const visible = lists
    .flatMap(({ certificates }) => certificates)
    .flatMap((certificate) => {
      const listeners = certificate.listeners.filter(
        (one) => ids.has(nameOf(one)) || allows(identity, "view", { touches: [nameOf(one)] }),
      );
      return listeners.length === 0 ? [] : [{ ...certificate, listeners }];
    });
  const { rows, nextCursor } = listPage(
    call,
    visible,
    ({ notAfter, id, account = "" }) => `${placeOfNumber(notAfter)} ${id} ${account}`,
  );
  const unavailable = await unavailableFor(
    call,
    lists.flatMap((list) => list.unavailable),
  );
  return { status: 200, body: { certificates: rows, nextCursor, unavailable, readAt: oldest(lists) } };
};

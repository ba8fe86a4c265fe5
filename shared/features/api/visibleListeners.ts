import { flowNameOf } from "../../core/flowDefinition.ts";
import { clock } from "../../platform/clock.ts";
import { eachLimited } from "../../platform/eachLimited.ts";
import { nameAt, placeIn } from "../../platform/place.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { DomainAnswer, ListenerList, UnavailablePlace } from "../inventory/listedListener.ts";
import type { RenewalReport, UnavailableRegion } from "../renewal/report.ts";
import { reportBefore } from "../renewal/roundBefore.ts";
import { type ApiCall, demand } from "./apiCall.ts";
import { allows, allowsAt, allowsIn, UNKNOWN } from "./authentication/identity.ts";
import { type DatedRead, readShared } from "./sharedReads.ts";

/**
 * The listeners that the caller may see. Whose grants are not for everything has the list cut to theirs first, and only then
 * anything read that costs a call for each.
 */
export async function visibleListeners(
  call: ApiCall,
  event: Listed,
): Promise<Omit<ListenerList, "apiCalls"> & DatedRead> {
  const { identity, deployed } = call;
  demand(call, "view");
  const read = async (what: Listed): Promise<Omit<ListenerList, "apiCalls"> & DatedRead> => {
    const lists = await askedOfAccounts<ListenerList>(call, "listListeners", what);
    const listeners = lists
      .flatMap((list) => list.listeners)
      .filter((one) =>
        allows(identity, "view", {
          touches: [nameAt(placeIn(one, deployed), `${one.loadBalancerId}/${one.listenerId}`)],
        }),
      );
    const unavailable = await unavailableFor(
      call,
      lists.flatMap((list) => list.unavailable),
    );
    const [{ index } = {}] = lists;
    return {
      listeners,
      unavailable,
      readAt: oldest(lists),
      ...(index === undefined ? {} : { index: indexFor(call, index) }),
    };
  };
  // Nobody is told less because others have more.
  if (event.domain !== undefined)
    return read({ ...event, patterns: identity.grants.map(({ resources }) => resources) });
  const seesAll = accountsAsked(call).every((account) => seesAllAt(call, { account, region: deployed.region }));
  if (seesAll || event.certificates === false) return read(event);
  const { health: _, ...cheap } = event;
  const { listeners, ...rest } = await read({ ...cheap, certificates: false });
  if (listeners.length === 0) return { listeners, ...rest };
  const listenerIds = listeners.map(({ listenerId }) => listenerId);
  const only = listenerIds.length > MOST_NAMED ? {} : { listenerIds };
  return read({ ...event, ...only });
}

/** What the index does not know, where the caller may see anything; how many could not be read is for those who see everything. */
function indexFor(call: ApiCall, { unknown, incomplete, ...index }: DomainAnswer): DomainAnswer {
  const { identity, deployed } = call;
  const isVisible = (one: DomainAnswer["unknown"][number]) =>
    one.region === "*"
      ? allowsIn(identity, "view", one.account ?? deployed.accountId)
      : allowsAt(identity, "view", placeIn(one, deployed));
  const seesAll = accountsAsked(call).every((account) => seesAllAt(call, { account, region: deployed.region }));
  return { ...index, unknown: unknown.filter(isVisible), incomplete: seesAll ? incomplete : 0 };
}

export function seesAllAt({ identity, deployed }: ApiCall, where: { account?: string; region: string }): boolean {
  return allows(identity, "view", { touches: [nameAt(placeIn(where, deployed), UNKNOWN)] });
}

/**
 * What could not be read, where the caller may see anything. The cloud's own reason may name what somebody must not see: it is
 * for those who see everything there. Since when it is so is what the rounds of renewal have found, if that is longer.
 */
export async function unavailableFor<Row extends Partial<UnavailablePlace> & { region: string; reason: Reason }>(
  call: ApiCall,
  rows: Row[],
): Promise<Row[]> {
  const { identity, deployed } = call;
  const visible = rows.filter((row) => allowsAt(identity, "view", placeIn(row, deployed)));
  if (visible.length === 0) return [];
  const known = await unavailableBefore(call);
  return visible.map((row) => {
    const earlier = known.find((one) => one.account === row.account && [row.region, "*"].includes(one.region))?.since;
    const { since = earlier } = row;
    return {
      ...row,
      ...(since === undefined ? {} : { since: Math.min(since, earlier ?? since) }),
      reason: seesAllAt(call, row) ? row.reason : reason("not-all-readable"),
    };
  });
}

/** What the last round of renewal could not read; nothing where nobody can tell. */
async function unavailableBefore(call: ApiCall): Promise<UnavailableRegion[]> {
  return (await lastRound(call))?.unavailable ?? [];
}

/** What the last round of renewal has told; undefined where nobody can tell. */
export async function lastRound({ deployed, charge }: ApiCall): Promise<RenewalReport | undefined> {
  const flow = flowNameOf(deployed.prefix, "renewCertificates");
  const read = async () => ({ report: await reportBefore("-", deployed.cloudFlow, flow), apiCalls: 2 });
  const { report } = await readShared(["last round", flow], read, charge);
  return report;
}

/** The accounts that a request is about, of those of which the caller may see anything: the deployment's own unless it names some. */
export function accountsAsked({ query, deployed, identity }: ApiCall): string[] {
  const { domain, accounts: given = [domain === undefined ? deployed.accountId : "*"] } = query as {
    domain?: string;
    accounts?: string[];
  };
  const named = given.flatMap((one) => (one === "*" ? [deployed.accountId, ...deployed.accounts] : [one]));
  return [...new Set(named)].filter((account) => allowsIn(identity, "view", account));
}

/** When the oldest of some lists was read. */
export function oldest(lists: DatedRead[]): string {
  const times = lists.map(({ readAt }) => readAt).sort();
  return times[0] ?? new Date(clock.now()).toISOString();
}

/** What listListeners takes. */
export type Listed = { certificates?: unknown; health?: unknown; domain?: unknown; [field: string]: unknown };

/** As many listeners as listListeners takes by name. */
const MOST_NAMED = 100;

/**
 * What a function answers, or has answered just now to somebody else who asked the same: of each account by itself, so that no
 * answer holds all of them and none waits for another.
 */
export async function askedOfAccounts<Value extends { apiCalls: number }>(
  call: ApiCall,
  name: string,
  event: object,
): Promise<(Value & DatedRead)[]> {
  const { deployed, charge, query } = call;
  const accounts = accountsAsked(call);
  const own = query.accounts === undefined && query.domain === undefined;
  return eachLimited(
    // One index is of all.
    query.domain === undefined ? accounts.map((account) => [account]) : [accounts],
    (these) => {
      const about = own ? event : { ...event, accounts: these };
      const read = async () => (await deployed.functions.invoke(flowNameOf(deployed.prefix, name), about)) as Value;
      return readShared([deployed.prefix, name, about], read, charge);
    },
    ACCOUNTS_AT_ONCE,
  );
}

/** Each is an invocation, which looks at four regions at once. */
export const ACCOUNTS_AT_ONCE = 4;

import * as z from "zod";
import { CA_PERMISSIONS } from "../shared/core/certificates/mutualAuth.ts";
import { listenerId } from "../shared/core/operationInput.ts";
import { domainIn, MOST_FOUND, openDomainIndex, servesDomain } from "../shared/features/inventory/domainIndex.ts";
import { rememberReads } from "../shared/features/inventory/lastRead.ts";
import type { ListenerList } from "../shared/features/inventory/listedListener.ts";
import { listRegion, type Wanted } from "../shared/features/inventory/listRegion.ts";
import { rememberSilence } from "../shared/features/inventory/silence.ts";
import { type Clients, clientsAt } from "../shared/platform/clients.ts";
import { clock } from "../shared/platform/clock.ts";
import { countedClients } from "../shared/platform/countedClients.ts";
import { eachLimited } from "../shared/platform/eachLimited.ts";
import { reasonOf } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction, sessionOf } from "../shared/platform/functionCompute.ts";
import { type Place, patternAt, placeIn, readRegionName, regionName } from "../shared/platform/place.ts";
import { takeInput } from "../shared/platform/takeInput.ts";
import { operatedRegions, placesAsked } from "../shared/platform/targetAccounts.ts";
import { wildcardFits } from "../shared/platform/wildcardFits.ts";

/** What `listListeners` takes: regions (its own unless given) and, if only some are of interest, instances. */
const listListenersInput = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]+$/))
    .max(40)
    .optional()
    .describe("Regions to look at, like cn-hangzhou; unless given, the function's own"),
  accounts: z
    .array(z.string().regex(/^\d{16}$/))
    .max(60)
    .optional()
    .describe(
      "Accounts to look at, each in these regions, or in those that the deployment operates; unless given, its own",
    ),
  loadBalancerIds: z
    .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
    .max(100)
    .optional()
    .describe("Ids of the instances to look at; unless given, all"),
  listenerIds: z.array(listenerId).max(100).optional().describe("Ids of the listeners to look at; unless given, all"),
  domain: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe(
      "Only listeners that serve this domain, one below it or a wildcard for it, by the index that renewal's rounds keep; each is looked at again. In all accounts and regions that the deployment operates unless some are given",
    ),
  patterns: z
    .array(z.string().min(1).max(200))
    .max(1_000)
    .optional()
    .describe(
      "With a domain: only listeners that one of these patterns may fit, as grants write them (`lsn-a*`, `alb-1`, `<account>/<region>/*`); unless given, all",
    ),
  certificates: z
    .boolean()
    .optional()
    .describe("Whether to read the certificates, which takes a call for each listener; true unless given"),
  health: z
    .boolean()
    .optional()
    .describe("Whether to read the health of the servers, which takes a call for each listener; false unless given"),
});

/** Everything that listens, with what holds its certificates and what is wrong with it. */
export const listListeners: SingleFunction = {
  name: "listListeners",
  area: "find",
  summary: "List the instances and listeners of regions, with state, days until certificates expire, and warnings.",
  permissions: [
    "alb:GetListenerHealthStatus",
    "alb:ListListenerCertificates",
    "alb:ListListeners",
    "alb:ListLoadBalancers",
    "alb:ListServerGroupServers",
    "log:GetLogStoreLogs",
    "yundun-cert:GetUserCertificateDetail",
    ...CA_PERMISSIONS,
  ],
  everyRegion: true,
  elsewhere: true,
  readsRecords: true,
  timeout: 300,
  input: listListenersInput,
  takes: "regions and instances to look at, or nothing",
  returns:
    "`listeners`, each with its instance, protocol, port, state, tracing, TLS policy, server groups, certificates with names and days left, and `warnings` in sentences; `unavailable`, the regions (and accounts) that could not be read, why, `since` when, and `shownFrom`, when the rows were read that are shown of them; what is of another account has `account`. With `domain` also `index`: when the round was that it is of (`from`, `to`), the places that no round could read (`unknown`), how many listeners could not be read (`incomplete`), and whether more listeners fit than are told (`isCut`)",
  example: { regions: ["cn-hangzhou"] },
};

/** Lists all pages of everything. One region or account that cannot be read does not hide the others. */
export const handler: Handler<ListenerList> = async (event, context) => {
  const request = jsonEvent(event);
  const input = takeInput(listListenersInput, request);
  const session = sessionOf(context);
  const { clients, calls } = countedClients(session);
  const { regions, accounts, domain, patterns, certificates = true, health = false, ...only } = input;
  const how = { clients, certificates, health };
  if (domain === undefined) {
    const listed = await eachLimited(placesAsked(session, input), (name) => listPlace(name, only, how), PLACES_AT_ONCE);
    return { ...together(listed), apiCalls: calls() };
  }
  const places = new Set(operatedRegions(session, process.env, given({ regions, accounts })));
  const found = await listDomain(domain, places, { ...only, patterns }, { ...how, certificates: true });
  return { ...found, apiCalls: calls() };
};

type Listed = Pick<ListenerList, "listeners" | "unavailable">;

/** What one region of one account has, or what was read of it last. */
async function listPlace(
  name: string,
  only: Pick<Wanted, "loadBalancerIds" | "listenerIds">,
  { clients, ...wanted }: { clients: Clients; certificates: boolean; health: boolean },
): Promise<Listed> {
  const there = readRegionName(name);
  const { region, ...ofAccount } = there;
  const question = JSON.stringify([only, wanted.certificates, wanted.health]);
  try {
    const at = clock.now();
    const list = () => listRegion(clientsAt(clients, placeIn(there, clients)), region, { ...only, ...wanted });
    const read = await (isNamed(only) ? list() : unlessSilent(there, list));
    const rows = read.map((row) => ({ ...ofAccount, ...row }));
    lastRead.keep(there, question, rows, at);
    return { listeners: rows, unavailable: [] };
  } catch (error) {
    return lastRead.recall(there, question, reasonOf(error), clock.now());
  }
}

/** Whoever names instances or listeners waits for their region. */
function isNamed({ loadBalancerIds, listenerIds }: Pick<Wanted, "loadBalancerIds" | "listenerIds">): boolean {
  return loadBalancerIds !== undefined || listenerIds !== undefined;
}

type Only = Pick<Wanted, "loadBalancerIds" | "listenerIds"> & { patterns: string[] | undefined };

/**
 * The listeners of a domain. The index names them, a hundred at a time; as it may be an hour old, each is looked at, and it is
 * read on until as many are left that are asked for, and that whoever asks may see.
 */
async function listDomain(
  domain: string,
  places: Set<string>,
  { patterns, ...only }: Only,
  how: Parameters<typeof listPlace>[2],
): Promise<Pick<ListenerList, "listeners" | "unavailable" | "index">> {
  const { clients } = how;
  const { ALBFLOW_LOG_PROJECT: project = "", ALBFLOW_LOGSTORE: logstore = "" } = process.env;
  const index = openDomainIndex(clients.log, { project, logstore }, () => clock.now());
  const isWanted = ({ region, listenerId }: { region: string; listenerId: string }) =>
    places.has(region) &&
    only.listenerIds?.includes(listenerId) !== false &&
    (patterns === undefined || patterns.some((one) => mayFit(one, region, listenerId, clients)));
  const serves = (name: string) => servesDomain(name, domainIn(domain));
  const isMeant = ({ certificates: held, unavailable: why, ...row }: ListenerList["listeners"][number]) =>
    // Of one that cannot be read now the index may be right.
    (why !== undefined || held.some(({ names }) => names.some(serves))) &&
    (patterns === undefined || patterns.some((one) => fits(one, row, clients)));
  const listed: Listed[] = [];
  for (let page = 0; ; page += 1) {
    const { listeners, index: state, isCut } = await index.find(domain, { isWanted, skip: page * MOST_FOUND });
    const listenerIds = new Map<string, string[]>();
    for (const { region, listenerId } of listeners)
      listenerIds.set(region, [...(listenerIds.get(region) ?? []), listenerId]);
    const read = await eachLimited(
      [...listenerIds],
      ([name, ids]) => listPlace(name, { ...only, listenerIds: ids }, how),
      PLACES_AT_ONCE,
    );
    listed.push(...read.map((one) => ({ ...one, listeners: one.listeners.filter(isMeant) })));
    const found = together(listed);
    if (isCut && found.listeners.length < MOST_FOUND && page + 1 < MOST_PAGES) continue;
    const unknown = state.unknown.filter((place) => [...places].some((name) => isWithin(name, place)));
    return { ...found, index: { ...state, unknown, isCut } };
  }
}

/** Whether a grant's pattern may be for a listener. Which instance it belongs to is not known before it is looked at. */
function mayFit(pattern: string, region: string, listenerId: string, home: Place): boolean {
  const own = patternAt(pattern, placeIn(readRegionName(region), home), home);
  if (own === undefined) return false;
  const isOfOthers = own.startsWith("lsn-") || own.includes("=");
  return wildcardFits(own, listenerId) || !isOfOthers;
}

function fits(
  pattern: string,
  {
    loadBalancerId,
    listenerId,
    ...where
  }: { region: string; account?: string; loadBalancerId: string; listenerId: string },
  home: Place,
): boolean {
  const own = patternAt(pattern, placeIn(where, home), home);
  return own !== undefined && [loadBalancerId, listenerId].some((name) => wildcardFits(own, name));
}

/** Whether a place is one that is named, or of an account that is named as a whole. */
function isWithin(name: string, { account, region }: { account?: string; region: string }): boolean {
  return region === "*" ? name.startsWith(`${account}/`) : name === regionName({ account, region });
}

/** Each place that could not be read is told once. */
function together(listed: Listed[]): Listed {
  const unavailable = new Map(listed.flatMap((one) => one.unavailable.map((row) => [regionName(row), row])));
  return { listeners: listed.flatMap(({ listeners }) => listeners), unavailable: [...unavailable.values()] };
}

/** Without what was not given. */
function given(only: { regions?: string[] | undefined; accounts?: string[] | undefined }) {
  return Object.fromEntries(Object.entries(only).filter(([, value]) => value !== undefined));
}

const lastRead = rememberReads();
const unlessSilent = rememberSilence();

/** Rates are of an account in a region (alb.md U18); this is for the function's own memory and time. */
const PLACES_AT_ONCE = 4;
/** Each page of a domain costs calls for a hundred listeners. */
const MOST_PAGES = 10;

import type { Clients } from "../../platform/clients.ts";
import { clock } from "../../platform/clock.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { nameFits } from "../../platform/hostnames.ts";
import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { LoadBalancer } from "../operation.ts";
import type { Listener } from "../resources/listenerState.ts";
import { connectionsOpen, METRICS_PERMISSIONS } from "./listenerMetrics.ts";

/** Whose clients are counted. */
interface Asked {
  listener: Pick<Listener, "LoadBalancerId" | "ListenerPort">;
  loadBalancer: LoadBalancer;
}

/** RAM actions of everything here. */
export const FIGURES_PERMISSIONS = ["log:GetLogStoreHistogram", "log:GetLogStoreLogs"];

/** How many requests of the last seven days used a TLS version or cipher that is refused from now on, and whose they were. */
export const clientsExcluded = (clients: Clients, asked: Asked, lost: { versions: string[]; ciphers: string[] }) =>
  figures(clients, asked, ["excluded", lost], async (log) => {
    const words = [
      // nginx and its descendants call version 1.0 TLSv1.
      ...lost.versions.map((version) => `ssl_protocol: "${version === "TLSv1.0" ? "TLSv1" : version}"`),
      ...lost.ciphers.map((cipher) => `ssl_cipher: "${cipher}"`),
    ];
    const [requests, excluded] = await Promise.all([log.count(""), words.length === 0 ? 0 : log.count(anyOf(words))]);
    if (requests === 0 || words.length === 0) return [];
    const [theirs, all] = await Promise.all([log.latest(anyOf(words), excluded), log.latest("", requests)]);
    return [
      reason("clients-excluded", {
        days: DAYS,
        excluded,
        requests,
        excludedAddresses: distinct(theirs, "client_ip").length,
        addresses: distinct(all, "client_ip").length,
        latest: MOST_READ,
        userAgents: commonest(theirs, "http_user_agent"),
      }),
    ];
  });

/** For which of these names, which certificates cover, clients have asked in the last seven days, and how often. */
export const namesAsked = (clients: Clients, asked: Asked, names: string[]) =>
  figures(clients, asked, ["names", names], async (log) => {
    const requests = names.length === 0 ? 0 : await log.count("");
    if (requests === 0) return [];
    const exact = names.filter((name) => HOST.test(name)).slice(0, MOST_NAMES);
    const [counts, latest] = await Promise.all([
      Promise.all(exact.map(async (name) => ({ name, requests: await log.count(`host: "${name}"`) }))),
      log.latest("", requests),
    ]);
    // A host below a wildcard can be told by the records alone.
    const others = names.filter((name) => !exact.includes(name));
    const seen = distinct(latest, "host").filter(
      (host) => !exact.includes(host) && others.some((name) => nameFits(name, host)),
    );
    return [
      reason("names-asked", {
        days: DAYS,
        names: counts.filter((one) => one.requests > 0).sort((one, other) => other.requests - one.requests),
        unasked: counts.filter((one) => one.requests === 0).map(({ name }) => name),
        seen: seen.slice(0, MOST_NAMES),
      }),
    ];
  });

/** RAM actions of `trafficNow`. */
export const TRAFFIC_NOW_PERMISSIONS = [...FIGURES_PERMISSIONS, ...METRICS_PERMISSIONS];

/** What goes through at this hour of the week, by the access log, and how many connections are open, by CloudMonitor. */
export async function trafficNow(
  clients: Clients,
  asked: Asked & { listener: Pick<Listener, "ListenerProtocol"> },
): Promise<Reason[]> {
  const [logged, open] = await Promise.all([
    trafficAtThisHour(clients, asked),
    connectionsOpen(clients, asked.listener),
  ]);
  const isOpenCounted = open.length > 0;
  return [
    ...logged.map(({ params }) => reason("traffic-at-this-hour", { ...params, isOpenCounted } as never)),
    ...open,
  ];
}

/** The same hour a week ago; for which hosts, and how many WebSockets have ended in the last hour. */
const trafficAtThisHour = (clients: Clients, asked: Asked) =>
  figures(clients, asked, ["traffic"], async (log, now) => {
    const weekAgo = { from: now - DAYS * DAY_MS - HOUR_MS / 2, to: now - DAYS * DAY_MS + HOUR_MS / 2 };
    const lastHour = { from: now - HOUR_MS, to: now };
    const [then, recent, webSockets] = await Promise.all([
      log.count("", weekAgo),
      log.count("", lastHour),
      log.count("status: 101", lastHour),
    ]);
    if (then + recent === 0) return [];
    const latest = recent === 0 ? await log.latest("", then, weekAgo) : await log.latest("", recent, lastHour);
    return [
      reason("traffic-at-this-hour", {
        weekAgo: then,
        lastHour: recent,
        hosts: commonest(latest, "host").map(({ name }) => name),
        webSockets,
        isOpenCounted: false,
      }),
    ];
  });

/** How many clients there were in the last seven days: those whom a demand for certificates concerns. */
export const clientsConcerned = (clients: Clients, asked: Asked) =>
  figures(clients, asked, ["clients"], async (log) => {
    const requests = await log.count("");
    if (requests === 0) return [];
    const latest = await log.latest("", requests);
    return [
      reason("clients-concerned", {
        days: DAYS,
        requests,
        addresses: distinct(latest, "client_ip").length,
        latest: MOST_READ,
        userAgents: commonest(latest, "http_user_agent"),
      }),
    ];
  });

/** A listener's records; `filter` is in the words of a search, and the time is the last seven days unless given. */
interface ListenerLog {
  count(filter: string, range?: { from: number; to: number }): Promise<number>;
  /** The latest of so many. */
  latest(filter: string, of: number, range?: { from: number; to: number }): Promise<Record<string, unknown>[]>;
}

/**
 * Asks the access log of the instance, at most a dozen calls at once, and remembers the answer for ten minutes. Where none is
 * written, or it cannot be read, nothing is told: no plan waits for these figures, and none depends on them.
 */
async function figures(
  { log }: Clients,
  { listener, loadBalancer }: Asked,
  question: unknown[],
  ask: (log: ListenerLog, now: number) => Promise<Reason[]>,
): Promise<Reason[]> {
  const { LogProject = "", LogStore = "" } = loadBalancer.AccessLogConfig ?? {};
  if (LogProject === "") return [];
  const now = clock.now();
  const ofListener = `app_lb_id: ${listener.LoadBalancerId} and slb_vport: ${listener.ListenerPort}`;
  const key = JSON.stringify([LogProject, LogStore, ofListener, ...question]);
  const known = kept.get(key);
  if (known !== undefined && now >= known.at && now - known.at < KEPT_MS) return known.reasons;
  const week = { from: now - DAYS * DAY_MS, to: now };
  const query = (filter: string) => (filter === "" ? ofListener : `${ofListener} and ${filter}`);
  const records: ListenerLog = {
    count: (filter, range = week) => log.count(LogProject, LogStore, { ...range, query: query(filter) }),
    async latest(filter, of, range = week) {
      const offset = Math.max(0, of - MOST_READ);
      return of === 0 ? [] : log.read(LogProject, LogStore, { ...range, query: query(filter), offset });
    },
  };
  try {
    const reasons = await ask(records, now);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, { at: now, reasons });
    return reasons;
  } catch (error) {
    if (error instanceof AlbflowError) return [];
    throw error;
  }
}

const kept = new Map<string, { at: number; reasons: Reason[] }>();
const MOST_KEPT = 100;
const KEPT_MS = 600_000;

const anyOf = (words: string[]) => `(${words.join(" or ")})`;

/** What stands in a field of records, each once; a dash is nothing. */
function distinct(records: Record<string, unknown>[], field: string): string[] {
  const values = records.map((record) => record[field]);
  return [...new Set(values)].filter((value) => typeof value === "string" && value !== "-") as string[];
}

/** The commonest values of a field, with how many records have them; ties in the order of the alphabet. */
function commonest(records: Record<string, unknown>[], field: string): { name: string; requests: number }[] {
  return distinct(records, field)
    .map((name) => ({ name, requests: records.filter((record) => record[field] === name).length }))
    .sort((one, other) => other.requests - one.requests || one.name.localeCompare(other.name))
    .slice(0, MOST_SHOWN)
    .map(({ name, requests }) => ({ name: name.slice(0, LONGEST_NAME), requests }));
}

/** A certificate's names are what whoever made it wrote: what is no host becomes no part of a search. */
const HOST = /^[a-z0-9_.-]+$/i;

const DAYS = 7;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** As many records as one call gives. */
const MOST_READ = 100;
const MOST_NAMES = 8;
const MOST_SHOWN = 3;
const LONGEST_NAME = 80;

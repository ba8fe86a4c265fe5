import { domainToASCII } from "node:url";
import type { LogsClient } from "../../platform/clients/logs.ts";
import { readRegionName } from "../../platform/place.ts";
import { DOMAIN_TOPIC, ENTRY, wildcardWord } from "../renewal/domainRecords.ts";

/** Which listener holds a certificate for which domain, by what renewal's rounds have kept (`domainRecords`). Throws `AlbflowError`. */
export interface DomainIndex {
  /**
   * The listeners that serve a domain, one below it or a wildcard for it, by what the last rounds have seen. Of those that are
   * wanted so many are left out as were told before.
   */
  find(
    domain: string,
    which?: { isWanted?: (listener: FoundListener) => boolean; skip?: number },
  ): Promise<FoundByDomain>;
}

/** What the index says; it may be an hour old. */
interface FoundByDomain {
  /** In the order in which they were seen, each once; at most `MOST_FOUND`. */
  listeners: FoundListener[];
  /** Whether there are more. */
  isCut: boolean;
  index: IndexState;
}

/** Where a listener is. */
interface FoundListener {
  /** `<account>/<region>` in another account. */
  region: string;
  listenerId: string;
}

/** How old the index is, and what it does not know. */
export interface IndexState {
  /** When the last round that has ended began and ended, milliseconds since 1970; null where none has within some hours: the next one makes it anew. */
  from: number | null;
  to: number | null;
  /** Accounts and regions that no round of these hours could read; `*` for an account as a whole. */
  unknown: { account?: string; region: string }[];
  /** Listeners of the last round of which something could not be read, or not be kept here. */
  incomplete: number;
}

/** Keeps it in the deployment's logstore. */
export function openDomainIndex(
  logs: Pick<LogsClient, "read">,
  { project, logstore }: { project: string; logstore: string },
  now: () => number,
): DomainIndex {
  const search = async (range: { from: number; query: string; offset?: number }) => {
    const to = Math.ceil((now() + 1_000) / 1_000) * 1_000;
    return (await logs.read(project, logstore, { ...range, to })) as Record<string, string>[];
  };
  return {
    async find(domain, which) {
      const since = Math.floor((now() - LOOK_BACK_MS) / 1_000) * 1_000;
      const rounds = (await search({ from: since, query: `__topic__: ${DOMAIN_TOPIC} and "${ENTRY.round}"` }))
        .filter(({ entry }) => entry === ENTRY.round)
        .sort((one, other) => Number(other.endedAt) - Number(one.endedAt));
      const [last] = rounds;
      if (last === undefined) {
        return { listeners: [], isCut: false, index: { from: null, to: null, unknown: [], incomplete: 0 } };
      }
      const from = last.isWhole === "true" ? Math.floor(Number(last.startedAt) / 1_000) * 1_000 : since;
      const { found, isCut } = await entriesFor(domainIn(domain), from, which);
      const index = {
        from: Number(last.startedAt),
        to: Number(last.endedAt),
        unknown: neverRead(rounds).map(readRegionName),
        incomplete: Number(last.incomplete),
      };
      return { listeners: found, isCut, index };
    },
  };

  /** Who may see few must not be told less because others have more: what is not wanted is left out before anything is cut. */
  async function entriesFor(
    domain: string,
    since: number,
    { isWanted = () => true, skip = 0 }: Parameters<DomainIndex["find"]>[1] & object = {},
  ): Promise<{ found: FoundListener[]; isCut: boolean }> {
    if (domain === "") return { found: [], isCut: false };
    const query = `__topic__: ${DOMAIN_TOPIC} and (${wordsFor(domain)
      .map((word) => `"${word}"`)
      .join(" or ")})`;
    const found = new Map<string, FoundListener>();
    const page = (isMore: boolean) => {
      const listeners = [...found.values()].slice(skip);
      return { found: listeners.slice(0, MOST_FOUND), isCut: isMore || listeners.length > MOST_FOUND };
    };
    let [from, offset] = [since, 0];
    for (;;) {
      const entries = await search({ from, query, offset });
      for (const { entry, region = "", listenerId = "", names = "" } of entries) {
        // The search compares words, wherever they stand.
        if (entry !== ENTRY.listener || !names.split(" ").some((name) => servesDomain(name, domain))) continue;
        const listener = { region, listenerId };
        if (isWanted(listener)) found.set(`${region} ${listenerId}`, listener);
      }
      if (found.size > skip + MOST_FOUND) return page(true);
      if (entries.length < PAGE) return page(false);
      offset += PAGE;
      if (offset < MOST_OFFSET) continue;
      // Simple Log Service counts no further: it goes on from the last one's second, which is told once more.
      const last = Number(entries.at(-1)?.__time__) * 1_000;
      if (!(last > from)) return page(true);
      [from, offset] = [last, 0];
    }
  }
}

/** A domain as it is looked for: in lower case and in ASCII, without the star of a wildcard. */
export function domainIn(text: string): string {
  const written = text.trim().toLowerCase().replace(/^\*\./, "").replace(/\.$/, "");
  // It becomes a part of a search: what is no domain is looked for by what is left of it.
  return (domainToASCII(written) || written).replace(/[^a-z0-9_.-]/g, "");
}

/** Whether a name of a certificate is a domain or one below it, or a wildcard for it. `domain` is as `domainIn` gives it. */
export function servesDomain(name: string, domain: string): boolean {
  const own = name.toLowerCase();
  if (own === domain || own.endsWith(`.${domain}`)) return true;
  return own.startsWith("*.") && domain.slice(domain.indexOf(".") + 1) === own.slice(2) && domain.includes(".");
}

/** The most listeners that one search tells, as each is looked at afterwards. */
export const MOST_FOUND = 100;

/** Of a fleet that rounds read in turn, six rounds have read 3,000 places. */
const LOOK_BACK_MS = 6 * 3_600_000;
const PAGE = 100;
const MOST_OFFSET = 10_000;

function wordsFor(domain: string): string[] {
  const [, ...rest] = domain.split(".");
  return rest.length === 0 ? [domain] : [domain, wildcardWord(rest.join("."))];
}

/** Places that every one of these rounds names as unavailable; one that does not has read it, or another has had its turn. */
function neverRead(rounds: Record<string, string>[]): string[] {
  const [first = [], ...others] = rounds.map(({ unavailable = "" }) => unavailable.split(" ").filter(Boolean));
  return first.filter((place) => others.every((places) => places.includes(place)));
}

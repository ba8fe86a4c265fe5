import { regionName } from "../../platform/place.ts";
import type { IndexedListener } from "./fleet.ts";
import type { RenewalReport } from "./report.ts";

/** Keeps records of the index of domains; rejects with `AlbflowError`. */
type Keep = (records: Record<string, string>[]) => Promise<void>;

/**
 * Writes which listener holds a certificate for which domain, as the rounds of renewal read all listeners of all accounts and
 * regions anyway (docs/decisions/an-index-of-domains.md). Each round writes all of it once more, so that whatever is lost is there
 * again an hour later. Both reject with `AlbflowError`.
 */
export function domainRecords(keep: Keep) {
  return {
    /** What a page of a round has shown. */
    async keepPage(round: string, region: string, listeners: IndexedListener[]): Promise<void> {
      const records = listeners.flatMap((one) => recordsOf(round, region, one));
      for (const part of inParts(records)) await keep(part);
    },
    /** That a round has ended, and what it could not read. */
    async keepEnd({ round, startedAt, endedAt, unavailable, reached, indexed }: RenewalReport): Promise<void> {
      const places = unavailable.map(regionName).slice(0, MOST_PLACES);
      const record = {
        entry: ENTRY.round,
        round,
        startedAt: String(startedAt),
        endedAt: String(endedAt),
        isWhole: String(reached === undefined && unavailable.length === 0),
        incomplete: String(indexed?.incomplete ?? 0),
        unavailable: places.join(" "),
      };
      await keep([record]);
    },
  };
}

/** The topic of the index in the deployment's logstore. */
export const DOMAIN_TOPIC = "albflow_domains";
/** What a record is of: one word each, which no domain is. */
export const ENTRY = { listener: "domains_of_listener", round: "domains_of_round" } as const;

/** The word by which a wildcard is found: a star is a sign of the query language. */
export function wildcardWord(domain: string): string {
  return `any_host_of_${domain}`;
}

const MOST_PLACES = 500;
const NAMES_A_RECORD = 200;
/** Simple Log Service takes 3 MB at once. */
const MOST_BYTES = 1_000_000;

function recordsOf(round: string, region: string, { listenerId, names }: IndexedListener): Record<string, string>[] {
  const parts = Array.from({ length: Math.ceil(names.length / NAMES_A_RECORD) }, (_, part) =>
    names.slice(part * NAMES_A_RECORD, (part + 1) * NAMES_A_RECORD),
  );
  return parts.map((part) => ({
    entry: ENTRY.listener,
    round,
    region,
    listenerId,
    names: part.join(" ").toLowerCase(),
    words: [...new Set(part.flatMap(wordsOf))].join(" "),
  }));
}

/** The words by which a name is found; each domain that it is below is one, as people look for all that is below it. */
function wordsOf(name: string): string[] {
  const own = name.toLowerCase();
  const isWildcard = own.startsWith("*.");
  const labels = (isWildcard ? own.slice(2) : own).split(".");
  const domains = labels.map((_, at) => labels.slice(at).join(".")).filter((word) => word.includes("."));
  return isWildcard ? [wildcardWord(labels.join(".")), ...domains] : domains.length === 0 ? [own] : domains;
}

function inParts(records: Record<string, string>[]): Record<string, string>[][] {
  const parts: Record<string, string>[][] = [];
  let left = 0;
  for (const record of records) {
    const bytes = JSON.stringify(record).length;
    if (left < bytes) {
      parts.push([]);
      left = MOST_BYTES;
    }
    parts.at(-1)?.push(record);
    left -= bytes;
  }
  return parts;
}

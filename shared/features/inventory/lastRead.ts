import { regionName } from "../../platform/place.ts";
import type { Reason } from "../../platform/reasons/reason.ts";
import type { ListedListener, UnavailablePlace } from "./listedListener.ts";

/** A region, of another account where one is named. */
interface Where {
  account?: string;
  region: string;
}

/**
 * Remembers what was last read of regions, and since when one could not be: what is shown of it then is older, and says so. Of
 * one instance of a function, as nothing is kept; `question` is what of a region was asked for.
 */
export function rememberReads() {
  const reads = new Map<string, { at: number; rows: ListedListener[] }>();
  const failing = new Map<string, number>();
  return {
    /** What was read now. */
    keep(where: Where, question: string, rows: ListedListener[], at: number): void {
      failing.delete(regionName(where));
      if (rows.length > MOST_ROWS) return;
      if (reads.size >= MOST_READS) reads.clear();
      reads.set(`${regionName(where)} ${question}`, { at, rows });
    },
    /** What there is to show of a region that could not be read now, and the row that says so. */
    recall(where: Where, question: string, reason: Reason, now: number): Recalled {
      const name = regionName(where);
      const known = reads.get(`${name} ${question}`);
      const read = known === undefined || known.at > now ? undefined : known;
      const began = failing.get(name) ?? now;
      const since = Math.min(began, now);
      failing.set(name, since);
      return { listeners: read?.rows ?? [], unavailable: [{ ...where, reason, since, shownFrom: read?.at ?? null }] };
    },
  };
}

interface Recalled {
  listeners: ListedListener[];
  unavailable: UnavailablePlace[];
}

/** Together they stay within a few MB. */
const MOST_READS = 100;
const MOST_ROWS = 1_000;

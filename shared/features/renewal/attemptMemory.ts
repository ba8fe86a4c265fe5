import { numericId } from "../../core/certificates/certificate.ts";
import { readRegionName } from "../../platform/place.ts";
import { bindingKey, FAILURES_COUNT_MS } from "./attemptIndex.ts";
import type { Attempt } from "./attempts.ts";
import type { RenewalCandidate } from "./renewalDecision.ts";

/** What a candidate is looked up by. */
type Wanted = Pick<RenewalCandidate, "listenerId" | "certificate">;

/**
 * Attempts as they were read, sorted so that a page of a round is given its own: what that takes depends on what is recent and
 * on what is due, never on how many have failed in two months.
 */
export interface AttemptMemory {
  /** Enters an attempt of a region (orders are of all regions), or what has become of one that is known. */
  add(region: string, attempt: Attempt): void;
  /**
   * Those of a region that run, or were started or have ended since. Of older ones what has failed with what is due, the last
   * to each successor, which tells how many there were before (`earlier`); and the last order that has not failed.
   */
  of(region: string, since: number, due: Wanted[]): Attempt[];
  /** How many rotations run in other regions. */
  runningElsewhere(region: string): number;
  /** When the first of those was started that still run; undefined when none does. */
  runningSince(): number | undefined;
}

export function attemptMemory(): AttemptMemory {
  /** By region, and orders by themselves; by name. */
  const recent = new Map<string, Map<string, Attempt>>();
  /** Older ones by what they were for, then by successor and outcome, the oldest first. */
  const past = new Map<string, Map<string, Alike>>();

  /** Of the recent ones of a region; those that are so no more are found by what they were for, from then on. */
  function recentOf(group: string, since: number): Attempt[] {
    const all = recent.get(group);
    if (all === undefined) return [];
    for (const attempt of all.values()) {
      if (isRecent(attempt, since)) continue;
      all.delete(attempt.name);
      if (isKept(attempt)) keep(group, attempt);
    }
    return [...all.values()];
  }

  function keep(group: string, attempt: Attempt) {
    const place = placeOf(group, attempt);
    const here = past.get(place) ?? new Map<string, Alike>();
    past.set(place, here);
    const alike = `${attempt.successor} ${attempt.status}`;
    const others = here.get(alike)?.all ?? [];
    const later = others.findLastIndex(({ startedAt }) => startedAt <= attempt.startedAt) + 1;
    here.set(alike, summed([...others.slice(0, later), attempt, ...others.slice(later)]));
  }

  function pastOf(place: string, since: number, found: Attempt[]) {
    const here = past.get(place);
    if (here === undefined) return;
    for (const [alike, { all, last, oldest }] of here) {
      const isWhole = oldest >= since - FAILURES_COUNT_MS;
      const kept = isWhole ? all : all.filter(({ startedAt }) => startedAt >= since - FAILURES_COUNT_MS);
      if (isWhole) found.push(last);
      else if (kept.length === 0) here.delete(alike);
      else {
        const fewer = summed(kept);
        here.set(alike, fewer);
        found.push(fewer.last);
      }
    }
  }

  return {
    add(region, attempt) {
      const group = attempt.kind === "order" ? ORDERS : region;
      const all = recent.get(group) ?? new Map<string, Attempt>();
      recent.set(group, all);
      all.set(attempt.name, attempt);
    },
    of(region, since, due) {
      // Nothing is ordered for other accounts (docs/decisions/one-deployment-many-places.md).
      const hasOrders = readRegionName(region).account === undefined;
      const found = [...recentOf(region, since), ...(hasOrders ? recentOf(ORDERS, since) : [])];
      const places = new Set<string>();
      for (const { listenerId, certificate } of due) {
        const number = numericId(certificate.id);
        places.add(`${region} ${bindingKey(listenerId, number)}`);
        if (hasOrders) places.add(`${ORDERS} ${number}`);
      }
      for (const place of places) pastOf(place, since, found);
      return found;
    },
    runningElsewhere(region) {
      let count = 0;
      for (const [group, attempts] of recent)
        if (group !== region && group !== ORDERS)
          for (const { status } of attempts.values()) if (status === "running") count += 1;
      return count;
    },
    runningSince() {
      let first: number | undefined;
      for (const group of recent.values())
        for (const { status, startedAt } of group.values())
          if (status === "running" && (first === undefined || startedAt < first)) first = startedAt;
      return first;
    },
  };
}

/** Attempts of one place with one successor and one outcome: all, the oldest first, and the last, which tells how many there were. */
interface Alike {
  all: Attempt[];
  last: Attempt;
  oldest: number;
}

function summed(all: Attempt[]): Alike {
  const [first, last] = [all[0] as Attempt, all.at(-1) as Attempt];
  return { all, last: all.length === 1 ? last : { ...last, earlier: all.length - 1 }, oldest: first.startedAt };
}

/** Where orders are, which are of all regions. */
const ORDERS = "";

function placeOf(group: string, { kind, listenerId, certificate }: Attempt): string {
  return `${group} ${kind === "order" ? certificate : bindingKey(listenerId, certificate)}`;
}

function isRecent({ status, startedAt, stoppedAt }: Attempt, since: number): boolean {
  return status === "running" || Math.max(startedAt, stoppedAt) >= since;
}

/** What matters although it is long ago. */
function isKept({ kind, status }: Attempt): boolean {
  return status === "failed" || (kind === "order" && status === "succeeded");
}

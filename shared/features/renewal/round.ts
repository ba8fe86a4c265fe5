import { readRegionName } from "../../platform/place.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { emptyReport, type RenewalReport } from "./report.ts";

/**
 * Where one round of renewal stands: what its flow carries from step to step. It never holds the fleet, only where to look
 * next, so that it stays below 64 KiB (cloudflow.md §4) however many listeners there are.
 */
export interface RenewalRound {
  /** `listing`: another page follows. `waiting`: look again after `pauseSeconds`. `handedOver`: another execution goes on. */
  state: "listing" | "waiting" | "done" | "handedOver";
  /** The execution's name, without the number of one that took over. */
  name: string;
  /** What the round was started with. */
  input: Record<string, unknown>;
  /** How often another execution has taken over. */
  relay: number;
  startedAt: number;
  /** Milliseconds since 1970; what is not done by then is the next round's. */
  deadline: number;
  /** Those that it looks at, in turn; of another account as `<account>/<region>`. */
  regions: string[];
  /** Where the next round begins, where there are more than one looks at; absent where there are not. */
  next?: string;
  /** Where the round before had stopped: the first region begins after this listener, and ends with it when its turn comes again. */
  after: string;
  /** The page to look at next: of which of the regions, and from where. */
  region: number;
  token: string;
  /** The last listener of the region that was looked at; empty before there is one. */
  last: string;
  /** Listeners to look at again, as `region listener`. */
  again: string[];
  /** Whether there were more of them than are remembered: then it reads from the beginning again. */
  overflow: boolean;
  /** Whether it reads from the beginning again; absent where it does not. */
  isRepeat?: true;
  /** Steps of this execution. */
  steps: number;
  /** Failures in a row at the same page. */
  tries: number;
  /** Regions that did not answer, and in how many accounts; absent where all did. */
  silent?: Record<string, number>;
  pauseSeconds: number;
  report: RenewalReport;
}

/**
 * A round that has seen nothing yet. It goes on where the one before had to stop (`reached`), so that every listener has
 * its turn however many there are; else each hour another region comes first, so that none is the last for ever.
 */
export function beginRound(
  name: string,
  input: Record<string, unknown>,
  all: string[],
  now: number,
  reached?: RenewalReport["reached"],
): RenewalRound {
  const resumed = reached === undefined ? -1 : all.indexOf(reached.region);
  const first = resumed >= 0 ? resumed : Math.floor(now / HOUR_MS) % Math.max(1, all.length);
  const after = resumed >= 0 ? (reached?.listenerId ?? "") : "";
  const inTurn = [...all.slice(first), ...all.slice(0, first)];
  const whole = after === "" ? inTurn : [...inTurn, ...inTurn.slice(0, 1)];
  const regions = whole.slice(0, MOST_REGIONS);
  const next = whole[MOST_REGIONS];
  return {
    state: "listing",
    name,
    input,
    relay: 0,
    startedAt: now,
    deadline: now + ROUND_MS,
    regions,
    ...(next === undefined ? {} : { next }),
    after,
    region: 0,
    token: "",
    last: "",
    again: [],
    overflow: false,
    steps: 0,
    tries: 0,
    pauseSeconds: 1,
    report: { ...emptyReport(name, now), regions: new Set(regions).size },
  };
}

/** Whether all pages have been looked at. */
export function isListed({ region, regions }: RenewalRound): boolean {
  return region >= regions.length;
}

/** The next page: its region, and after which listener it begins or with which it ends, where that is in the middle. */
export function nextPage({ regions, region, token, after }: RenewalRound): {
  region: string;
  after?: string;
  until?: string;
} {
  const name = regions[region] ?? "";
  if (after === "") return { region: name };
  if (region === 0) return token === "" ? { region: name, after } : { region: name };
  // The rest of the first, unless others have taken up the round.
  return name === regions[0] ? { region: name, until: after } : { region: name };
}

/** The next few listeners that are to be looked at again, all of one region. */
export function nextAgain({ again }: RenewalRound): { region: string; listenerIds: string[] } {
  const region = again[0]?.split(" ")[0] ?? "";
  const here = `${region} `;
  const ofRegion = again.filter((one) => one.startsWith(here)).slice(0, AGAIN_AT_ONCE);
  return { region, listenerIds: ofRegion.map((one) => one.slice(region.length + 1)) };
}

/** The round after some listeners of a region were read, `busy` of which are worth reading again. */
export function afterListing(round: RenewalRound, region: string, listed: string[], busy: string[]): RenewalRound {
  const counts = regionsAgain(round.again);
  const remembered = counts.get(region) ?? 0;
  if (remembered + busy.length === 0) return round.tries === 0 ? round : { ...round, tries: 0 };
  const here = `${region} `;
  const again: string[] = [];
  const left: string[] = [];
  if (remembered === 0) again.push(...round.again);
  else {
    const isListed = new Set(listed);
    // The region has its turn again when all others have had theirs.
    for (const one of round.again) {
      if (!one.startsWith(here)) again.push(one);
      else if (!isListed.has(one.slice(here.length))) left.push(one);
    }
  }
  const mine = new Set([...left, ...busy.map((id) => `${here}${id}`)]);
  again.push(...mine);
  const isWhole = again.length <= LONGEST_AGAIN;
  const kept = isWhole ? again : again.slice(0, LONGEST_AGAIN);
  if (isWhole && remembered === 0) countedAgain.set(kept, new Map(counts).set(region, mine.size));
  return { ...round, again: kept, overflow: round.overflow || !isWhole, tries: 0 };
}

/** How many listeners of each region are looked at again. Each page asks for it, most change nothing. */
export function regionsAgain(again: string[]): ReadonlyMap<string, number> {
  const known = countedAgain.get(again);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const one of again) {
    const region = one.slice(0, one.indexOf(" "));
    counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  countedAgain.set(again, counts);
  return counts;
}

/** By the list itself, which nobody changes once it is made. */
const countedAgain = new WeakMap<string[], ReadonlyMap<string, number>>();

/** The round after a page, which ended with the listener `last`: the next page, or the next region. */
export function afterPage(round: RenewalRound, next: string, last = round.last): RenewalRound {
  return next === "" ? nextRegion(round) : { ...round, token: next, last };
}

/** Leaves another account as a whole: nothing of it is looked at any more in this round. */
export function withoutAccount(round: RenewalRound, account: string): RenewalRound {
  const isOf = (name: string) => name.startsWith(`${account}/`);
  const regions = round.regions.filter((name, at) => at <= round.region || !isOf(name));
  return { ...round, regions, again: round.again.filter((one) => !isOf(one)) };
}

/** The round after a place was given up because its region did not answer. */
export function withSilence(round: RenewalRound, region: string): RenewalRound {
  return { ...round, silent: { ...round.silent, [region]: (round.silent?.[region] ?? 0) + 1 } };
}

/** Leaves a region. */
export function nextRegion(round: RenewalRound): RenewalRound {
  return { ...round, region: round.region + 1, token: "", last: "", tries: 0 };
}

/** Decides how it goes on at the end of a step. */
export function goOn(round: RenewalRound, now: number): RenewalRound {
  const steps = round.steps + 1;
  const left = round.again.length;
  if (now >= round.deadline)
    return { ...round, steps, state: "done", report: { ...unfinished(round), endedAt: now, left } };
  if (round.tries > 0) return { ...round, steps, state: "waiting", pauseSeconds: AFTER_FAILURE_SECONDS };
  if (!isListed(round)) return { ...round, steps, state: "listing" };
  if (left > 0) return { ...round, steps, state: "waiting", pauseSeconds: pauseOf(round) };
  if (round.overflow) {
    const regions = [...new Set(round.regions)];
    return {
      ...round,
      steps,
      state: "listing",
      regions,
      after: "",
      region: 0,
      token: "",
      overflow: false,
      isRepeat: true,
    };
  }
  const reached =
    round.next === undefined ? round.report.reached : beginning(round, { region: round.next, listenerId: "" });
  const report = { ...round.report, ...(reached === undefined ? {} : { reached }) };
  return { ...round, steps, state: "done", report: { ...report, endedAt: now, left } };
}

/** What could not be looked at before the time was up is said, and the next round begins there. */
function unfinished(round: RenewalRound): RenewalReport {
  const { report, regions, region } = round;
  const why = reason("round-out-of-time");
  const left = [...new Set(regions.slice(region))].map((one) => ({
    ...readRegionName(one),
    reason: why,
    goesOn: true,
  }));
  return isListed(round)
    ? report
    : { ...report, unavailable: [...report.unavailable, ...left], reached: beginning(round, reachedIn(round)) };
}

/**
 * Where the next round begins: behind a page that could not be read, once; else where this one had to stop. A page that stays
 * out of reach would otherwise be the first of each round, and what rounds do not come to would be left out for as long.
 */
function beginning({ regions, after, report: { reached } }: RenewalRound, stopped: Reached): Reached {
  const isAgain = reached?.region === regions[0] && reached?.listenerId === after;
  return reached === undefined || isAgain ? stopped : reached;
}

/** Where a round stands in its regions. */
export function reachedIn(round: RenewalRound): Reached {
  const { region, after } = nextPage(round);
  return { region, listenerId: round.last === "" ? (after ?? "") : round.last };
}

/**
 * So long until the next read: each region is read again once a minute, and the others meanwhile. `state` is still that of the
 * step before: after the last page a whole minute passes, for the regions that were read last.
 */
function pauseOf({ state, again }: RenewalRound): number {
  return state === "listing" ? PAUSE_SECONDS : Math.ceil(PAUSE_SECONDS / regionsAgain(again).size);
}

type Reached = NonNullable<RenewalReport["reached"]>;

const HOUR_MS = 3_600_000;
/** Ends before the next hour's round begins. */
const ROUND_MS = 50 * 60_000;
const AFTER_FAILURE_SECONDS = 20;
/**
 * A rotation of an additional certificate lists its listener's certificates up to 34 times within half a minute, and a
 * step of the round starts three at most: so many a minute, and the reads themselves, stay within 200 calls (alb.md U18).
 */
const PAUSE_SECONDS = 60;
const AGAIN_AT_ONCE = 50;
/** Regions of all accounts that one round looks at: their names are in each step's state. The next round goes on behind them. */
const MOST_REGIONS = 500;
const LONGEST_AGAIN = 200;

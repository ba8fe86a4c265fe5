import { seededRandom } from "../../../local/random.ts";
import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { ORIGINS } from "../../../shared/core/origin.ts";
import { advanceRound, type RenewalRules } from "../../../shared/features/renewal/advanceRound.ts";
import { timingRulesOf } from "../../../shared/features/renewal/dueOf.ts";
import { fitRound } from "../../../shared/features/renewal/fitReport.ts";
import type { Fleet } from "../../../shared/features/renewal/fleet.ts";
import { readWindows } from "../../../shared/features/renewal/maintenanceWindow.ts";
import type { RenewalReport } from "../../../shared/features/renewal/report.ts";
import {
  beginRound,
  goOn,
  isListed,
  nextPage,
  nextRegion,
  type RenewalRound,
} from "../../../shared/features/renewal/round.ts";
import { timingOf } from "../../../shared/features/renewal/timing.ts";
import { secretFor } from "../../../shared/platform/secretFor.ts";
import { createJudge, type Judgement } from "./judge.ts";
import { type Outages, outageAt, randomOutages } from "./outages.ts";
import {
  createSimulatedState,
  HOME_LIMITS,
  instanceOf,
  type Obstacle,
  type SimulatedState,
  type Subject,
  uploadAfter,
} from "./simulatedState.ts";
import { type CalendarWindow, windowCalendar } from "./windowCalendar.ts";

/** What is simulated. */
export interface Scenario {
  days: number;
  certificates: number;
  listeners: number;
  regions: string[];
  seed: string;
  startAt: number;
  /** At random unless given. */
  outages?: Outages;
  failures?: { rotation: number; order: number };
  windows: CalendarWindow[];
  /** Default true. */
  mayOrder?: boolean;
  /** Whether a tenth each of the listeners is QUIC, stopped, protected or refused, and of the certificates unreadable or beside an unfit one. */
  isHindered?: boolean;
  /** Told once in ten simulated days, with what has come of them. */
  progress?: (day: number, judgement: Judgement) => void;
  /** Told what is known of each certificate that expired although it need not have. */
  complain?: (complaint: string) => void;
  /** Mistakes, which the judge must find. */
  plant?: {
    /** Other rules than those that the judge goes by. */
    rules?: Partial<RenewalRules>;
    pace?: { burst: number; perSecond: number };
    /** Stands between renewal and the model. */
    fleet?: (fleet: Fleet, now: () => number) => Fleet;
  };
  /** The region of home, where those of other accounts are told as `<account>/<region>`; orders are made in home's account only. */
  home?: string;
  /** What a step of a round takes beside what the pace costs: calls and functions are not for nothing. Default 0. */
  stepMs?: number;
  /** How many days certificates live, in turn. */
  lifetimes?: number[];
  /** Whether nothing is kept of each rotation; of millions it would be too much. */
  isLarge?: boolean;
  /** Whether what waits is handed to renewal once a day only (`waitsUntil` of the model). Default: whether it is large. */
  leavesOut?: boolean;
  subjects?: Subject[];
  nextNumber?: (subject: Subject) => number;
}

/** What came of it, and how. */
interface SimulationResult extends Judgement {
  /** Calls that ALB would have throttled. */
  rateLimited: number;
  /** The most calls of one action in a minute. */
  busiestMinute: number;
  /** The busiest minute of each kind of call, and the most instances at once, as shares of what the account has. */
  peakShareOfLimit: { startExecution: number; describe: number; list: number; albPerRegion: number; instances: number };
  /** The same of CloudFlow's calls over the whole time. */
  steadyShareOfLimit: { startExecution: number; describe: number; list: number };
  /** The most orders within three hours, as a share of what a directory takes. */
  peakOrders: number;
  /** Calls above the account's own limits, and orders above a directory's. */
  overRate: number;
  rounds: number;
  missedTicks: number;
  steps: number;
  /** Steps of the longest round, and bytes of the largest state of one. */
  longestRound: number;
  largestState: number;
  /** `hour hostname on listener` of each rotation that was started. */
  history: string[];
  /** `listener certificate` of everything that listeners hold in the end. */
  held: string[];
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The renewal's timer: at 17 minutes past each hour. */
export const TICK_MS = 17 * 60_000;

/** The windows of a scenario in renewal's own words. */
export function wordsOf(windows: CalendarWindow[]): string {
  const two = (hour: number) => String(hour).padStart(2, "0");
  return windows
    .map(({ days, from, to, zone }) => `${days.join(",")} ${two(from)}:00-${two(to > 24 ? to - 24 : to)}:00 ${zone}`)
    .join("; ");
}

/** Runs renewal's own decisions (shared/features/renewal) against a model of everything else, tick by tick. */
export async function simulate(scenario: Scenario): Promise<SimulationResult> {
  const { days, regions, startAt, seed } = scenario;
  const random = seededRandom(seed);
  const endAt = startAt + days * DAY_MS;
  const outages = scenario.outages ?? randomOutages(random, regions, startAt, endAt);
  const { rules: otherRules, pace = PACE, fleet: between = (fleet: Fleet) => fleet } = scenario.plant ?? {};
  const windows = readWindows(wordsOf(scenario.windows));
  const key = secretFor({ ALBFLOW_SECRET: "the secret of every simulated fleet" }, ORIGINS);
  const usual = { share: 1 / 3, atOnce: 3, errorBudget: 3, unverified: "none" } as const;
  const rules: RenewalRules = { ...usual, windows, key, ...otherRules };
  const waitsUntil = (certificate: Certificate, now: number) => {
    const timing = timingOf(certificate, timingRulesOf(rules, now));
    return timing.due && !timing.mayAct ? timing.opensAt : now;
  };
  const seen: Seen = { rounds: 0, missedTicks: 0, steps: 0, longestRound: 0, largestState: 0 };
  const history: string[] = [];
  let number = 1_000_000;
  const subjects = scenario.subjects ?? makeSubjects(scenario, random, () => ++number);
  const obstacles = obstaclesOf(scenario);
  const judge = createJudge(windowCalendar(scenario.windows), outages, ableIn(obstacles), scenario.complain);
  const simulated = createSimulatedState({
    subjects,
    obstacles,
    regions,
    startAt,
    random,
    outages,
    failures: scenario.failures ?? { rotation: 0.02, order: 0.03 },
    share: rules.share,
    nextNumber: scenario.nextNumber ?? (() => ++number),
    mayOrder: scenario.mayOrder ?? true,
    pace,
    ...(scenario.home === undefined ? {} : { home: scenario.home }),
    stepMs: scenario.stepMs ?? 0,
    ...((scenario.leavesOut ?? scenario.isLarge) === true ? { waitsUntil } : {}),
    started(rotation) {
      judge.started(rotation);
      if (scenario.isLarge) return;
      history.push(`${hourText(rotation.at)} ${rotation.subject.hostname} on ${rotation.listenerId}`);
    },
    ended: (...end) => judge.ended(...end),
  });
  const fleet = between(simulated.fleet, () => simulated.now());

  let reported = 0;
  let reached: RenewalReport["reached"];
  for (let tick = startAt - (startAt % HOUR_MS) + TICK_MS; tick < endAt; tick += HOUR_MS) {
    simulated.passTo(tick);
    judge.probe(simulated.ending(tick), tick);
    if (Math.floor((tick - startAt) / PROGRESS_MS) > reported) {
      reported += 1;
      scenario.progress?.(reported * 10, judge.judgement);
    }
    if (outageAt(outages.functions, tick) !== undefined) seen.missedTicks += 1;
    else {
      const round = await playRound(simulated, fleet, rules, outages, seen, reached);
      // One that breaks off tells nobody where it was.
      reached = round?.report.reached;
    }
  }
  simulated.passTo(endAt);
  judge.probe(simulated.ending(endAt), endAt);
  const { calls } = simulated;
  const held = scenario.isLarge
    ? []
    : simulated.held.map(({ listenerId, certificate }) => `${listenerId} ${certificate.id}`);
  return {
    ...judge.judgement,
    ...seen,
    ...sharesOf(simulated, days),
    rateLimited: calls.tooMany(),
    busiestMinute: calls.most(),
    history,
    held,
  };
}

const PROGRESS_MS = 10 * DAY_MS;

/** A tenth of each kind. Beside every other QUIC listener the HTTPS one of its instance is stopped. */
function obstaclesOf({ isHindered = false, listeners }: Scenario): Map<string, Obstacle> {
  if (!isHindered) return new Map();
  const kinds: Record<number, Obstacle> = {
    3: "quic",
    5: "protected",
    6: "stopped",
    7: "blind",
    8: "protected",
    10: "blind",
    13: "stopped",
    15: "quic",
  };
  return new Map(Array.from({ length: listeners }, (_, index) => [idOf(index), kinds[index % 20] ?? "none"]));
}

/** What an HTTPS listener of the same instance shows is known of a QUIC listener that holds nothing else. */
function ableIn(obstacles: ReadonlyMap<string, Obstacle>) {
  const obstacleOf = (id: string) => obstacles.get(id) ?? "none";
  return (listenerId: string, { isUnreadable = false, listenerIds }: Subject): boolean => {
    if (isUnreadable) return false;
    const kind = obstacleOf(listenerId);
    if (kind !== "quic") return kind === "none";
    return listenerIds.some((id) => instanceOf(id) === instanceOf(listenerId) && obstacleOf(id) === "none");
  };
}

function isQuic(index: number): boolean {
  return index % 20 === 3 || index % 20 === 15;
}

function idOf(index: number): string {
  return `lsn-${String(index).padStart(4, "0")}`;
}

/** As shared/features/renewal/cloudFleet.ts lists ALB's certificates. */
const PACE = { burst: 24, perSecond: 1 };

type Seen = Pick<SimulationResult, "rounds" | "missedTicks" | "steps" | "longestRound" | "largestState">;

/** ALB, 100 instances of functions in a region (real-cloud.md FR9), and a directory's 300 orders in three hours. */
const LIMITS = { alb: 200, instances: 100, orders: 300 };

function sharesOf(simulated: SimulatedState, days: number) {
  const { home, calls } = simulated;
  const mostOrders = simulated.mostOrders();
  const share = (most: number, limit: number) => Math.round((most / limit) * 1_000) / 1_000;
  const over = [calls, ...Object.values(home)].reduce((sum, counter) => sum + counter.tooMany(), 0);
  return {
    peakShareOfLimit: {
      startExecution: share(home.StartExecution.most(), HOME_LIMITS.StartExecution),
      describe: share(home.DescribeExecution.most(), HOME_LIMITS.DescribeExecution),
      list: share(home.ListExecutions.most(), HOME_LIMITS.ListExecutions),
      albPerRegion: share(calls.most(), LIMITS.alb),
      // The round's own step is one more.
      instances: share(simulated.mostAtOnce() + 1, LIMITS.instances),
    },
    steadyShareOfLimit: {
      startExecution: share(home.StartExecution.total(), HOME_LIMITS.StartExecution * days * 1_440),
      describe: share(home.DescribeExecution.total(), HOME_LIMITS.DescribeExecution * days * 1_440),
      list: share(home.ListExecutions.total(), HOME_LIMITS.ListExecutions * days * 1_440),
    },
    peakOrders: share(mostOrders, LIMITS.orders),
    overRate: over + Math.max(0, mostOrders - LIMITS.orders),
  };
}

/** As flows/renewCertificates.yaml does it. Undefined when it broke off. */
async function playRound(
  simulated: SimulatedState,
  fleet: Fleet,
  rules: RenewalRules,
  outages: Outages,
  seen: Seen,
  reached: RenewalReport["reached"],
): Promise<RenewalRound | undefined> {
  seen.rounds += 1;
  let mostAgain = 10;
  let round: RenewalRound = beginRound("round", {}, await fleet.regions(), simulated.now(), reached);
  do {
    if (outageAt(outages.functions, simulated.now()) !== undefined) return undefined;
    if (round.steps % STEPS_OF_AN_EXECUTION === 0)
      simulated.home.StartExecution.add("home", "StartExecution", 1, simulated.now(), simulated.now());
    round = passedOver(simulated, round) ?? (await advanceRound(fleet, round, rules, () => simulated.now()));
    if (round.state === "waiting") simulated.passTo(simulated.now() + round.pauseSeconds * 1_000);
    seen.steps += 1;
    if (round.again.length > mostAgain || round.steps % 500 === 0) {
      mostAgain = Math.max(mostAgain, round.again.length + 20);
      seen.largestState = Math.max(seen.largestState, JSON.stringify(fitRound(round)).length);
    }
  } while (round.state !== "done");
  seen.longestRound = Math.max(seen.longestRound, round.steps);
  return round;
}

/** The round after a page on which nothing is to be done, which it counts; undefined where it is another. */
function passedOver(simulated: SimulatedState, round: RenewalRound): RenewalRound | undefined {
  const { region, after, until } = nextPage(round);
  if (isListed(round) || round.tries > 0 || after !== undefined || until !== undefined) return undefined;
  const here = `${region} `;
  if (round.again.some((one) => one.startsWith(here))) return undefined;
  const listeners = simulated.passOver(region);
  if (listeners === undefined) return undefined;
  const report = { ...round.report, listeners: round.report.listeners + listeners };
  return goOn(nextRegion({ ...round, report }), simulated.now());
}

/** As functions/renewCertificates.ts hands over. */
const STEPS_OF_AN_EXECUTION = 40;

/** Lifetimes and sources, mixed; every tenth name is served by three listeners. */
function makeSubjects(
  { certificates, listeners, regions, startAt, home, isHindered = false, ...scenario }: Scenario,
  random: () => number,
  nextNumber: () => number,
): Subject[] {
  return Array.from({ length: certificates }, (_, index) => {
    const lifetimes = scenario.lifetimes ?? [6, 47, 90, 398, 90, 47, 90];
    const days = lifetimes[Math.floor(index / (home === undefined ? 1 : regions.length)) % lifetimes.length] ?? 90;
    const region = regions[index % regions.length] ?? "";
    const isShared = (home === undefined ? index : Math.floor(index / regions.length)) % 10 === 0;
    const own = (isShared ? [0, 1, 2] : [0]).map((step) => (index + step * regions.length) % listeners);
    // What QUIC offers, HTTPS on the same instance does, too.
    const ids = isHindered ? own.flatMap((at) => (isQuic(at) ? [at, at - 2] : [at])) : own;
    const id = `${nextNumber()}-cn-hangzhou`;
    const hostname = `host-${index}.example.com`;
    const hour = startAt - (startAt % HOUR_MS) - Math.floor(random() * 0.6 * days * 24) * HOUR_MS;
    const dates = { notBefore: hour, notAfter: hour + days * DAY_MS };
    const certificate = {
      id,
      names: [hostname],
      addresses: [],
      unusable: [],
      subject: hostname,
      serial: id,
      ...dates,
      availableAt: hour,
    };
    const subject: Subject = {
      hostname,
      days,
      // Orders are made in home's account only.
      source: days > 90 || (days === 90 && index % 8 === 2) || region.includes("/") ? "people" : "acme",
      region,
      listenerIds: [...new Set(ids)].map(idOf),
      certificates: [certificate],
      nextUploadAt: Number.POSITIVE_INFINITY,
      ...(region.includes("/") && days < 100 ? { isAutomatic: true } : {}),
      ...(isHindered && Math.floor(index / 7) % 10 === 3 ? { isUnreadable: true } : {}),
      ...(isHindered && Math.floor(index / 7) % 10 === 6 ? { hasUnfit: true } : {}),
    };
    return subject.source === "people" ? { ...subject, nextUploadAt: uploadAfter(subject, random) } : subject;
  });
}

function hourText(at: number): string {
  return new Date(at).toISOString().slice(0, 13);
}

import { seededRandom } from "../../../local/random.ts";
import type { Certificate } from "../../../shared/certificate.ts";
import { readWindows } from "../../../shared/renewal/maintenanceWindow.ts";
import { beginRound, type Round } from "../../../shared/renewal/round.ts";
import { dueAt, reserveOf } from "../../../shared/renewal/timing.ts";
import { type RenewalRules, walk } from "../../../shared/renewal/walk.ts";
import { createModelWorld, type ModelWorld, type Subject, uploadAfter } from "./modelWorld.ts";
import { hasCalm, type Outages, outageAt, randomOutages } from "./outages.ts";
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
  /** How renewal is done. Tests plant mistakes here; `windows` is how it reads the calendar's. */
  rules?: Partial<RenewalRules>;
  subjects?: Subject[];
  nextNumber?: (subject: Subject) => number;
}

/** What came of it. */
export interface SimulationResult {
  rotations: number;
  /** Rotations that were done outside of their window because nothing opens in time. */
  forced: number;
  /** Certificates that expired on a listener although a successor was there, or could be had, for three calm hours. */
  avoidableExpiries: number;
  /** Those for which nothing came in time. */
  unavoidableExpiries: number;
  /** Rotations outside of their window without need. */
  outOfWindow: number;
  /** Calls that ALB would have throttled. */
  rateLimited: number;
  /** The most calls of one action in a minute. */
  busiestMinute: number;
  rounds: number;
  missedTicks: number;
  steps: number;
  /** Steps of the longest round, and bytes of the largest state of one. */
  longestRound: number;
  largestState: number;
  /** `hostname on listener` by the hour in which it was rotated. */
  history: string[];
}

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The renewal's timer: at 17 minutes past each hour. */
const TICK_MS = 17 * 60_000;

/** The windows of a scenario in renewal's own words. */
export function wordsOf(windows: CalendarWindow[]): string {
  const two = (hour: number) => String(hour).padStart(2, "0");
  return windows
    .map(({ days, from, to, zone }) => `${days.join(",")} ${two(from)}:00-${two(to > 24 ? to - 24 : to)}:00 ${zone}`)
    .join("; ");
}

/** Runs renewal's own decisions (shared/renewal) against a model of everything else, tick by tick. */
export async function simulate(scenario: Scenario): Promise<SimulationResult> {
  const { days, regions, startAt, seed } = scenario;
  const random = seededRandom(seed);
  const endAt = startAt + days * DAY_MS;
  const outages = scenario.outages ?? randomOutages(random, regions, startAt, endAt);
  const rules: RenewalRules = {
    share: 1 / 3,
    windows: readWindows(wordsOf(scenario.windows)),
    atOnce: 3,
    errorBudget: 3,
    ...scenario.rules,
  };
  const calendar = windowCalendar(scenario.windows);
  let number = 1_000_000;
  const result: SimulationResult = {
    rotations: 0,
    forced: 0,
    avoidableExpiries: 0,
    unavoidableExpiries: 0,
    outOfWindow: 0,
    rateLimited: 0,
    busiestMinute: 0,
    rounds: 0,
    missedTicks: 0,
    steps: 0,
    longestRound: 0,
    largestState: 0,
    history: [],
  };
  const world = createModelWorld({
    subjects: scenario.subjects ?? makeSubjects(scenario, random, () => ++number),
    regions,
    startAt,
    random,
    outages,
    failures: scenario.failures ?? { rotation: 0.02, order: 0.03 },
    share: SHARE,
    nextNumber: scenario.nextNumber ?? (() => ++number),
    onRotation({ subject, listenerId, certificate, at }) {
      result.rotations += 1;
      result.history.push(`${hourText(at)} ${subject.hostname} on ${listenerId}`);
      if (calendar.isOpen(at)) return;
      if (calendar.opensBetween(at, certificate.notAfter - reserveOf(certificate, SHARE))) result.outOfWindow += 1;
      else result.forced += 1;
    },
  });
  const judge = expiryJudge(world, outages, result);

  for (let tick = startAt - (startAt % HOUR_MS) + TICK_MS; tick < endAt; tick += HOUR_MS) {
    world.passTo(tick);
    judge();
    if (outageAt(outages.functions, tick) === undefined) await playRound(world, rules, outages, result);
    else result.missedTicks += 1;
  }
  world.passTo(endAt);
  judge();
  result.rateLimited = world.calls.tooMany();
  result.busiestMinute = world.calls.most();
  return result;
}

/** What the expectations are computed with, whatever the rules say. */
const SHARE = 1 / 3;

/** As flows/renewCertificates.yaml does it. */
async function playRound(world: ModelWorld, rules: RenewalRules, outages: Outages, result: SimulationResult) {
  result.rounds += 1;
  let mostAgain = 10;
  let round: Round = beginRound("round", {}, await world.fleet.regions(), world.now());
  do {
    if (outageAt(outages.functions, world.now()) !== undefined) return;
    round = await walk(world.fleet, round, rules, () => world.now());
    if (round.state === "waiting") world.passTo(world.now() + round.pauseSeconds * 1_000);
    result.steps += 1;
    if (round.again.length > mostAgain) {
      mostAgain = round.again.length;
      result.largestState = Math.max(result.largestState, JSON.stringify(round).length);
    }
  } while (round.state !== "done");
  result.longestRound = Math.max(result.longestRound, round.steps);
}

/** Looks once an hour for what has expired on a listener, and whether that had to be. */
function expiryJudge(world: ModelWorld, outages: Outages, result: SimulationResult): () => void {
  const seen = new Set<string>();
  return () => {
    const now = world.now();
    for (const { subject, listenerId, certificate } of world.held) {
      if (certificate.notAfter > now) continue;
      const key = `${listenerId} ${certificate.id}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (wasAvoidable(subject, certificate, outages)) result.avoidableExpiries += 1;
      else result.unavoidableExpiries += 1;
    }
  };
}

function wasAvoidable(subject: Subject, certificate: Certificate, outages: Outages): boolean {
  const available =
    subject.source === "acme"
      ? certificate.notBefore
      : subject.certificates.find(({ notAfter }) => notAfter > certificate.notAfter)?.availableAt;
  if (available === undefined) return false;
  const span = { start: Math.max(available, dueAt(certificate, SHARE)), end: certificate.notAfter };
  const inTheWay = [
    ...(outages.cloud[subject.region] ?? []),
    ...outages.functions,
    ...(subject.source === "acme" ? outages.acme : []),
  ];
  return hasCalm(inTheWay, span, 3);
}

/** Lifetimes and sources, mixed; every tenth name is served by three listeners. */
function makeSubjects(
  { certificates, listeners, regions, startAt }: Scenario,
  random: () => number,
  nextNumber: () => number,
): Subject[] {
  return Array.from({ length: certificates }, (_, index) => {
    const days = [6, 47, 90, 398][index % 4] ?? 90;
    const isShared = index % 10 === 0;
    const ids = (isShared ? [0, 1, 2] : [0]).map((step) => (index + step * regions.length) % listeners);
    const id = `${nextNumber()}-cn-hangzhou`;
    const hostname = `host-${index}.example.com`;
    const hour = startAt - (startAt % HOUR_MS) - Math.floor(random() * 0.6 * days * 24) * HOUR_MS;
    const dates = { notBefore: hour, notAfter: hour + days * DAY_MS };
    const certificate = { id, names: [hostname], subject: hostname, serial: id, ...dates, availableAt: hour };
    const subject: Subject = {
      hostname,
      days,
      source: days > 90 || (days === 90 && index % 8 === 2) ? "people" : "acme",
      region: regions[index % regions.length] ?? "",
      listenerIds: [...new Set(ids)].map((number) => `lsn-${String(number).padStart(4, "0")}`),
      certificates: [certificate],
      nextUploadAt: Number.POSITIVE_INFINITY,
    };
    return subject.source === "people" ? { ...subject, nextUploadAt: uploadAfter(subject, random) } : subject;
  });
}

function hourText(at: number): string {
  return new Date(at).toISOString().slice(0, 13);
}

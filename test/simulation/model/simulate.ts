import { seededRandom } from "../../../local/random.ts";
import type { Certificate } from "../../../shared/core/certificates/certificate.ts";
import { ORIGINS } from "../../../shared/core/origin.ts";
import type { RenewalRules } from "../../../shared/features/renewal/advanceRound.ts";
import { timingRulesOf } from "../../../shared/features/renewal/dueOf.ts";
import type { Fleet } from "../../../shared/features/renewal/fleet.ts";
import { readWindows } from "../../../shared/features/renewal/maintenanceWindow.ts";
import type { RenewalReport } from "../../../shared/features/renewal/report.ts";
import { timingOf } from "../../../shared/features/renewal/timing.ts";
import { secretFor } from "../../../shared/platform/secretFor.ts";
import { createJudge } from "./judge.ts";
import { makeSubjects } from "./makeSubjects.ts";
import { ableIn, obstaclesOf } from "./obstacles.ts";
import { outageAt, randomOutages } from "./outages.ts";
import { playRound, type Seen } from "./playRound.ts";
import type { Scenario, SimulationResult } from "./scenario.ts";
import { sharesOf } from "./shares.ts";
import { createSimulatedState } from "./simulatedState.ts";
import { type CalendarWindow, windowCalendar } from "./windowCalendar.ts";

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
  let timingRules = timingRulesOf(rules, startAt);
  const waitsUntil = (certificate: Certificate, now: number) => {
    if (timingRules.now !== now) timingRules = timingRulesOf(rules, now);
    const timing = timingOf(certificate, timingRules);
    return timing.due && !timing.mayAct ? timing.opensAt : now;
  };
  const seen: Seen = { rounds: 0, missedTicks: 0, steps: 0, longestRound: 0, largestState: 0 };
  const history: string[] = [];
  let number = 1_000_000;
  const subjects = scenario.subjects ?? makeSubjects(scenario, random, () => ++number);
  const obstacles = scenario.isHindered ? obstaclesOf(scenario.listeners) : new Map();
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

/** As shared/features/renewal/cloudFleet.ts lists ALB's certificates. */
const PACE = { burst: 24, perSecond: 1 };

function hourText(at: number): string {
  return new Date(at).toISOString().slice(0, 13);
}

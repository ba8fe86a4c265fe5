import { advanceRound, type RenewalRules } from "../../../shared/features/renewal/advanceRound.ts";
import { fitRound } from "../../../shared/features/renewal/fitReport.ts";
import type { Fleet } from "../../../shared/features/renewal/fleet.ts";
import type { RenewalReport } from "../../../shared/features/renewal/report.ts";
import {
  beginRound,
  goOn,
  isListed,
  nextRegion,
  type RenewalRound,
  regionsAgain,
} from "../../../shared/features/renewal/round.ts";
import { type Outages, outageAt } from "./outages.ts";
import type { SimulationResult } from "./scenario.ts";
import type { SimulatedState } from "./simulatedState.ts";

/** What was seen of rounds. */
export type Seen = Pick<SimulationResult, "rounds" | "missedTicks" | "steps" | "longestRound" | "largestState">;

/** As flows/renewCertificates.yaml does it. Undefined when it broke off. */
export async function playRound(
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
    const before = round.steps;
    round = passedOver(simulated, round, outages) ?? (await advanceRound(fleet, round, rules, () => simulated.now()));
    if (round.state === "waiting") simulated.passTo(simulated.now() + round.pauseSeconds * 1_000);
    seen.steps += round.steps - before;
    if (round.again.length > mostAgain || round.steps % STEPS_OF_A_LOOK === 0) {
      mostAgain = Math.max(mostAgain, round.again.length + 20);
      seen.largestState = Math.max(seen.largestState, JSON.stringify(fitRound(round)).length);
    }
  } while (round.state !== "done");
  seen.longestRound = Math.max(seen.longestRound, round.steps);
  return round;
}

/**
 * The round after pages on which nothing is to be done, which it counts: as many in a row as one execution of its flow reads.
 * Undefined where the next one is another.
 */
function passedOver(simulated: SimulatedState, round: RenewalRound, outages: Outages): RenewalRound | undefined {
  if (isListed(round) || round.tries > 0 || round.token !== "") return undefined;
  const remembered = regionsAgain(round.again);
  let { steps, region } = round;
  let { listeners } = round.report;
  do {
    const name = round.regions[region] ?? "";
    // It begins or ends in the middle.
    if (round.after !== "" && (region === 0 || name === round.regions[0])) break;
    if (remembered.has(name)) break;
    if (steps > round.steps && outageAt(outages.functions, simulated.now()) !== undefined) break;
    const passed = simulated.passOver(name);
    if (passed === undefined) break;
    listeners += passed;
    steps += 1;
    region += 1;
  } while (
    simulated.now() < round.deadline &&
    region < round.regions.length &&
    steps % STEPS_OF_AN_EXECUTION !== 0 &&
    steps % STEPS_OF_A_LOOK !== 0
  );
  if (steps === round.steps) return undefined;
  const last = { ...round, region: region - 1, steps: steps - 1, report: { ...round.report, listeners } };
  return goOn(nextRegion(last), simulated.now());
}

/** As functions/renewCertificates.ts hands over. */
const STEPS_OF_AN_EXECUTION = 40;
/** How often it is looked how large a round's state is. */
const STEPS_OF_A_LOOK = 500;

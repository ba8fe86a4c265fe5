import type { HistoryEvent } from "../../shared/platform/clients/cloudFlow.ts";
import { costOf, invocationsIn, type RunCost } from "./costOf.ts";

/**
 * What the same execution would have used if the flow itself had waited: a read, a Choice and a Wait of one second, again
 * and again, instead of functions that wait for a few seconds. A read is taken to last as long as the shortest call of
 * the same function in this run. (Each execution may then notice up to a second later.)
 */
export function asWaitLoop(events: HistoryEvent[], memoryOf: (functionName: string) => number): RunCost {
  const measured = costOf(events, memoryOf);
  const all = invocationsIn(events);
  return all
    .filter(({ state }) => WATCHING.includes(state))
    .reduce((cost, { functionName, seconds }) => {
      const pollSeconds = Math.min(...all.filter((one) => one.functionName === functionName).map((one) => one.seconds));
      const probes = Math.max(1, Math.ceil(seconds / (1 + pollSeconds)));
      const saved = seconds - probes * pollSeconds;
      return {
        // Beside the first read and its Choice, each further one costs a Wait, a read and a Choice.
        transitions: cost.transitions + (probes - 1) * 3,
        invocations: cost.invocations + probes - 1,
        functionSeconds: cost.functionSeconds - saved,
        gbSeconds: cost.gbSeconds - (saved * memoryOf(functionName)) / 1024,
        seconds: cost.seconds,
      };
    }, measured);
}

/** States whose function watches for something to become true. */
const WATCHING = ["Ready", "Undo"];

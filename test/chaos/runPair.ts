import type { ChaosCloud } from "./cloud/chaosCloud.ts";
import { type CloudState, differences } from "./cloudState.ts";
import { flowOf, lastWordOf } from "./expectations.ts";
import { type Execution, finish, recordOf } from "./finish.ts";
import { openGate } from "./gate.ts";
import { AFTERMATH_MS, exampleOf } from "./runCase.ts";

/** Two operations, by their own examples. */
export type Pair = [one: string, other: string];

/** What became of both. */
interface PairEnd {
  /** `verified`, `skip` …, in the pair's order. */
  states: string[];
  message: string[];
  after: CloudState;
}

/**
 * Runs two operations at once. Whatever they do to each other, it must be as if one had waited for the other: what speaks
 * against it, in sentences.
 */
export async function checkPair(cloud: ChaosCloud, pair: Pair): Promise<string[]> {
  const together = await runPair(cloud, pair, async (start) => finish(cloud, [await start(0), await start(1)]));
  const inTurn = (first: 0 | 1) =>
    runPair(cloud, pair, async (start) => {
      await finish(cloud, [await start(first)]);
      await finish(cloud, [await start(first === 0 ? 1 : 0)]);
    });
  const against: string[][] = [];
  for (const first of [0, 1] as const) {
    const serial = await inTurn(first);
    const differ = [
      ...together.states.flatMap((state, index) =>
        isAsGood(state, serial.states[index])
          ? []
          : [`${pair[index]} ends ${state} instead of ${serial.states[index]}: ${together.message[index]}`],
      ),
      ...differences(serial.after, together.after),
    ];
    if (differ.length === 0) return [];
    against.push(differ);
  }
  return against.map((differ, first) => `unlike ${pair[first]} first: ${differ.slice(0, 4).join("; ")}`);
}

/**
 * Who finds everything done, by somebody who was a moment before him, may call it verified; what would have been refused
 * later, too.
 */
function isAsGood(state: string, inTurn: string | undefined): boolean {
  return state === inTurn || state === "verified" || (state === "unchanged" && inTurn === "verified");
}

async function runPair(
  cloud: ChaosCloud,
  pair: Pair,
  act: (start: (index: 0 | 1) => Promise<Execution>) => Promise<unknown>,
): Promise<PairEnd> {
  const executions: [Execution?, Execution?] = [];
  await cloud.begin(
    openGate(
      () => cloud.clock.now(),
      () => undefined,
    ),
    pair.map(flowOf),
  );
  await act(async (index) => {
    const flow = flowOf(pair[index]);
    const execution = { flow, name: await cloud.start(flow, exampleOf(pair[index])) };
    executions[index] = execution;
    return execution;
  });
  await cloud.clock.advance(AFTERMATH_MS);
  const words = executions.map((one) =>
    one === undefined ? undefined : lastWordOf(recordOf(cloud, one)?.history ?? []),
  );
  return {
    states: words.map((word) => word?.state ?? "nothing"),
    message: words.map((word) => word?.message ?? ""),
    after: cloud.now(),
  };
}

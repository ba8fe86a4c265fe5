import type { ExecutionRecord } from "../../local/cloudflow/engine/state.ts";
import type { ChaosCloud } from "./cloud/chaosCloud.ts";
import { questionIn } from "./expectations.ts";

/** An execution by its names. */
export interface Execution {
  flow: string;
  name: string;
}

/** Simulated time after which nobody waits for an execution any more. */
const GIVEN_UP_MS = 3 * 3_600_000;

/** Lets time pass until all of these are over, agreeing to whatever they ask. Answers how often somebody agreed. */
export async function finish(cloud: ChaosCloud, executions: Execution[]): Promise<number> {
  const records = () => executions.map((one) => recordOf(cloud, one));
  const isOver = () => records().every((record) => record?.execution.status !== "Running");
  const question = () =>
    records()
      .map((record) => questionIn(record?.history ?? []))
      .find((one) => one !== undefined);
  const until = cloud.clock.now() + GIVEN_UP_MS;
  const pause = () => cloud.clock.advanceUntil(() => isOver() || question() !== undefined, until - cloud.clock.now());
  let agreements = 0;
  await pause();
  for (let asked = question(); asked !== undefined && !isOver(); asked = question()) {
    agreements += 1;
    await cloud.agree(asked);
    await pause();
  }
  return agreements;
}

/** What CloudFlow knows of an execution now. */
export function recordOf(cloud: ChaosCloud, { flow, name }: Execution): ExecutionRecord | undefined {
  return cloud.cloudFlow().state.flows.get(flow)?.executions.get(name);
}

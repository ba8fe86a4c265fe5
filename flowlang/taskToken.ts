import type { FlowExecution } from "./execution.ts";
import { nextRandom, uuidFrom } from "./random.ts";

/**
 * The token under which the result of a try is reported: opaque, shaped as the service's (cloudflow.md §8.5), and the
 * same whenever the same try of the same execution is asked for.
 */
export function taskToken({ randomSeed }: FlowExecution, attempt: number): string {
  const state = { random: (randomSeed + Math.imul(attempt, 0x9e3779b1)) | 0 };
  const uuid = uuidFrom(() => nextRandom(state));
  return Buffer.from(`v1#${randomSeed.toString(16)}#${uuid}#5#${attempt}`).toString("base64");
}

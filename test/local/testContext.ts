import type { CallRecord, CloudContext, Fault } from "../../local/context.ts";
import { createRam } from "../../local/ram/ram.ts";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";

export const ACCOUNT = "1234567890123456";
const REGION = "cn-hangzhou";

/** A context of the local cloud for one service alone, with what that service logs and the faults that it meets. */
export function testContext(clock: Clock = systemClock): CloudContext & {
  calls: CallRecord[];
  /** Faults by action; each is met once. */
  faults: Map<string, Fault>;
} {
  const calls: CallRecord[] = [];
  const faults = new Map<string, Fault>();
  const random = sequence(1);
  return {
    clock,
    region: REGION,
    accountId: ACCOUNT,
    random,
    ram: createRam({ accountId: ACCOUNT, clock, random }),
    logCall: (call) => void calls.push(call),
    faultFor({ action }) {
      const fault = faults.get(action);
      faults.delete(action);
      return fault;
    },
    calls,
    faults,
  };
}

/** Numbers from 0 to below 1, the same for the same seed. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

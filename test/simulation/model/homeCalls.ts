import { type CallCounter, callCounter } from "./callCounter.ts";

/**
 * How often a rotation reads its listener, and as often what it holds; its other calls are few. Of default and additional
 * certificates, with changes of up to 10 s. test/simulation/agreement.test.ts measures them.
 */
export const READS_OF_A_ROTATION = { default: 17, additional: 34 };

/** What CloudFlow counts for the whole account, and how often a minute (cloudflow.md §8.4). */
export const HOME_LIMITS = { StartExecution: 6_000, DescribeExecution: 300, ListExecutions: 120 } as const;
export type HomeAction = keyof typeof HOME_LIMITS;

/** What a rotation calls of it, with its lock and its notice; test/simulation/agreement.test.ts measures it. */
export const CALLS_OF_A_ROTATION: Record<HomeAction, number> = {
  StartExecution: 3,
  DescribeExecution: 3,
  ListExecutions: 2,
};

/** Calls of CloudFlow at home, all regions' together. */
export function homeCounters(): Record<HomeAction, CallCounter> {
  return {
    StartExecution: callCounter(HOME_LIMITS.StartExecution),
    DescribeExecution: callCounter(HOME_LIMITS.DescribeExecution),
    ListExecutions: callCounter(HOME_LIMITS.ListExecutions),
  };
}

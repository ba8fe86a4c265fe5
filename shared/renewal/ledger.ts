import type { Attempt } from "./attempts.ts";
import type { Limits } from "./course.ts";

/** What has been tried in the last 24 hours, and what was begun just now, sorted for questions. */
export interface Ledger {
  rotations: Attempt[];
  runningRotations: Attempt[];
  orders: Attempt[];
  runningOrders: Attempt[];
  byName: Map<string, Attempt>;
  /** Why no more rotations are started; undefined while they are. */
  usedUp: string | undefined;
}

/** Sorts attempts. */
export function openLedger(attempts: Attempt[], limits: Pick<Limits, "errorBudget">, now: number): Ledger {
  const ledger: Ledger = {
    rotations: [],
    runningRotations: [],
    orders: [],
    runningOrders: [],
    byName: new Map(),
    usedUp: budgetUsedUp(attempts, limits, now),
  };
  for (const attempt of attempts) enter(ledger, attempt);
  return ledger;
}

/** Enters one more. */
export function enter(ledger: Ledger, attempt: Attempt): void {
  ledger.byName.set(attempt.name, attempt);
  const isRunning = attempt.status === "running";
  if (attempt.kind === "rotate") {
    ledger.rotations.push(attempt);
    if (isRunning) ledger.runningRotations.push(attempt);
  } else {
    ledger.orders.push(attempt);
    if (isRunning) ledger.runningOrders.push(attempt);
  }
}

/**
 * The error budget: so many failed rotations in six hours, if they are more than a fifth of all, are a reason to stop and
 * have somebody look.
 */
function budgetUsedUp(attempts: Attempt[], { errorBudget }: Pick<Limits, "errorBudget">, now: number) {
  const ended = attempts.filter(({ kind, stoppedAt }) => kind === "rotate" && stoppedAt > now - BUDGET_MS);
  const failed = ended.filter(({ status }) => status === "failed").length;
  if (failed < errorBudget || failed * 5 <= ended.length) return undefined;
  return `${failed} of ${ended.length} rotations have failed in six hours, which uses up the error budget of ${errorBudget}`;
}

const BUDGET_MS = 6 * 3_600_000;

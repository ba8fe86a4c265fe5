import type { Attempt } from "./attempts.ts";
import type { Limits } from "./course.ts";

/** What has been tried in the last 24 hours, and what was begun just now, sorted for questions. */
export interface Ledger {
  rotations: Attempt[];
  runningRotations: Attempt[];
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
    runningOrders: [],
    byName: new Map(),
    usedUp: undefined,
  };
  for (const attempt of attempts) enter(ledger, attempt);
  return { ...ledger, usedUp: budgetUsedUp(ledger.rotations, limits, now) };
}

/** Enters one more. */
export function enter({ byName, rotations, runningRotations, runningOrders }: Ledger, attempt: Attempt): void {
  byName.set(attempt.name, attempt);
  const isRotation = attempt.kind === "rotate";
  if (isRotation) rotations.push(attempt);
  if (attempt.status === "running") (isRotation ? runningRotations : runningOrders).push(attempt);
}

/**
 * The error budget: so many failed rotations in six hours, if they are more than a fifth of all, are a reason to stop and
 * have somebody look.
 */
function budgetUsedUp(rotations: Attempt[], { errorBudget }: Pick<Limits, "errorBudget">, now: number) {
  const ended = rotations.filter(({ stoppedAt }) => stoppedAt > now - BUDGET_MS);
  const failed = ended.filter(({ status }) => status === "failed").length;
  if (failed < errorBudget || failed * 5 <= ended.length) return undefined;
  return `${failed} of ${ended.length} rotations have failed in six hours, which uses up the error budget of ${errorBudget}`;
}

const BUDGET_MS = 6 * 3_600_000;

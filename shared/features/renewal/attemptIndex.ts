import { type Reason, reason } from "../../platform/reasons/reason.ts";
import type { Attempt, FailedAttempt } from "./attempts.ts";
import type { Limits } from "./renewalDecision.ts";

/** What has been tried in the last weeks, and what was begun just now, sorted for questions. */
export interface AttemptIndex {
  /** Of the last 24 hours. */
  rotations: Attempt[];
  runningRotations: Attempt[];
  runningOrders: Attempt[];
  byName: Map<string, Attempt>;
  /** Rotations of the same certificate on the same listener (`bindingKey`), however long ago, the latest last. */
  byPlace: Map<string, Attempt[]>;
  /** Orders for the same certificate that have failed. */
  failedOrders: Map<number, number>;
  /** The latest order for the same certificate that has succeeded. */
  doneOrders: Map<number, Attempt>;
  /** How attempts have failed, by name. One that nobody has looked up counts as one that passes. */
  failures: ReadonlyMap<string, FailedAttempt>;
  /** Why no more rotations are started; undefined while they are. */
  usedUp: Reason | undefined;
}

/** How far back failures count. Certificates of a year are due for four months, and CloudFlow forgets after 90 days. */
export const FAILURES_COUNT_MS = 60 * 86_400_000;

/**
 * How far back an order counts that has come to something. What was issued and does not fit would not fit the next time
 * either, and certificate authorities issue the same names a few times a week only.
 */
export const ORDERS_COUNT_MS = 7 * 86_400_000;

/** Sorts attempts, of which `failures` tells how they have failed. */
export function openAttemptIndex(
  attempts: Attempt[],
  limits: Pick<Limits, "errorBudget">,
  now: number,
  failures: ReadonlyMap<string, FailedAttempt> = new Map(),
): AttemptIndex {
  const attemptIndex: AttemptIndex = {
    rotations: [],
    runningRotations: [],
    runningOrders: [],
    byName: new Map(),
    byPlace: new Map(),
    failedOrders: new Map(),
    doneOrders: new Map(),
    failures,
    usedUp: undefined,
  };
  const inOrder = [...attempts].sort((one, other) => one.startedAt - other.startedAt);
  for (const attempt of inOrder) addAttempt(attemptIndex, attempt, now);
  return { ...attemptIndex, usedUp: budgetUsedUp(attemptIndex, limits, now) };
}

/** Enters one more. */
export function addAttempt(attemptIndex: AttemptIndex, attempt: Attempt, now: number): void {
  const { byName, byPlace, rotations, runningRotations, runningOrders, failedOrders, doneOrders } = attemptIndex;
  if (byName.has(attempt.name)) return;
  byName.set(attempt.name, attempt);
  if (attempt.kind === "rotate") {
    const place = bindingKey(attempt.listenerId, attempt.certificate);
    const earlier = byPlace.get(place);
    if (earlier === undefined) byPlace.set(place, [attempt]);
    else earlier.push(attempt);
    if (attempt.startedAt > now - DAY_MS) rotations.push(attempt);
    if (attempt.status === "running") runningRotations.push(attempt);
  } else {
    if (attempt.status === "running") runningOrders.push(attempt);
    if (attempt.status === "succeeded") doneOrders.set(attempt.certificate, attempt);
    if (attempt.status === "failed") {
      failedOrders.set(attempt.certificate, (failedOrders.get(attempt.certificate) ?? 0) + failuresOf(attempt));
    }
  }
}

/** How many failures an attempt that has failed stands for. */
export function failuresOf({ earlier = 0 }: Attempt): number {
  return 1 + earlier;
}

/** A certificate on a listener, as a key. */
export function bindingKey(listenerId: string, certificate: number): string {
  return `${listenerId} ${certificate}`;
}

/** How an attempt has failed. */
export function failureOf({ failures }: Pick<AttemptIndex, "failures">, { name }: Attempt): FailedAttempt {
  return failures.get(name) ?? { kind: "passing", reason: null };
}

/** Rotations that count for the error budget, and of which it must be known how they failed. */
export function countedRotations(attempts: Iterable<Attempt>, now: number): Attempt[] {
  const counted: Attempt[] = [];
  for (const one of attempts) if (one.kind === "rotate" && one.stoppedAt > now - BUDGET_MS) counted.push(one);
  return counted;
}

/**
 * The error budget: so many failed rotations in six hours, if they are more than a fifth of all, are a reason to stop and
 * have somebody look. One that was refused has changed nothing, and costs only itself.
 */
function budgetUsedUp(attemptIndex: AttemptIndex, { errorBudget }: Pick<Limits, "errorBudget">, now: number) {
  const ended = countedRotations(attemptIndex.byName.values(), now).filter(
    (one) => one.status === "succeeded" || failureOf(attemptIndex, one).kind !== "refused",
  );
  const failed = ended.filter(({ status }) => status === "failed").length;
  if (failed < errorBudget || failed * 5 <= ended.length) return undefined;
  return reason("error-budget-used-up", { failed, ended: ended.length, budget: errorBudget });
}

const BUDGET_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

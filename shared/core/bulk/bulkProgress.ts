import type { Verdict } from "../verdict.ts";

/** What a run of one target has come to; `undone`: it failed, and everything is as before. */
export type BulkEnd = "done" | "refused" | "undone" | "failed";

/** Where a target of a bulk run stands; `null`: it was not begun. */
export type BulkState = BulkEnd | "running" | null;

/** How many run at once after the first, and how many may fail. */
export interface BulkLimits {
  atOnce: number;
  errorBudget: number;
}

/** Why the rest of a bulk run was not begun. */
export type BulkStop = "canary" | "budget";

/**
 * What is to be begun next of targets that stand so, by their numbers: the first alone, the canary, and nothing more when it
 * is not done; then a few at a time, and no more when the error budget is used up and more than a fifth of what ended has
 * failed. Pure.
 */
export function bulkNext(
  states: readonly BulkState[],
  { atOnce, errorBudget }: BulkLimits,
): { begin: number[]; stopped: BulkStop | null } {
  const [canary = null] = states;
  const waiting = states.flatMap((state, at) => (state === null ? [at] : []));
  if (waiting.length === 0) return { begin: [], stopped: null };
  if (canary === null) return { begin: [0], stopped: null };
  if (canary === "running") return { begin: [], stopped: null };
  if (canary !== "done") return { begin: [], stopped: "canary" };
  const ended = states.filter((state) => state !== null && state !== "running");
  const failed = ended.filter((state) => state === "failed" || state === "undone").length;
  if (failed >= errorBudget && failed * 5 > ended.length) return { begin: [], stopped: "budget" };
  const running = states.filter((state) => state === "running").length;
  return { begin: waiting.slice(0, Math.max(0, atOnce - running)), stopped: null };
}

/** What an execution has come to that has ended with this verdict. */
export function bulkEndOf(verdict: Pick<Verdict, "state"> | undefined): BulkEnd {
  switch (verdict?.state) {
    case "verified":
    case "unchanged":
      return "done";
    case "refused":
    case "awaitingApproval":
      return "refused";
    case "rolledBack":
      return "undone";
    default:
      return "failed";
  }
}

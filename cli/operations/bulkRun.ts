/** What a run of one target has come to; `undone`: it failed, and everything is as before. */
export type BulkEnd = "done" | "refused" | "undone" | "failed";

/** How many run at once after the first, and how many may fail. */
export interface BulkLimits {
  atOnce: number;
  errorBudget: number;
}

/** What became of each target, in their order; those that were not begun are `null`. */
interface BulkResult<Target> {
  ends: { target: Target; end: BulkEnd | null }[];
  /** Why the rest was not begun. */
  stopped: "canary" | "budget" | "interrupted" | null;
}

/**
 * Runs a change on every target as renewal does: the first alone, the canary, and nothing more when it is not done; then
 * a few at a time, and no more when the error budget is used up and more than a fifth of what ended has failed.
 */
export async function bulkRun<Target>(
  targets: readonly Target[],
  run: (target: Target) => Promise<BulkEnd>,
  { atOnce, errorBudget }: BulkLimits,
  isInterrupted: () => boolean = () => false,
): Promise<BulkResult<Target>> {
  const ends = targets.map((target): { target: Target; end: BulkEnd | null } => ({ target, end: null }));
  const [canary, ...others] = ends;
  if (canary === undefined) return { ends, stopped: null };
  canary.end = await run(canary.target);
  if (canary.end !== "done") return { ends, stopped: others.length === 0 ? null : "canary" };
  const isUsedUp = () => {
    const ended = ends.filter(({ end }) => end !== null);
    const failed = ended.filter(({ end }) => end === "failed" || end === "undone").length;
    return failed >= errorBudget && failed * 5 > ended.length;
  };
  let next = 0;
  const worker = async () => {
    while (next < others.length && !isUsedUp() && !isInterrupted()) {
      const one = others[next];
      next += 1;
      if (one !== undefined) one.end = await run(one.target);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, others.length) }, worker));
  if (next >= others.length) return { ends, stopped: null };
  return { ends, stopped: isInterrupted() ? "interrupted" : "budget" };
}

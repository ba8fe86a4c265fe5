import {
  type BulkEnd,
  type BulkLimits,
  type BulkState,
  type BulkStop,
  bulkNext,
} from "../../shared/core/bulk/bulkProgress.ts";

/** What became of each target, in their order; those that were not begun are `null`. */
interface BulkResult<Target> {
  ends: { target: Target; end: BulkEnd | null }[];
  /** Why the rest was not begun. */
  stopped: BulkStop | "interrupted" | null;
}

/** Runs a change on every target in the order and within the limits of `bulkNext`, while somebody waits for it. */
export async function bulkRun<Target>(
  targets: readonly Target[],
  run: (target: Target) => Promise<BulkEnd>,
  limits: BulkLimits,
  isInterrupted: () => boolean = () => false,
): Promise<BulkResult<Target>> {
  const states = targets.map((): BulkState => null);
  const running = new Set<Promise<void>>();
  for (;;) {
    const { begin, stopped } = bulkNext(states, limits);
    const isLeft = isInterrupted() && states[0] !== null;
    for (const at of isLeft ? [] : begin) {
      const target = targets[at];
      if (target === undefined) continue;
      states[at] = "running";
      const ran: Promise<void> = run(target).then((end) => {
        states[at] = end;
        running.delete(ran);
      });
      running.add(ran);
    }
    if (running.size === 0) {
      const ends = targets.map((target, at) => ({ target, end: (states[at] ?? null) as BulkEnd | null }));
      return { ends, stopped: stopped ?? (isLeft && states.includes(null) ? "interrupted" : null) };
    }
    await Promise.race(running);
  }
}

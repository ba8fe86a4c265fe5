import type { Verdict } from "../../shared/core/verdict.ts";

/** What the exit codes of operations mean. */
export const EXIT = { done: 0, failed: 1, refused: 2, undone: 3, wouldChange: 4 } as const;

/** The code of an operation that has ended with this verdict; failed without one. */
export function exitCodeOf(verdict: Verdict | undefined): number {
  switch (verdict?.state) {
    case "verified":
    case "unchanged":
      return EXIT.done;
    case "refused":
      return EXIT.refused;
    case "rolledBack":
      return EXIT.undone;
    default:
      return EXIT.failed;
  }
}

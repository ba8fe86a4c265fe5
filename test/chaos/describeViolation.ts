import type { Violation } from "./runner.ts";

/** A violation as it is printed: what was promised, what has happened, and the one command that repeats it. */
export function describeViolation({ caseId, invariant, words, what }: Violation): string {
  return `${invariant} ${words}\n   ${what}\n   npm run chaos -- --only '${caseId}'\n`;
}

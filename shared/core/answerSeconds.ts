import type { Verdict } from "./verdict.ts";

/**
 * Seconds that CloudFlow waits for an answer that counts for so many milliseconds more: half of them. When they are over it asks
 * once more, which reminds people, and waits as long again (flows/operation.yaml, Approve).
 */
export function answerSeconds(leftMs: number): number {
  return Math.max(1, Math.ceil(leftMs / 2_000));
}

/** Whether a question is asked for the second time: half of its time is over. */
export function isHalfOver(
  { votesUntil, answerSeconds: half }: Pick<Verdict, "votesUntil" | "answerSeconds">,
  now: number,
): boolean {
  return votesUntil - now < half * 1_500;
}

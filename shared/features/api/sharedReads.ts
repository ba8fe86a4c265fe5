import { canonicalJson } from "../../platform/canonicalJson.ts";
import { clock } from "../../platform/clock.ts";

/**
 * Reads something for a caller, or gives what was read for another one: whole, so that it must be cut to what each may see.
 * It is kept for the longer the more calls it has cost, so that one question, however often and by whomever it is asked,
 * takes no more than half of what ALB answers (200 calls a minute, alb.md U18); and until something is done through this
 * instance. `charge` is told what a read has cost. What is given says when its reading began: `readAt`.
 */
export async function readShared<Value extends { apiCalls?: number; readAt?: string }>(
  question: unknown,
  read: () => Promise<Value>,
  charge: (calls: number) => void,
): Promise<Value & DatedRead> {
  const key = canonicalJson(question);
  const known = kept.get(key);
  const now = clock.now();
  if (known !== undefined && now >= known.at && now < known.until) return known.value as Promise<Value & DatedRead>;
  const value = read().then((read) => ({ readAt: new Date(now).toISOString(), ...read }));
  const entry = { at: now, until: now + LONGEST_READ_MS, value };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, entry);
  try {
    const { apiCalls = 0 } = await value;
    entry.until = clock.now() + Math.max(LEAST_KEPT_MS, apiCalls * MS_PER_CALL);
    charge(apiCalls);
    return await value;
  } catch (error) {
    if (kept.get(key) === entry) kept.delete(key);
    throw error;
  }
}

/** When something was read, as an ISO 8601 text. */
export interface DatedRead {
  readAt: string;
}

/** Nothing is as it was after something was done. */
export function forgetReads(): void {
  kept.clear();
  forgotten = clock.now();
}

/** When something was last done through this instance, in milliseconds since 1970; 0 before. */
export function forgottenAt(): number {
  return forgotten;
}

let forgotten = 0;

const kept = new Map<string, { at: number; until: number; value: Promise<unknown> }>();
const MOST_KEPT = 200;
const LEAST_KEPT_MS = 2_000;
const MS_PER_CALL = 600;
/** A read that is under way is waited for by all who ask the same. */
const LONGEST_READ_MS = 60_000;

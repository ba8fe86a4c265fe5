import { clock } from "../platform/clock.ts";
import type { Reason } from "../platform/reasons/reason.ts";
import { poll } from "../platform/retry.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Asks again in short, growing steps for a few seconds, until the answer is more than a reason to wait. Returns that answer,
 * or the last reason. Never waits beyond the verdict's deadline. What has been waited for since long, since its last write,
 * is asked after more rarely.
 */
export async function pollUntilDeadline<Answer>(
  { execution, deadline, writes }: Pick<Verdict, "execution" | "deadline" | "writes">,
  ask: () => Promise<Answer | Waiting>,
): Promise<Answer | Waiting> {
  const now = clock.now();
  const waited = now - (writes.at(-1)?.at ?? now);
  const pollTimeout = Math.min(Math.max(POLL_TIMEOUT_MS, waited * SHARE_OF_POLL_TIMEOUT), LONGEST_POLL_TIMEOUT_MS);
  const rarer = Math.min(waited * SHARE, RAREST_PAUSE_MS);
  return await poll(ask, (answer) => !isWaiting(answer), {
    name: execution,
    firstMs: Math.max(FIRST_PAUSE_MS, rarer),
    longestMs: Math.max(LONGEST_PAUSE_MS, rarer),
    until: Math.min(deadline, now + pollTimeout),
  });
}

/** What is waited for. */
export interface Waiting {
  waits: Reason;
}

/** Whether an answer is a reason to ask again. */
export function isWaiting(answer: unknown): answer is Waiting {
  return typeof answer === "object" && answer !== null && "waits" in answer;
}

/** Short enough to pay for an instance that idles, long enough that a usual change ends within one or two rounds. */
const POLL_TIMEOUT_MS = 6_000;
/** What takes long takes longer: each round of a flow costs it some 9 events. */
const SHARE_OF_POLL_TIMEOUT = 1 / 5;
const LONGEST_POLL_TIMEOUT_MS = 20_000;
const FIRST_PAUSE_MS = 200;
/** With steps of 0.8 s on average, half of all changes are seen within 0.4 s of their end. */
const LONGEST_PAUSE_MS = 640;
/** Who has waited for a minute does not mind 1.5 s, nor who has waited for three 5 s; and the API's rate is everybody's. */
const SHARE = 1 / 50;
const RAREST_PAUSE_MS = 4_000;

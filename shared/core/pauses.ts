import { clock } from "../platform/clock.ts";
import type { Verdict } from "./verdict.ts";

/**
 * The next pause of a flow, longer than the one before: what has not come for long is not looked for all the time, and no
 * wait fills a flow's history (at most 600 events in any outage, docs/decisions/pauses-grow.md). Begins with `first` seconds,
 * grows by `growth` after the first `quick` pauses, up to `longest`, and ends when the deadline does.
 */
export function pausing(
  { pauses, deadline }: Pick<Verdict, "pauses" | "deadline">,
  { first, growth, quick = 0, longest }: { first: number; growth: number; quick?: number; longest: number },
): Pick<Verdict, "pauses" | "pauseSeconds"> {
  const seconds = Math.ceil(first * growth ** Math.max(0, pauses - quick));
  const left = Math.max(1, Math.ceil((deadline - clock.now()) / 1_000));
  return { pauses: pauses + 1, pauseSeconds: Math.min(seconds, longest, left) };
}

/** While the cloud makes a change, which usually takes seconds. */
export const WHILE_WAITING = { first: 1, growth: 1.3, quick: 8, longest: 60 };

/** While somebody else works on the listener. */
export const WHILE_QUEUED = { first: 10, growth: 1.3, longest: 120 };

/** While something else is served than the rollback has led to. */
export const WHILE_LAGGING = { first: 5, growth: 1.6, longest: 60 };

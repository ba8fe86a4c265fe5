import type { Verdict } from "./verdict.ts";

/** What a verdict has cost so far, and what was spent on it just now. `throttled` is there once there is something to tell. */
export function spent(
  { apiCalls, throttled = 0 }: Pick<Verdict, "apiCalls" | "throttled">,
  now: { calls: () => number; throttled: () => number },
): Pick<Verdict, "apiCalls" | "throttled"> {
  const turnedAway = throttled + now.throttled();
  return { apiCalls: apiCalls + now.calls(), ...(turnedAway === 0 ? {} : { throttled: turnedAway }) };
}

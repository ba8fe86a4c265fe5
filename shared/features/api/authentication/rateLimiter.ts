import { clock } from "../../../platform/clock.ts";
import { type Environment, wholeNumberSetting } from "../../../platform/settings/readSetting.ts";

/** Counts what callers do, in the memory of one instance. */
export interface RateLimiter {
  /** Milliseconds after which the caller may try again; 0 when they may go on, which is then counted. */
  take: (caller: string) => number;
  /**
   * The headers that tell a caller what is left (draft-ietf-httpapi-ratelimit-headers-10): of `q` requests in `w` seconds
   * still `r`, and all of them in `t` seconds.
   */
  headersFor: (caller: string) => Record<string, string>;
}

/**
 * How many requests a caller may make in a minute: `ALBFLOW_RATE_PER_MINUTE`, 120 unless set. Throws `AlbflowError`
 * InvalidInput for what is no such number: none, or a wrong one, would be no limit at all.
 */
export function requestsPerMinute(environment: Environment): number {
  return wholeNumberSetting(environment, "ALBFLOW_RATE_PER_MINUTE", { least: 1, most: 1_000_000 }) ?? 120;
}

/**
 * A token bucket a caller: `burst` calls at once, and `perMinute` in the long run. Buckets that are full again are
 * forgotten, so that memory follows the callers of the last minutes. Each instance of a function counts by itself; the
 * number of instances bounds what gets through in all.
 */
export function createRateLimiter({ perMinute, burst }: { perMinute: number; burst: number }): RateLimiter {
  const msPerCall = 60_000 / perMinute;
  const full = burst * msPerCall;
  /** When each caller's bucket will be full again: all that need be known of it. */
  const fullAt = new Map<string, number>();
  let sweptAt = Number.NEGATIVE_INFINITY;
  /** Looks at every caller, so not at each call of thousands that nobody knows: whoever is refused may come again after a sweep. */
  const sweep = (now: number) => {
    if (Math.abs(now - sweptAt) < msPerCall) return;
    sweptAt = now;
    for (const [name, at] of fullAt) if (at <= now) fullAt.delete(name);
  };
  return {
    take(caller) {
      const now = clock.now();
      if (fullAt.size >= MOST_CALLERS) sweep(now);
      const known = fullAt.get(caller) ?? now;
      // No bucket is emptier than empty: a clock that was set back must lock nobody out.
      const next = (known > now + full ? now : Math.max(now, known)) + msPerCall;
      // A caller that comes while thousands of others are busy waits as if its bucket were empty.
      if (!fullAt.has(caller) && fullAt.size >= MOST_CALLERS) return Math.ceil(msPerCall);
      const wait = next - now - full;
      // Not above zero by rounding alone.
      if (wait > 1e-6) return Math.ceil(wait);
      fullAt.set(caller, next);
      return 0;
    },
    headersFor(caller) {
      const used = Math.min(full, Math.max(0, (fullAt.get(caller) ?? 0) - clock.now()));
      return {
        "ratelimit-policy": `"requests";q=${burst};w=${Math.ceil(full / 1000)}`,
        ratelimit: `"requests";r=${Math.floor((full - used) / msPerCall + 1e-6)};t=${Math.ceil(used / 1000)}`,
      };
    },
  };
}

const MOST_CALLERS = 10_000;

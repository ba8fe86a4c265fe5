/** Remembers what was said, for a while and within a bounded space. */
interface NonceMemory {
  /** False when the nonce was used before. */
  remember(nonce: string, now: number): boolean;
}

/**
 * Two generations: each lasts until it is `lifetimeMs` old or full, and a nonce is known while its generation is one
 * of the last two. So it is remembered for at least one lifetime or `capacity` further calls, whichever ends first.
 */
export function nonceMemory(lifetimeMs: number, capacity = 50_000): NonceMemory {
  let current = new Set<string>();
  let previous = new Set<string>();
  let since = Number.NEGATIVE_INFINITY;
  return {
    remember(nonce, now) {
      if (now - since > lifetimeMs || current.size >= capacity) {
        previous = now - since > 2 * lifetimeMs ? new Set() : current;
        current = new Set();
        since = now;
      }
      if (current.has(nonce) || previous.has(nonce)) return false;
      current.add(nonce);
      return true;
    },
  };
}

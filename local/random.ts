import type { Restore } from "./snapshot.ts";

/** Random numbers from 0 to 1. */
export interface SeededRandom {
  (): number;
  /** Remembers where the sequence stands. */
  snapshot(): Restore;
}

/** Random numbers that a seed decides (mulberry32): the same seed, the same sequence. */
export function seededRandom(seed: string): SeededRandom {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + character.charCodeAt(0)) | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const snapshot = () => {
    const kept = state;
    return () => {
      state = kept;
    };
  };
  return Object.assign(next, { snapshot });
}

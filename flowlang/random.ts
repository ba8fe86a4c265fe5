/** A number made of a text, the same each time: FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** A generator whose whole state is one number, so that it can lie in plain data. */
export interface RandomState {
  random: number;
}

/** The next number in [0, 1): mulberry32. */
export function nextRandom(state: RandomState): number {
  state.random = (state.random + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state.random ^ (state.random >>> 15), 1 | state.random);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A version 4 UUID from a repeatable source of numbers in [0, 1). */
export function uuidFrom(random: () => number): string {
  const nibble = (allowed: number, fixed: number) => (Math.floor(random() * allowed) | fixed).toString(16);
  const pattern = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  return pattern.replace(/[xy]/g, (place) => (place === "x" ? nibble(16, 0) : nibble(4, 8)));
}

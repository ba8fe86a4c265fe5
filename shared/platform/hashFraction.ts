/**
 * A number from 0 to 1, 1 excluded, that follows from a text and nothing else: what many do at one time is spread without
 * remembering who does it when. Texts that differ in one sign are far apart (FNV-1a, stirred as MurmurHash3 ends).
 */
export function hashFraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

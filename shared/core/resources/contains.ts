/**
 * Whether a value says everything that is expected of it. Where the cloud has filled in more, like the weight of the
 * only server group, nobody has asked for less.
 */
export function contains(seen: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return seen === expected;
  if (typeof seen !== "object" || seen === null) return false;
  if (Array.isArray(expected) && !(Array.isArray(seen) && seen.length === expected.length)) return false;
  return Object.entries(expected).every(([key, value]) => contains((seen as Record<string, unknown>)[key], value));
}

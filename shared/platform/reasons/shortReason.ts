import { jsonBytes, shortened } from "../shortened.ts";
import type { Reason } from "./reason.ts";

/**
 * A reason whose JSON takes at most so many bytes: its longest texts are cut first, then long lists keep their first
 * members. Code and parameters keep their types, so that it can be said like any other.
 */
export function shortReason<Kind extends Reason>(reported: Kind, bytes: number): Kind {
  let short = reported;
  for (const longest of [1_000, 400, 150, 80, 50]) {
    if (reasonBytes(short) <= bytes) return short;
    short = cut(short, longest, Math.max(3, Math.floor(longest / 20))) as Kind;
  }
  return short;
}

/** Bytes of a reason's JSON. Nobody changes a reason once it is made, so that each is measured once: rounds tell the same ones over and over. */
export function reasonBytes(reported: Reason): number {
  const known = measured.get(reported);
  if (known !== undefined) return known;
  const bytes = jsonBytes(reported);
  measured.set(reported, bytes);
  return bytes;
}

const measured = new WeakMap<Reason, number>();

function cut(value: unknown, longest: number, most: number): unknown {
  if (typeof value === "string") return shortened(value, longest);
  if (Array.isArray(value)) return value.slice(0, most).map((item) => cut(item, longest, most));
  if (typeof value !== "object" || value === null) return value;
  // A code that is cut is none any more.
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === "code" ? inner : cut(inner, longest, most)]),
  );
}

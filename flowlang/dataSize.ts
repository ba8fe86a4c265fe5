import { FlowError } from "./flowError.ts";
import { type Json, kindOf } from "./json.ts";
import { limits } from "./limits.ts";

/**
 * Throws when data is too large for the service (64 KiB, cloudflow.md §4) or nested deeper than we go. Most data is far
 * below the limit, so a cheap upper bound answers first and only what exceeds it is written out and counted.
 */
export function ensureSize(value: Json, where: () => string, limit: number = limits.dataBytes): void {
  if (upperBound(value, limit, 0) <= limit) return;
  if (depthOf(value) > limits.dataDepth) {
    throw new FlowError("FnF.RuntimeError", `${where()}: data is nested deeper than ${limits.dataDepth} levels.`);
  }
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > limit) {
    throw new FlowError(
      "FnF.EntityTooLarge",
      `${where()}: ${kindOf(value)} of ${bytes} bytes exceeds the limit of ${limit} bytes.`,
    );
  }
}

/** Whether data is nested deeper than the interpreter follows it. */
export function isTooDeep(value: Json): boolean {
  return depthOf(value) > limits.dataDepth;
}

/**
 * The same data without what lies below the first level too deep: `ensureSize` refuses it alike, and it can be written
 * out, which runs out of stack on data of thousands of levels.
 */
export function cutTooDeep(value: Json): Json {
  return isTooDeep(value) ? cutBelow(value, limits.dataDepth + 1) : value;
}

function cutBelow(value: Json, levels: number): Json {
  if (typeof value !== "object" || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => cutBelow(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutBelow(item, levels - 1)]));
}

/** At least the bytes of the value's JSON text; stops counting beyond `limit`. A character takes at most 6 (\u0000). */
function upperBound(value: Json, limit: number, depth: number): number {
  if (typeof value === "string") return 2 + 6 * value.length;
  if (typeof value !== "object" || value === null) return 25;
  if (depth >= limits.dataDepth) return Number.POSITIVE_INFINITY;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) {
      bytes += 1 + upperBound(item, limit, depth + 1);
      if (bytes > limit) return bytes;
    }
    return bytes;
  }
  for (const key in value) {
    bytes += 4 + 6 * key.length + upperBound(value[key] ?? null, limit, depth + 1);
    if (bytes > limit) return bytes;
  }
  return bytes;
}

/** Levels of nesting, without recursion; gives up counting just beyond the limit. */
function depthOf(value: Json): number {
  let level: Json[] = [value];
  for (let depth = 0; ; depth += 1) {
    const inner = level.filter((item) => typeof item === "object" && item !== null);
    if (inner.length === 0 || depth > limits.dataDepth) return depth;
    level = inner.flatMap((item) => Object.values(item as object) as Json[]);
  }
}

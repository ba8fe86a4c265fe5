import { z } from "zod";

/** A length of time in words: `7d`, `36h`, `90m`, `30s`, or `-2d` for the past. */
export const duration = z
  .string("A duration is a text like 7d, 36h, 90m, 30s or -2d.")
  .regex(/^-?\d+(\.\d+)?[smhd]$/, "A duration is a number and a unit, like 7d, 36h, 90m, 30s or -2d.");

/** Milliseconds of a duration. Throws an `Error` that says how to write one. */
export function readDuration(text: string): number {
  const parsed = duration.safeParse(text);
  const ms = UNITS.get(text.slice(-1));
  if (!parsed.success || ms === undefined) {
    throw new Error(`${JSON.stringify(text)} is no duration. Write a number and a unit, like 7d, 36h, 90m or 30s.`);
  }
  return Number(text.slice(0, -1)) * ms;
}

const UNITS = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

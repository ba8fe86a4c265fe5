import { z } from "zod";

/** Dates of certificates, and of the answers that tell them, end with the year 9999. */
const LONGEST_DAYS = 36_500;
const LONGEST_MS = LONGEST_DAYS * 86_400_000;

/** A length of time in words: `7d`, `36h`, `90m`, `30s`, or `-2d` for the past; a century at most. */
export const duration = z
  .string("A duration is a text like 7d, 36h, 90m, 30s or -2d.")
  .regex(/^-?\d+(\.\d+)?[smhd]$/, "A duration is a number and a unit, like 7d, 36h, 90m, 30s or -2d.")
  .refine((text) => !(Math.abs(msOf(text)) > LONGEST_MS), `A duration is at most ${LONGEST_DAYS}d.`);

/** Milliseconds of a duration. Throws an `Error` that says how to write one. */
export function readDuration(text: string): number {
  const [problem] = duration.safeParse(text).error?.issues ?? [];
  if (problem?.code === "custom") throw new Error(`${JSON.stringify(text)} is too long. ${problem.message}`);
  if (problem !== undefined) {
    throw new Error(`${JSON.stringify(text)} is no duration. Write a number and a unit, like 7d, 36h, 90m or 30s.`);
  }
  return msOf(text);
}

function msOf(text: string): number {
  return Number(text.slice(0, -1)) * (UNITS.get(text.slice(-1)) ?? Number.NaN);
}

const UNITS = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

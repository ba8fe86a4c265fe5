import { describe, test } from "vitest";
import { isWhole } from "./isWhole.ts";

/**
 * One of every `oneIn` cases, always the same, beginning with the `first`: for tables whose cases differ in what they are
 * given and not in what is looked at (docs/decisions/npm-test-runs-a-sample.md).
 */
export function sampled<Case>(oneIn: number, cases: readonly Case[], first = 0): Case[] {
  return isWhole() ? [...cases] : cases.filter((_, index) => index % oneIn === first % oneIn);
}

/** How many generated cases are tried: an eighth of all that `npm run test:all` tries. */
export function sampledRuns(all: number): number {
  return isWhole() ? all : Math.ceil(all / 8);
}

/**
 * Registers tests that `npm run test:all` runs and `npm test` leaves out: further ways through what a shorter test of the same file
 * goes through once.
 */
export function inWholeSuite(register: () => void): void {
  if (isWhole()) register();
}

const leftOut = Object.assign(() => {}, { each: () => (() => {}) as never });

/**
 * A test that takes seconds: `npm run test:all` runs it, and `npm test` leaves it out, because what it looks at is looked at by a
 * shorter one, or is far from what people use every day. A file that has no others stands in `LONG_FILES` of vitest.config.ts.
 */
export const longTest: Long<typeof test> = isWhole() ? test : leftOut;

/** A group of tests that are all long. */
export const longGroup: Long<typeof describe> = isWhole() ? describe : leftOut;

interface Long<Register extends { each: unknown }> extends Pick<Register, "each"> {
  (name: string, run: () => void | Promise<void>): void;
}

/** Whether all cases run, as `npm run test:all` has them. */
export const isWhole = () => process.env.ALBFLOW_TESTS === "all";

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
 * goes through once. Each such file is in the table of docs/decisions/npm-test-runs-a-sample.md.
 */
export function inWholeSuite(register: () => void): void {
  if (isWhole()) register();
}

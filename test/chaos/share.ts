import { operations } from "../../functions/registry.ts";
import { describeViolation } from "./describeViolation.ts";
import { singleFaultCases } from "./enumerateCases.ts";
import { pairsOnOneListener } from "./pairs.ts";
import { randomFaults } from "./randomFaults.ts";
import type { Checked, Runner, Violation } from "./runner.ts";
import type { Pair } from "./runPair.ts";

/** A part of what is to be run, as one process can do it by itself. */
export type Share =
  /** Cases of one operation with one fault: every so manieth. */
  | { kind: "single"; operation: string; isElsewhere?: boolean; part: number; parts: number }
  | { kind: "random"; operations: string[]; seed: string; from: number; to: number }
  | { kind: "pair"; pair: Pair };

/** What has been counted. */
export interface Totals {
  runs: number;
  calls: number;
  faults: number;
  violations: number;
}

/** So that the last of several processes does not work alone for long. */
const PARTS = 4;
const RUNS_A_SHARE = 10;
/** Of so many random runs, one has an engine that can be killed. */
const ENGINE_IN = 5;

/** Every case with one fault, of one operation or of all. */
export function singleFaultShares(operation?: string): Share[] {
  return namesOf(operation).flatMap((name) =>
    Array.from({ length: PARTS }, (_, part): Share => ({ kind: "single", operation: name, part, parts: PARTS })),
  );
}

/** Every case with one fault of three operations whose listener is in another region of another account. */
export function elsewhereShares(operation?: string, oneIn = 1): Share[] {
  const parts = oneIn === 1 ? PARTS : oneIn;
  const wanted = operation === undefined ? ELSEWHERE : [operation];
  return wanted.flatMap((name, at) =>
    Array.from({ length: oneIn === 1 ? PARTS : 1 }, (_, index): Share => {
      const part = oneIn === 1 ? index : at % oneIn;
      return { kind: "single", operation: name, isElsewhere: true, part, parts };
    }),
  );
}

/** One that changes a listener alone, one that changes what it holds, one that makes something. */
export const ELSEWHERE = ["stopListener", "rotateCertificate", "createServerGroup"];

/** One case of so many with one fault, of each operation; the first to be run differs from operation to operation. */
export function sampledFaultShares(oneIn: number, operation?: string): Share[] {
  return namesOf(operation).map((name, index) => ({
    kind: "single",
    operation: name,
    part: index % oneIn,
    parts: oneIn,
  }));
}

/** So many runs with random faults, one operation after the other. */
export function randomFaultShares(runs: number, seed: string, operation?: string): Share[] {
  return Array.from({ length: Math.ceil(runs / RUNS_A_SHARE) }, (_, index): Share => {
    const from = index * RUNS_A_SHARE;
    return { kind: "random", operations: namesOf(operation), seed, from, to: Math.min(runs, from + RUNS_A_SHARE) };
  });
}

/** Every two operations on one listener, or those with one of them. */
export function pairShares(operation?: string, oneIn = 1): Share[] {
  return pairsOnOneListener(operation)
    .filter((_, index) => index % oneIn === 0)
    .map((pair) => ({ kind: "pair", pair }));
}

/** Does a share, and reports every violation: on the error output unless it is said where. */
export async function runShare(
  runner: Runner,
  share: Share,
  describe: (text: string) => void = console.error,
): Promise<Totals> {
  const totals: Totals = { runs: 0, calls: 0, faults: 0, violations: 0 };
  const report = (violations: Violation[]) => {
    totals.runs += 1;
    totals.violations += violations.length;
    for (const violation of violations) describe(describeViolation(violation));
  };
  const count = ({ run, violations }: Checked) => {
    totals.calls += run.calls.length;
    totals.faults += run.struck.length;
    report(violations);
  };
  switch (share.kind) {
    case "single": {
      const at = share.isElsewhere === true ? { isElsewhere: true } : {};
      const all = singleFaultCases(await runner.healthy(share.operation, share.isElsewhere));
      const cases = all.map((one) => ({ ...one, ...at }));
      for (const one of cases.filter((_, index) => index % share.parts === share.part)) count(await runner.check(one));
      return totals;
    }
    case "random":
      for (let index = share.from; index < share.to; index += 1) {
        const name = share.operations[index % share.operations.length] ?? "";
        const { calls } = await runner.healthy(name);
        const killsEngine = index % ENGINE_IN === 0;
        const choose = randomFaults(`${share.seed}/${index}`, calls.length, { killsEngine });
        count(await runner.improvise(name, choose, { killsEngine }));
      }
      return totals;
    case "pair":
      report(await runner.checkPair(share.pair));
      return totals;
  }
}

function namesOf(operation: string | undefined): string[] {
  return operation === undefined ? Object.keys(operations) : [operation];
}

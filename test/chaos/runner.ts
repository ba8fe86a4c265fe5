import { addressOf } from "./calls.ts";
import { type ChaosCase, caseId } from "./chaosCase.ts";
import { type ChaosCloud, startChaosCloud } from "./cloud/chaosCloud.ts";
import type { Choose } from "./gate.ts";
import { invariants } from "./invariants.ts";
import { type Run, runCase, runOperation } from "./runCase.ts";
import { checkPair, type Pair } from "./runPair.ts";

/** A promise that a run has broken. */
export interface Violation {
  /** Repeats it: see `caseOf`. */
  caseId: string;
  invariant: string;
  words: string;
  what: string;
}

/** Runs cases one after the other and holds each to the invariants. */
export interface Runner {
  /** The operation's run in which nothing goes wrong. */
  healthy(operation: string, isElsewhere?: boolean): Promise<Run>;
  check(chaosCase: ChaosCase): Promise<Checked>;
  /** Runs an operation while `choose` says what goes wrong; with a journal where it may kill the engine. */
  improvise(operation: string, choose: Choose, options: { killsEngine: boolean }): Promise<Checked>;
  /** Runs two operations at once. */
  checkPair(pair: Pair): Promise<Violation[]>;
  close(): Promise<void>;
}

/** A run, and what it has broken. */
export interface Checked {
  run: Run;
  violations: Violation[];
}

/** Opens clouds when they are needed. `start` is for tests that want theirs to be broken. */
export function openRunner(start: typeof startChaosCloud = startChaosCloud): Runner {
  const clouds = new Map<string, Promise<ChaosCloud>>();
  const known = new Map<string, Promise<Run>>();

  const cloudFor = (journaled: boolean, isElsewhere = false) => {
    const key = `${journaled} ${isElsewhere}`;
    const cloud = clouds.get(key) ?? start({ journaled, isElsewhere });
    clouds.set(key, cloud);
    return cloud;
  };
  // Addresses and ports differ from cloud to cloud, so each has healthy runs of its own to compare with.
  const healthy = (operation: string, isElsewhere = false, journaled = false) => {
    const key = `${operation} ${isElsewhere} ${journaled}`;
    const run = known.get(key) ?? cloudFor(journaled, isElsewhere).then((cloud) => runSoundly(cloud, operation));
    known.set(key, run);
    return run;
  };
  const checked = async (
    { operation, isElsewhere = false }: Pick<ChaosCase, "operation" | "isElsewhere">,
    journaled: boolean,
    work: (cloud: ChaosCloud) => Promise<Run>,
  ) => {
    const sound = await healthy(operation, isElsewhere, journaled);
    const run = await work(await cloudFor(journaled, isElsewhere));
    const faults = run.struck.map(({ call, kind }) => ({ address: addressOf(call), kind }));
    const id = caseId({ operation, isElsewhere, faults });
    const violations = invariants.flatMap(({ name, words, violations: against }) =>
      against(run, sound).map((what) => ({ caseId: id, invariant: name, words, what })),
    );
    return { run, violations };
  };

  return {
    healthy,
    check(chaosCase) {
      const killsEngine = chaosCase.faults.some(({ kind }) => kind.engine !== undefined);
      return checked(chaosCase, killsEngine, (cloud) => runCase(cloud, chaosCase));
    },
    improvise: (operation, choose, { killsEngine }) =>
      checked({ operation }, killsEngine, (cloud) => runOperation(cloud, operation, choose)),
    async checkPair(pair) {
      const invariant = "pair";
      const words = "Two at once come to what one after the other does.";
      const against = await checkPair(await cloudFor(false), pair);
      return against.map((what) => ({ caseId: pair.join("+"), invariant, words, what }));
    },
    async close() {
      for (const cloud of clouds.values()) await (await cloud).close();
    },
  };
}

/** Throws an `Error` when an operation fails although nothing goes wrong: then nothing else could be told from it. */
async function runSoundly(cloud: ChaosCloud, operation: string): Promise<Run> {
  const run = await runCase(cloud, { operation, faults: [] });
  const { state = "nothing", message = "" } = run.lastWord ?? {};
  if (state === "verified") return run;
  throw new Error(`${operation} ends "${state}" although nothing went wrong: ${message}`);
}

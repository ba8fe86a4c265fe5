import type { Clock } from "../shared/platform/clock.ts";
import type { Endpoints } from "./endpoints.ts";
import type { Place } from "./places.ts";
import type { KeyPair } from "./ram/ram.ts";
import type { AppliedSeed } from "./seed/applySeed.ts";
import type { Backend } from "./seed/backend.ts";
import type { Seed } from "./seed/seed.ts";
import type { Services } from "./services.ts";
import type { ServicesSnapshot } from "./snapshotServices.ts";

/** A moment of a cloud, to go back to: see `LocalCloud.reset`. */
export interface Snapshot extends ServicesSnapshot {
  /** Milliseconds since 1970, by the cloud's clock. */
  at: number;
}

/** What an account has in one region. */
interface CloudPlace extends Omit<Place, "context"> {
  /** Puts more into this place. Rejects with an `Error` that says what is wrong with it. */
  seedWith(seed: Seed | string): Promise<AppliedSeed>;
}

/** A whole cloud in one process. */
export interface LocalCloud extends Omit<Services, "context" | "addresses" | "places"> {
  endpoints: Endpoints;
  region: string;
  accountId: string;
  /** The account's own. */
  rootKey: KeyPair;
  /** By which a child process finds this cloud: keys, region and endpoints (`spawn(command, { env: { ...process.env, ...environment } })`). */
  environment: Record<string, string>;
  clock: Clock;
  /** The HTTP servers of the seeds that were put in. */
  backends: readonly Backend[];
  /**
   * What an account has in a region, the cloud's own unless told: ALB, certificates, logs, RAM, and the account's keys. Seeds go
   * into that place alone. CloudFlow and Function Compute are in the cloud's own place only: elsewhere there is no such
   * host. Throws an `Error` when there is no such account or region, or when the cloud has a `dataDir`.
   */
  at(where: { accountId?: string; region?: string }): CloudPlace;
  /** Puts more into the cloud, beside what is there. Rejects with an `Error` that says what is wrong with it. */
  seedWith(seed: Seed | string): Promise<AppliedSeed>;
  /**
   * Remembers everything that the cloud holds: ALB, CAS, SLS, FC, CloudFlow, RAM, DNS, faults, call log, the place in
   * the random sequence and, in simulated time, the time. Costs well under a millisecond.
   *
   * Throws an `Error` while an execution is running, or when the cloud has a `dataDir`.
   */
  snapshot(): Snapshot;
  /**
   * Takes the cloud back to a snapshot of its own, as often as you like. What is under way is given up: executions and
   * functions end without a trace, timers do not ring, calls without an answer are cut. Listeners are switched back, and
   * opened or closed where that is the difference; resolves when they serve what they did.
   *
   * Function instances that were idle stay warm, so that most of a run's cost is saved. `cloud.clock` shows the time of the snapshot again; a simulated clock that was given to
   * `startLocalCloud` only goes forward, so read the time from `cloud.clock`, and go on moving the other. Await your own
   * calls before it: a call that is made meanwhile may be cut or see either state.
   */
  reset(snapshot: Snapshot): Promise<void>;
  /** Resolves once everything that has happened, time included, survives the process; rejects with `CloudError` 503. */
  untilKept(): Promise<void>;
  /** Closes every socket, ends every function and writes what is to be kept. A second call waits for the first. */
  close(): Promise<void>;
}

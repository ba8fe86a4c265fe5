/**
 * The local cloud as a library:
 *
 * ```ts
 * import { startLocalCloud } from "albflow-local";
 *
 * const cloud = await startLocalCloud({ port: 0, fast: true, seed: { certificates: [] } });
 * spawn("terraform", ["apply"], { env: { ...process.env, ...cloud.environment } });
 * await cloud.close();
 * ```
 *
 * Faults are `cloud.faults`, every call is in `cloud.calls`, and `cloud.snapshot()` with `cloud.reset()` goes back between
 * tests. With `clock: simulatedClock()` time stands still until the test moves it.
 */

export { type Clock, type SimulatedClock, simulatedClock, systemClock } from "../shared/platform/clock.ts";
export type { LocalCloud, Snapshot } from "./cloud.ts";
export { type Deployment, type Endpoints, type LocalCloudOptions, type Seed, startLocalCloud } from "./localCloud.ts";

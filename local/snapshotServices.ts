import type { SeededRandom } from "./random.ts";
import type { Services } from "./services.ts";
import { combine, type Restore } from "./snapshot.ts";

/** What was remembered of the services. To be called in this order, between two runs of their clock and after. */
export interface ServicesSnapshot {
  /** Ends executions, instances and sessions for good. */
  abandon: () => void;
  restore: Restore;
}

/** Remembers what every service holds. Throws an `Error` when that cannot be told: an execution is running, for example. */
export function snapshotServices(services: Services, random: SeededRandom): ServicesSnapshot {
  const {
    actionTrail,
    alb,
    alidns,
    addresses,
    calls,
    cas,
    cloudFlow,
    cms,
    dataPlane,
    faults,
    fc,
    kms,
    places,
    ram,
    sls,
  } = services;
  const forgetSessions = ram.snapshot();
  // Certificates before the listeners that are served with them, and triggers and schedules when all else is there.
  const services_ = [
    random,
    addresses,
    faults,
    cas,
    alidns,
    kms,
    sls,
    dataPlane,
    cms,
    alb,
    places,
    fc,
    cloudFlow,
    actionTrail,
    calls,
  ];
  return {
    abandon() {
      cloudFlow.abandon();
      fc.abandon();
      forgetSessions();
    },
    restore: combine(forgetSessions, ...services_.map((service) => service.snapshot())),
  };
}

import { type Restore, together } from "./mark.ts";
import type { SeededRandom } from "./random.ts";
import type { Rooms } from "./rooms.ts";

/** What was remembered of the rooms. To be called in this order, between the eras of their clock and after. */
export interface RoomsMark {
  /** Ends executions, instances and sessions for good. */
  abandon: () => void;
  restore: Restore;
}

/** Remembers what every room holds. Throws an `Error` when that cannot be told: an execution is running, for example. */
export function markRooms(rooms: Rooms, random: SeededRandom): RoomsMark {
  const { actionTrail, alb, alidns, addresses, calls, cas, cloudFlow, dataPlane, faults, fc, ram, sls } = rooms;
  const forgetSessions = ram.mark();
  // Certificates before the listeners that are served with them, and triggers and schedules when all else is there.
  const holders = [random, addresses, faults, cas, alidns, sls, dataPlane, alb, fc, cloudFlow, actionTrail, calls];
  return {
    abandon() {
      cloudFlow.abandon();
      fc.abandon();
      forgetSessions();
    },
    restore: together(forgetSessions, ...holders.map((holder) => holder.mark())),
  };
}

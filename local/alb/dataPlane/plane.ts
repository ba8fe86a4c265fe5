import type { Clock } from "../../../shared/platform/clock.ts";
import type { ServedListener } from "./contract.ts";
import type { PortMinutes } from "./portMinutes.ts";
import type { RecordWriter } from "./recordWriter.ts";
import type { ServerPool } from "./serverPool.ts";

/** What every listener of a data plane shares. */
export interface Plane {
  /** What the time is: for records. */
  clock: Clock;
  /** How time passes on real sockets: timeouts, health checks, draining, durations. */
  wireClock: Clock;
  random: () => number;
  poolOf(serverGroupId: string): ServerPool | undefined;
  records: RecordWriter;
  /** The counts of a listener's port. */
  minutesOf(listener: Pick<ServedListener, "loadBalancerId" | "protocol" | "port">): PortMinutes;
  /** The port that clients reach for a configured port of a load balancer. */
  realPort(loadBalancerId: string, port: number): number;
}

import type { Clock } from "../../../shared/clock.ts";
import type { ServedServerGroup, ServerHealth } from "./contract.ts";
import { type Probe, probe } from "./probe.ts";

export type HealthCheck = NonNullable<ServedServerGroup["healthCheck"]>;

/** What the checks of one server have found so far. */
export interface HealthMonitor {
  readonly status: Extract<ServerHealth["status"], "Initial" | "Healthy" | "Unhealthy">;
  /** Why the last check failed; only while Unhealthy. */
  readonly reasonCode: string | undefined;
  stop(): void;
}

/**
 * Checks a server at once and then every `interval`; it changes its state after as many equal results in a row as the
 * threshold says.
 */
export function monitorHealth(
  check: HealthCheck,
  server: { host: string; port: number },
  clock: Clock,
  run: Probe = probe,
): HealthMonitor {
  const stopping = new AbortController();
  const found: { status: HealthMonitor["status"]; reasonCode?: string } = { status: "Initial" };
  let row = { healthy: true, length: 0 };

  const note = (reasonCode: string | undefined) => {
    const healthy = reasonCode === undefined;
    row = { healthy, length: row.healthy === healthy ? row.length + 1 : 1 };
    if (healthy && row.length >= check.healthyThreshold) {
      found.status = "Healthy";
      delete found.reasonCode;
    }
    if (!healthy && row.length >= check.unhealthyThreshold) {
      found.status = "Unhealthy";
      found.reasonCode = reasonCode;
    }
  };
  const checkForEver = async () => {
    while (!stopping.signal.aborted) {
      note(await run(check, server, clock, stopping.signal));
      await clock.sleep(check.interval * 1000, stopping.signal);
    }
  };
  // The only rejection is the abort of the sleep.
  checkForEver().catch(() => undefined);

  return {
    get status() {
      return found.status;
    },
    get reasonCode() {
      return found.reasonCode;
    },
    stop: () => stopping.abort(),
  };
}

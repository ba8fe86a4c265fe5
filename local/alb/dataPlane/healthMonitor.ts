import type { Clock } from "../../../shared/platform/clock.ts";
import type { ServerHealth } from "./contract.ts";
import type { HealthCheck } from "./healthCheck.ts";
import { probeServer, type ServerProbe } from "./probe.ts";

/** What the checks of one server have found so far; why the last one failed only while Unhealthy. */
export interface HealthFinding {
  status: Extract<ServerHealth["status"], "Initial" | "Healthy" | "Unhealthy">;
  reasonCode?: string;
}

/** The checks of one server. */
export interface HealthMonitor {
  readonly found: HealthFinding;
  /** Somebody relies on what was found: in simulated time it is checked again when it is old. */
  asked(): void;
  stop(): void;
}

/** The cloud's time, and that of sockets; they differ when the cloud's is simulated. */
export interface CheckClocks {
  clock: Clock;
  wireClock: Clock;
}

/**
 * Checks a server at once and then every `interval`; it changes its state after as many equal results in a row as the
 * threshold says. `known` is what a former monitor has found.
 *
 * In simulated time a server's state is found out in the cloud's time, which stands still during a check. Once it is
 * settled, checks go on in real time and whenever somebody asks: three simulated years are 47 million intervals.
 */
export function monitorHealth(
  check: HealthCheck,
  server: { host: string; port: number },
  { clock, wireClock }: CheckClocks,
  known?: HealthFinding,
  run: ServerProbe = probeServer,
): HealthMonitor {
  const { signal, abort } = abortable();
  const isSimulated = clock !== wireClock && "advance" in clock;
  const intervalMs = check.interval * 1000;
  let found: HealthFinding = known ?? { status: "Initial" };
  let row = { healthy: found.status === "Healthy", length: 0 };
  let checkedAt = clock.now();
  let checkNow = () => {};

  const note = (reasonCode: string | undefined) => {
    const healthy = reasonCode === undefined;
    row = { healthy, length: row.healthy === healthy ? row.length + 1 : 1 };
    if (healthy && row.length >= check.healthyThreshold) found = { status: "Healthy" };
    if (!healthy && row.length >= check.unhealthyThreshold) found = { status: "Unhealthy", reasonCode };
    checkedAt = clock.now();
  };
  const isSettled = () => found.status === (row.healthy ? "Healthy" : "Unhealthy");
  const checkOnce = async () => note(await run(check, server, wireClock, signal));
  const pause = async () => {
    if (!isSimulated) return wireClock.sleep(intervalMs, signal);
    if (!isSettled()) return clock.sleep(intervalMs, signal);
    const asked = abortable();
    checkNow = asked.abort;
    await wireClock.sleep(intervalMs, AbortSignal.any([signal, asked.signal])).catch(() => signal.throwIfAborted());
  };
  const checkForEver = async () => {
    if (known !== undefined && isSettled()) await pause();
    while (!signal.aborted) {
      await (isSimulated ? clock.hold(checkOnce) : checkOnce());
      await pause();
    }
  };
  // The only rejection is the abort of a sleep.
  checkForEver().catch(() => undefined);

  return {
    get found() {
      return found;
    },
    asked() {
      if (isSimulated && clock.now() - checkedAt >= intervalMs) checkNow();
    },
    stop: abort,
  };
}

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

import { originOf } from "../../core/origin.ts";
import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { allPages, collect } from "../../platform/clients/pages.ts";
import type { PastExecution } from "./guards/decide.ts";
import { REMEDIATE } from "./remedy.ts";

/** What remediation has started, as the guards ask for it. Every method throws `AlbflowError`. */
export interface PastExecutions {
  /** Remedies and escalations of the last 24 hours and a little more, at most a few seconds old. */
  all(): Promise<PastExecution[]>;
  /** Notes one that was just started. */
  started(name: string): void;
}

/**
 * Reads them from CloudFlow, all at once: rules and cool-downs keep them few, while a storm may name a thousand resources
 * (docs/decisions/guards-read-the-executions.md). What remediation has not started itself, whatever it is called, is none of
 * them: `key` is `secretFor(…, ORIGINS)`.
 */
export function openPastExecutions(
  cloudFlow: CloudFlowClient,
  { flow, key, now }: { flow: string; key: () => Buffer; now: () => number },
): PastExecutions {
  let known: { at: number; executions: PastExecution[] } | undefined;
  const read = async (prefix: string, since: number) => {
    const rows = await collect(
      allPages(
        async ({ NextToken }) =>
          (await cloudFlow.call("ListExecutions", {
            FlowName: flow,
            ExecutionNamePrefix: prefix,
            StartedTimeBegin: new Date(since).toISOString(),
            Limit: 99,
            ...(NextToken === undefined ? {} : { NextToken }),
          })) as { Executions?: ExecutionRow[]; NextToken?: string },
        (page) => page.Executions,
      ),
    );
    const isSelfTriggered = ({ Name: execution, Input }: ExecutionRow) =>
      originOf(key(), { operation: REMEDIATE, execution, input: Input })?.part === "remediation";
    return rows.filter(isSelfTriggered).map(pastOf);
  };
  return {
    async all() {
      const at = now();
      if (known === undefined || at - known.at > FRESH_MS) {
        const since = at - MEMORY_MS;
        known = { at, executions: [...(await read("remedy-", since)), ...(await read("escalate-", since))] };
      }
      return known.executions;
    },
    started(name) {
      known?.executions.push({ name, status: "Running", startedAt: now() });
    },
  };
}

/** The guards look back a day. */
const MEMORY_MS = 25 * 3_600_000;

/** CloudFlow lists twice a second at most (cloudflow.md §8.4). */
const FRESH_MS = 5_000;

function pastOf({ Name, Status, StartedTime, StoppedTime }: ExecutionRow): PastExecution {
  const status = Status === "" ? "Running" : Status;
  const ended = status !== "Running" && status !== "Starting" && StoppedTime !== "";
  return {
    name: Name,
    status,
    startedAt: Date.parse(StartedTime),
    ...(ended ? { stoppedAt: Date.parse(StoppedTime) } : {}),
  };
}

import type { CloudFlowClient, ExecutionRow } from "../../platform/clients/cloudFlow.ts";
import { allPages } from "../../platform/clients/pages.ts";
import { AlbflowError } from "../../platform/errors.ts";
import { chainNameOf } from "./auditRecord.ts";

/** An execution that has ended, and when. */
export interface EndedExecution {
  flow: string;
  name: string;
  /** The name of its chain. */
  chain: string;
  /** Milliseconds since 1970. */
  at: number;
  status: ExecutionRow["Status"];
}

/**
 * The executions of these flows that CloudFlow lists as ended between two times (ms since 1970; the second not included).
 * Throws `AlbflowError`. A flow that is not deployed has none.
 */
export async function executionsEnded(
  cloudFlow: CloudFlowClient,
  flows: string[],
  { from, to }: { from: number; to: number },
): Promise<EndedExecution[]> {
  const ended: EndedExecution[] = [];
  for (const FlowName of flows) {
    const rows = allPages(
      ({ NextToken }) =>
        cloudFlow.call("ListExecutions", {
          FlowName,
          Limit: 99,
          // No execution of an operation lasts longer than its flow's timeout.
          StartedTimeBegin: new Date(from - LONGEST_MS).toISOString(),
          StartedTimeEnd: new Date(to).toISOString(),
          ...(NextToken === undefined ? {} : { NextToken }),
        }) as Promise<{ Executions?: ExecutionRow[]; NextToken?: string }>,
      (page) => page.Executions,
    );
    try {
      for await (const { Name, StoppedTime, Status } of rows) {
        const at = Date.parse(StoppedTime);
        // One that goes on is in no window, whatever time of its end CloudFlow tells; no document says which.
        if (GOES_ON.has(Status) || !(at >= from && at < to)) continue;
        ended.push({ flow: FlowName, name: Name, chain: chainNameOf(FlowName, Name), at, status: Status });
      }
    } catch (error) {
      if (!(error instanceof AlbflowError && error.kind === "NotFound")) throw error;
    }
  }
  return ended;
}

const GOES_ON = new Set<string>(["Starting", "Running"]);

/** `Timeout` of flows/operation.yaml. */
const LONGEST_MS = 691_200_000;

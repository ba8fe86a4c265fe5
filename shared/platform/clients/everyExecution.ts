import type { CloudFlowClient, ExecutionRow } from "./cloudFlow.ts";
import { allPages, collect } from "./pages.ts";

/**
 * Every execution of a flow that has this status, page by page: what runs for days stands behind all that was started since, and
 * is in no list of the newest. Throws `AlbflowError`, NotFound for a flow that is not deployed.
 */
export async function everyExecution(
  cloudFlow: Pick<CloudFlowClient, "call">,
  FlowName: string,
  Status: ExecutionRow["Status"],
  within: Record<string, string> = {},
): Promise<ExecutionRow[]> {
  return collect(
    allPages(
      async ({ NextToken }) =>
        (await cloudFlow.call("ListExecutions", {
          FlowName,
          Status,
          ...within,
          Limit: MOST_OF_A_PAGE,
          ...(NextToken === undefined ? {} : { NextToken }),
        })) as { Executions?: ExecutionRow[]; NextToken?: string },
      (page) => page.Executions,
    ),
  );
}

/** cloudflow.md §8.1. */
const MOST_OF_A_PAGE = 99;

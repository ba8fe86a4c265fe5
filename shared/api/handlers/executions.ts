import type { ExecutionRow } from "../../clients/cloudFlow.ts";
import { eachLimited } from "../../eachLimited.ts";
import { lastVerdictIn, pendingApproval } from "../../executions.ts";
import { flowNameOf } from "../../flowDefinition.ts";
import { operationNames } from "../../operationNames.ts";
import { redact } from "../../redact.ts";
import { textIn } from "../../verdict.ts";
import type { ApiCall, ApiHandler, Deployed } from "../apiCall.ts";
import { demand } from "../apiCall.ts";
import { awaitNews } from "../awaitNews.ts";
import { listenerOf, requestedExecution } from "../requestedExecution.ts";
import { type ReadAt, readShared } from "../sharedReads.ts";
import { maySee } from "../touchesOf.ts";
import { executionView, historyView, inputView, objectIn, verdictView, writesView } from "../views.ts";
import { approvalView } from "./approvalView.ts";
import { planOrStart } from "./operations.ts";

/** `GET /executions`: those of every operation that the caller may see, the latest first. */
export const listExecutions: ApiHandler = async (call) => {
  const { query, identity, deployed } = call;
  demand(call, "view");
  const limit = Number(query.limit ?? 20);
  const { rows, readAt } = await rowsOf(call, limit);
  const wanted = rows
    .map(({ operation, row }) => ({ row, view: executionView(operation, row) }))
    .filter(
      ({ view: { listenerId, status } }) =>
        (query.listenerId === undefined || query.listenerId === listenerId) &&
        (query.status === undefined || query.status === status),
    )
    .sort((one, other) => (one.view.startedAt < other.view.startedAt ? 1 : -1));
  const executions: object[] = [];
  for (const { row, view } of wanted) {
    if (executions.length === limit) break;
    if (await maySee(deployed, identity, view.operation, row)) executions.push(view);
  }
  return { status: 200, body: { executions, readAt } };
};

/**
 * `GET /executions/{name}`: one of them, with its plan and every state that it went through. With `after`, the answer waits
 * for something to happen after that event, for 20 seconds at most.
 */
export const describeExecution: ApiHandler = async (call) => {
  const { deployed, query } = call;
  const found = await requestedExecution(call, "view", query.after !== undefined);
  const { operation, flow } = found;
  const { row, events } =
    query.after === undefined ? found : await awaitNews(deployed.cloudFlow, flow, found, Number(query.after));
  const verdict = lastVerdictIn(events);
  const pending = row.Status === "Running" ? pendingApproval(events) : undefined;
  const { verdict: _, ...output } = objectIn(redact(row.Output));
  const body = {
    ...executionView(operation, row),
    listenerId: listenerOf(row, events),
    touches: found.touches,
    flow,
    lastEvent: events.at(-1)?.EventId ?? 0,
    input: inputView(row),
    output,
    verdict: verdict === undefined ? null : { ...verdictView(verdict), writes: writesView(verdict) },
    approval: pending === undefined ? null : approvalView(deployed, pending),
    history: historyView(events),
  };
  return { status: 200, body };
};

/** `POST /executions/{name}/stop`: ends it where it stands. What it has changed stays until it is taken back. */
export const stopExecution: ApiHandler = async (call) => {
  const { deployed, identity, body } = call;
  const { flow, row, operation } = await requestedExecution(call, "operate");
  const because = textIn(body, "reason");
  await deployed.cloudFlow.stop(
    flow,
    row.Name,
    `${identity.name} has stopped it.${because === "" ? "" : ` ${because}`}`,
  );
  const { Status } = await deployed.cloudFlow.describe(flow, row.Name);
  return { status: 202, body: { execution: row.Name, operation, status: Status } };
};

/** `POST /executions/{name}/undo`: takes back what it has changed, as an execution of its own. */
export const undoExecution: ApiHandler = async (call) => {
  const { operation, row, touches } = await requestedExecution(call, "operate");
  return planOrStart(call, operation, { undo: row.Name }, touches);
};

/** Executions of one operation, or of all of them. */
export async function rowsOf(
  call: Pick<ApiCall, "deployed" | "query" | "charge">,
  limit: number,
): Promise<{ rows: { operation: string; row: ExecutionRow }[] } & ReadAt> {
  const { query, deployed, charge } = call;
  const wanted = typeof query.operation === "string" ? [query.operation] : operationNames;
  const read = async () => {
    const rows = (await eachLimited(wanted, (operation) => listOf(deployed, operation, limit), 2)).flat();
    return { rows, apiCalls: wanted.length };
  };
  return readShared(["executions", deployed.prefix, wanted, limit], read, charge);
}

async function listOf(
  { cloudFlow, prefix }: Deployed,
  operation: string,
  limit: number,
): Promise<{ operation: string; row: ExecutionRow }[]> {
  const rows = await cloudFlow.list(flowNameOf(prefix, operation), "", Math.min(limit, 99));
  return rows.map((row) => ({ operation, row }));
}

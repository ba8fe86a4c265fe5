import { lastVerdictIn } from "../../../core/executions.ts";
import { flowNameOf } from "../../../core/flowDefinition.ts";
import { operationNames } from "../../../core/operationNames.ts";
import { pendingApproval } from "../../../core/pendingApproval.ts";
import { signRequest } from "../../../core/signedRequest.ts";
import { describeStop, stopExecution as orderStop, stopIn } from "../../../core/stopping.ts";
import { textIn } from "../../../core/verdict.ts";
import type { ExecutionRow } from "../../../platform/clients/cloudFlow.ts";
import { eachLimited } from "../../../platform/eachLimited.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { redact } from "../../../platform/redact.ts";
import type { ApiCall, ApiHandler, Deployed } from "../apiCall.ts";
import { addressOf, demand } from "../apiCall.ts";
import { RequestError } from "../problem.ts";
import { readOnce } from "../readOnce.ts";
import { listenerOf, requestedExecution } from "../requestedExecution.ts";
import { forgottenAt, type ReadAt, readShared } from "../sharedReads.ts";
import { stoppedView, stopView } from "../stoppedView.ts";
import { maySee } from "../touchesOf.ts";
import { endedBy, executionView, historyView, inputView, objectIn, verdictView, writesView } from "../views.ts";
import { waitForEvents } from "../waitForEvents.ts";
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
    if (!(await maySee(deployed, identity, view.operation, row))) continue;
    executions.push({ ...view, ...(await stoppedView(deployed, view.operation, row)) });
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
    query.after === undefined ? found : await waitForEvents(deployed.cloudFlow, flow, found, Number(query.after));
  const verdict = lastVerdictIn(events);
  const pending = row.Status === "Running" ? pendingApproval(events) : undefined;
  const { verdict: _, ...output } = objectIn(redact(row.Output));
  const stop = stopIn(events);
  const reported =
    stop === undefined ? undefined : { state: "stopped", reason: describeStop(stop, row.Name, verdict), cause: null };
  const body = {
    ...executionView(operation, row),
    ...reported,
    ...(verdict === undefined ? {} : endedBy(verdict)),
    stopped: stop === undefined ? null : stopView(stop, row.Name),
    listenerId: listenerOf(row, events),
    touches: found.touches,
    flow,
    lastEvent: events.at(-1)?.EventId ?? 0,
    input: inputView(row),
    output,
    verdict: verdict === undefined ? null : { ...verdictView(verdict), ...reported, writes: writesView(verdict) },
    approval: pending === undefined ? null : approvalView(deployed, pending),
    history: historyView(events),
  };
  return { status: 200, body };
};

/**
 * `POST /executions/{name}/stop`: ends it, and starts the execution that takes back what it has changed, or with `leave` tells
 * that it stays. The same request again finds the first one.
 */
export const stopExecution: ApiHandler = async (call) => {
  const { deployed, identity, body } = call;
  const { flow, row, operation, touches } = await requestedExecution(call, "operate");
  const order = {
    by: identity.name,
    why: textIn(body, "reason"),
    mode: body.leave === true ? "leave" : "takeBack",
  } as const;
  // Whoever may see what is stopped may see what ends it, from the beginning.
  const signed = (input: object, execution: string) =>
    signRequest(deployed.secret("requests"), { operation, execution, input, touches });
  try {
    const { stop, rollbackTarget, reason } = await orderStop(
      deployed.cloudFlow,
      { flow, execution: row.Name },
      order,
      signed,
    );
    return {
      status: 202,
      headers: { location: addressOf(deployed, `/executions/${rollbackTarget}?operation=${operation}`) },
      body: { execution: row.Name, operation, status: "Stopped", stopped: stopView(stop, row.Name), reason },
    };
  } catch (error) {
    if (!(error instanceof AlbflowError && error.kind === "Conflict")) throw error;
    throw new RequestError(409, error.reason, [], "Look at the execution. Undoing it takes back what it has changed.");
  }
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
  const isOne = typeof query.operation === "string";
  const wanted = isOne ? [query.operation as string] : operationNames;
  const list = async () => (await eachLimited(wanted, (operation) => listOf(deployed, operation, limit), 2)).flat();
  const read = async () => {
    if (isOne) return { rows: await list(), apiCalls: wanted.length };
    const { cloudFlow, prefix } = deployed;
    const { value: rows, at } = await readOnce(cloudFlow, prefix, {
      question: `executions-${limit}`,
      since: forgottenAt(),
      list,
    });
    return { rows, apiCalls: wanted.length, readAt: new Date(at).toISOString() };
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

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
import type { ApiCall, ApiHandler } from "../apiCall.ts";
import { addressOf, demand } from "../apiCall.ts";
import {
  cursorAt,
  executionFilter,
  isPlain,
  type ListedExecutionRow,
  outcomeIn,
  type StartedWithin,
  wholeUntil,
} from "../executionFilter.ts";
import { RequestError } from "../problem.ts";
import { readOnce } from "../readOnce.ts";
import { requestedExecution, requestedListener } from "../requestedExecution.ts";
import { type DatedRead, forgottenAt, readShared } from "../sharedReads.ts";
import { stoppedView, stopView } from "../stoppedView.ts";
import { maySee } from "../touchesOf.ts";
import {
  endedBy,
  executionView,
  historyView,
  inputView,
  objectIn,
  verdictView,
  visitView,
  writesView,
} from "../views.ts";
import { waitForEvents } from "../waitForEvents.ts";
import { approvalView } from "./approvalView.ts";
import { planOrStart } from "./operations.ts";

/**
 * `GET /executions`: those of every operation that the caller may see, the latest first. A page ends where it is full, or
 * where no list of CloudFlow reaches further back; `nextCursor` leads on.
 */
export const listExecutions: ApiHandler = async (call) => {
  const { query, identity, deployed } = call;
  demand(call, "view");
  const wanted = executionFilter(query);
  const most = Math.min(99, isPlain(query) ? wanted.limit + 1 : 99);
  const { rows, readAt } = await rowsOf(call, most, wanted);
  const { known, horizon } = wholeUntil(rows, most);
  let reads = 0;
  const mayRead = () => ++reads <= MOST_HISTORIES;
  const executions: object[] = [];
  let last: ListedExecutionRow | undefined;
  let isFull = false;
  for (const one of known) {
    if (!wanted.isMeant(one)) continue;
    isFull = executions.length === wanted.limit || (wanted.outcome !== undefined && reads >= MOST_HISTORIES);
    if (isFull) break;
    last = one;
    if (!(await maySee(deployed, identity, one.operation, one.row))) continue;
    const listed = executionView(one.operation, one.row);
    const { listenerId = "", ...ended } = await stoppedView(deployed, one.operation, one.row, mayRead);
    const view = { ...listed, ...ended, listenerId: listed.listenerId || listenerId };
    if (wanted.outcome === undefined || wanted.outcome === outcomeIn(view)) executions.push(view);
  }
  const next = isFull ? last : horizon;
  return { status: 200, body: { executions, nextCursor: next === undefined ? null : cursorAt(next), readAt } };
};

/** Histories that one answer reads; CloudFlow gives five a second, and what was read is remembered. */
const MOST_HISTORIES = 20;

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
    listenerId: requestedListener(row, events),
    touches: found.touches,
    flow,
    lastEvent: events.at(-1)?.EventId ?? 0,
    input: inputView(row),
    output,
    verdict: verdict === undefined ? null : { ...verdictView(verdict), ...reported, writes: writesView(verdict) },
    approval: pending === undefined ? null : approvalView(deployed, pending),
    history: historyView(events),
    ...(query.visit === undefined ? {} : { visit: visitView(events, Number(query.visit), row) ?? null }),
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
      headers: { location: addressOf(deployed, `/v1/executions/${rollbackTarget}?operation=${operation}`) },
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
  return planOrStart(call, operation, { ...call.body, undo: row.Name }, touches);
};

/** Executions of one operation, or of all of them: of each the latest that were started within a time. */
export async function rowsOf(
  call: Pick<ApiCall, "deployed" | "query" | "charge">,
  limit: number,
  { since, until, status }: StartedWithin & { status?: ExecutionRow["Status"] } = {},
): Promise<{ rows: ListedExecutionRow[] } & DatedRead> {
  const { query, deployed, charge } = call;
  const isOne = typeof query.operation === "string";
  const operations = isOne ? [query.operation as string] : operationNames;
  const within = {
    ...(since === undefined ? {} : { StartedTimeBegin: since }),
    ...(until === undefined ? {} : { StartedTimeEnd: until }),
  };
  const listOf = async (operation: string): Promise<ListedExecutionRow[]> => {
    const flow = flowNameOf(deployed.prefix, operation);
    const rows = await deployed.cloudFlow.list(flow, "", limit, status, within);
    return rows.map((row) => ({ operation, row }));
  };
  const list = async () => (await eachLimited(operations, (operation) => listOf(operation), 2)).flat();
  const read = async () => {
    if (isOne || Object.keys(within).length > 0) return { rows: await list(), apiCalls: operations.length };
    const { cloudFlow, prefix } = deployed;
    const { value: rows, at } = await readOnce(cloudFlow, prefix, {
      question: `executions-${limit}${status === undefined ? "" : `-${status}`}`,
      since: forgottenAt(),
      key: deployed.secret("listings"),
      list,
    });
    return { rows, apiCalls: operations.length, readAt: new Date(at).toISOString() };
  };
  return readShared(["executions", deployed.prefix, operations, limit, status ?? "", within], read, charge);
}

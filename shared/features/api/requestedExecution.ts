import { lastVerdictIn } from "../../core/executions.ts";
import { findExecution } from "../../core/findExecution.ts";
import { flowNameOf, operationOf } from "../../core/flowDefinition.ts";
import { operationNames } from "../../core/operationNames.ts";
import { textIn } from "../../core/verdict.ts";
import type { ExecutionRow, HistoryEvent } from "../../platform/clients/cloudFlow.ts";
import { reason } from "../../platform/reasons/reason.ts";
import { type ApiCall, demand } from "./apiCall.ts";
import { type Act, allows } from "./authentication/identity.ts";
import { RequestError } from "./problem.ts";
import { touchesOf } from "./touchesOf.ts";
import { objectIn } from "./views.ts";
import { type ExecutionRead, sharedExecution } from "./waitForEvents.ts";

/** An execution that the caller may see. */
interface RequestedExecution {
  operation: string;
  flow: string;
  row: ExecutionRow;
  events: HistoryEvent[];
  /** All that it touches. */
  touches: string[];
}

/**
 * The execution that a request is about, by its name in the path: of the operation that the query names, else of any.
 * Who only follows it (`isFollowed`) may be told what others were told within the last second.
 * Each flow that is asked costs the caller before it is asked; who owes for earlier ones has no second flow asked, so that
 * whoever makes names up takes nobody else's share of what CloudFlow answers.
 * Throws 404 when there is none, or the caller may not even see it, and 403 when they may not do what they ask for.
 */
export async function requestedExecution(call: ApiCall, act: Act, isFollowed = false): Promise<RequestedExecution> {
  const { deployed, identity, path, query, charge, spend } = call;
  const name = path.name ?? "";
  const missing = new RequestError(404, reason("execution-not-found", { execution: name }));
  if (!/^[A-Za-z_][\w-]{0,127}$/.test(name)) throw missing;
  const { cloudFlow, prefix } = deployed;
  const operations = typeof query.operation === "string" ? [query.operation] : operationNames;
  const flows = operations.map((operation) => flowNameOf(prefix, operation));
  let isFirst = true;
  const ask = async (flow: string): Promise<Partial<ExecutionRead> & { row: ExecutionRow }> => {
    (isFirst ? charge : spend)(1);
    isFirst = false;
    return isFollowed ? sharedExecution(cloudFlow, flow, name) : { row: await cloudFlow.describe(flow, name) };
  };
  const here = await findExecution(name, flows, ask);
  if (here === undefined) throw missing;
  const { flow, found } = here;
  const operation = operationOf(prefix, flow);
  charge(1);
  const { row, events = await cloudFlow.history(flow, name) } = found;
  const touches = touchesOf(deployed, operation, row, events);
  if (!allows(identity, "view", { operation, touches })) throw missing;
  demand(call, act, { operation, touches });
  return { operation, flow, row, events, touches };
}

/** The listener that an execution has to do with; an undo does not name it, but its verdict does. */
export function requestedListener({ Input }: Pick<ExecutionRow, "Input">, events: HistoryEvent[]): string {
  const own = textIn(objectIn(Input), "listenerId");
  if (own !== "") return own;
  const { input = {} } = lastVerdictIn(events) ?? {};
  return textIn(input, "listenerId");
}

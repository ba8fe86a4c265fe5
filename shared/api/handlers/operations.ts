import { randomUUID } from "node:crypto";
import { canonicalJson } from "../../canonicalJson.ts";
import { AlbflowError } from "../../errors.ts";
import { flowNameOf } from "../../flowDefinition.ts";
import { textIn, type Verdict } from "../../verdict.ts";
import { type ApiAnswer, type ApiCall, type ApiHandler, addressOf, demand } from "../apiCall.ts";
import { listedOperations } from "../contract.ts";
import { RequestError } from "../problem.ts";
import { objectIn, verdictView } from "../views.ts";

/** `GET /operations`: what can be done, and what it takes. */
export const listOperations: ApiHandler = async (call) => {
  demand(call, "view");
  return { status: 200, body: { operations: listedOperations() } };
};

/** `POST /operations/{name}`: the plan of an operation, or its execution. */
export const runOperation: ApiHandler = async (call) => {
  const { body, operationId } = call;
  const listenerId = textIn(body, "listenerId");
  demand(call, "operate", { operation: operationId, ...(listenerId === "" ? {} : { listenerId }) });
  return planOrStart(call, operationId, body);
};

/**
 * With `?plan` what would be done, else 202 and the execution that does it. Who asks is who has called, whatever the body
 * says. The `Idempotency-Key` names the execution: the same request again is the same execution, another one under the
 * same key is refused.
 */
export async function planOrStart(call: ApiCall, operation: string, given: object): Promise<ApiAnswer> {
  const { deployed, identity, query } = call;
  const input = { ...given, requestedBy: identity.name };
  const flow = flowNameOf(deployed.prefix, operation);
  if (query.plan !== undefined && query.plan !== false) {
    const event = { phase: "preflight", input, execution: "plan", checks: true };
    const verdict = (await deployed.functions.invoke(flow, event)) as Verdict & { checks?: object[] };
    return { status: 200, body: { ...verdictView(verdict), checks: verdict.checks ?? [] } };
  }
  const execution = executionName(call, operation);
  await deployed.cloudFlow.start(flow, execution, input);
  const { Input, Status } = await deployed.cloudFlow.describe(flow, execution);
  if (canonicalJson(objectIn(Input)) !== canonicalJson(input)) {
    throw new AlbflowError(
      "Conflict",
      "This Idempotency-Key was used for another request. Use a new one for a new one",
    );
  }
  return {
    status: 202,
    headers: { location: addressOf(deployed, `/executions/${execution}?operation=${operation}`) },
    body: { execution, operation, status: Status },
  };
}

/** A name that CloudFlow takes (cloudflow.md §8.1): the caller's key, where there is one. */
function executionName(call: ApiCall, operation: string): string {
  const key = call.header("idempotency-key").replace(/^"(.*)"$/, "$1");
  if (key === "") return `api-${operation}-${randomUUID()}`;
  if (/^[\w-]{1,127}$/.test(key)) return /^\d|^-/.test(key) ? `_${key}` : key;
  throw new RequestError(400, "The Idempotency-Key must have at most 127 letters, digits, _ and -");
}

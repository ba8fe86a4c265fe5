import { randomUUID } from "node:crypto";
import { apiExecutionName } from "../../../core/executionNames.ts";
import { flowNameOf } from "../../../core/flowDefinition.ts";
import { isSameRequest, signRequest } from "../../../core/signedRequest.ts";
import { textIn, type Verdict } from "../../../core/verdict.ts";
import { AlbflowError } from "../../../platform/errors.ts";
import { placeIn } from "../../../platform/place.ts";
import { reason } from "../../../platform/reasons/reason.ts";
import { type ApiAnswer, type ApiCall, type ApiHandler, addressOf, demand, namedAt } from "../apiCall.ts";
import { allows, UNKNOWN } from "../authentication/identity.ts";
import { listedOperations } from "../contract.ts";
import { listPage, placeOfNumber } from "../listPage.ts";
import { RequestError } from "../problem.ts";
import { hasInstance, touchedIn } from "../touchesOf.ts";
import { objectIn, verdictView } from "../views.ts";

/** `GET /operations`: what can be done, and what it takes. */
export const listOperations: ApiHandler = async (call) => {
  demand(call, "view");
  const operations = listedOperations();
  const { rows, nextCursor } = listPage(call, operations, (one) => placeOfNumber(operations.indexOf(one)));
  return { status: 200, body: { operations: rows, nextCursor } };
};

/** `POST /operations/{name}`: the plan of an operation, or its execution. */
export const runOperation: ApiHandler = async (call) => {
  const { body, operationId, identity } = call;
  const listenerId = textIn(body, "listenerId");
  const isNamed = listenerId !== "" && !hasInstance(identity);
  // No plan touches less than that: whoever may not even this makes nobody look anything up.
  demand(call, "operate", {
    operation: operationId,
    ...(isNamed ? { touches: [namedAt(call, body, listenerId)] } : {}),
  });
  return planOrStart(call, operationId, body);
};

/**
 * With `?plan` what would be done, else 202 and the execution that does it. Who asks is who has called, whatever the body
 * says. The `Idempotency-Key` names the execution for this caller: the same request again is the same execution, another one
 * under the same key is refused.
 *
 * A caller whose grants are not for everything may have done what touches nothing else: the plan is looked at first, and
 * only this plan is started. `touches` is what is known to be touched beside the plan.
 */
export async function planOrStart(
  call: ApiCall,
  operation: string,
  given: object,
  touches: string[] = [],
): Promise<ApiAnswer> {
  const { deployed, identity, query } = call;
  const input = { ...given, requestedBy: identity.name };
  // A key that is none is refused even where nothing is executed.
  const execution = executionName(call, operation, input);
  const flow = flowNameOf(deployed.prefix, operation);
  const planned = async () => {
    const event = { phase: "preflight", input, execution: "plan", checks: true };
    const verdict = (await deployed.functions.invoke(flow, event)) as Verdict & { checks?: object[] };
    const touched = [...new Set([...touches, ...touchedIn(verdict)])];
    demand(call, "operate", { operation, touches: touched });
    return { verdict, touched };
  };
  if (query.plan !== undefined && query.plan !== false) {
    const { verdict } = await planned();
    return { status: 200, body: { ...verdictView(verdict), checks: verdict.checks ?? [] } };
  }
  const mayAll = allows(identity, "operate", { operation, touches: [namedAt(call, input, UNKNOWN)] });
  const isNew = mayAll || !(await isStarted(call, flow, execution, input));
  if (isNew) {
    const read = mayAll ? undefined : await planned();
    const bound = read === undefined ? input : { plan: read.verdict.plan?.hash ?? NO_PLAN, ...input };
    const request = { operation, execution, input: bound, touches: read?.touched ?? [] };
    await deployed.cloudFlow.start(flow, execution, signRequest(deployed.secret("requests"), request));
  }
  const { Input, Status } = await deployed.cloudFlow.describe(flow, execution);
  refuseUnlessSame(execution, Input, input);
  return {
    status: 202,
    headers: { location: addressOf(deployed, `/v1/executions/${execution}?operation=${operation}`) },
    body: { execution, operation, status: Status },
  };
}

/** Fits no plan: whoever was told that there is nothing to do has nothing done when there is later. */
const NO_PLAN = "0".repeat(64);

/** Whether the same request was made before. Throws Conflict when it was another one. */
async function isStarted({ deployed }: ApiCall, flow: string, execution: string, input: object): Promise<boolean> {
  try {
    refuseUnlessSame(execution, (await deployed.cloudFlow.describe(flow, execution)).Input, input);
    return true;
  } catch (error) {
    if (error instanceof AlbflowError && error.kind === "NotFound") return false;
    throw error;
  }
}

function refuseUnlessSame(execution: string, Input: string, input: object): void {
  if (isSameRequest(objectIn(Input), input)) return;
  throw new AlbflowError("Conflict", reason("idempotency-key-used", { execution }));
}

/** The caller's key names it, where there is one. */
function executionName({ header, identity, deployed }: ApiCall, operation: string, input: object): string {
  const key = header("idempotency-key").replace(/^"(.*)"$/, "$1");
  if (key !== "" && !/^[\w-]{1,127}$/.test(key)) {
    throw new RequestError(400, reason("idempotency-key-invalid", { most: 127 }));
  }
  return apiExecutionName(operation, identity, key === "" ? randomUUID() : key, placeIn(input, deployed));
}
